"""What is known of a model? By its handle, its card, and its own files."""
