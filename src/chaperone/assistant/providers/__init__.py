"""Models that word replies from the library's entries: which there are, and how one is asked.

``library`` is the default and asks nobody. Nothing here decides whether data may leave (that is
``actions.disclose``), and nothing here touches the database while it waits for a network.
"""
