"""What does each command do? One module for each, with a function `run`: exit code out."""
