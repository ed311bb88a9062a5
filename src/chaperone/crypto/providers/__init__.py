"""Holders of the root key, one module each."""
