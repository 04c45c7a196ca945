"""What do the rules say of events? The pages of `rules/`, read and applied."""
