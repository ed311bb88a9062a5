"""The local journal of emergency mode: a file of sealed records, each linked to the one before.

Pure: knows nothing of Django, of what the records say, or of where the key of the chain is kept.
"""
