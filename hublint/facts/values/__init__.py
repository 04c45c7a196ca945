"""What may a thing be? Values, the state that holds them, and what is computed of them."""
