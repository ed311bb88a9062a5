"""The way from Django to the database, and what is known when it breaks (`base`: the engine)."""
