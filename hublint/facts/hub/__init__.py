"""What is made of TF Hub, and what happens to it? Events, and the rows of their facts."""
