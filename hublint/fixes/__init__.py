"""Repairs: one module, one named repair."""
