"""The catalogue, read."""
