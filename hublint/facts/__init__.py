"""What is known of the code: one module, one question."""
