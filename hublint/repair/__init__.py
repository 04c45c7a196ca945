"""What do repairs work with? The code around an event, and edits of it, node by node."""
