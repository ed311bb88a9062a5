"""Small files that only the user who runs the service can read: written whole or not at all."""
