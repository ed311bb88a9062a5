"""Is it healthy? For whoever looks after the installation."""
