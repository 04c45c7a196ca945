"""Which findings shall not be told? Comments, and baselines."""
