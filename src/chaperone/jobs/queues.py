"""The queues. What waits for a network has one of its own, served by a process of its own."""

ORDINARY = "default"
"""Of tasks that name none."""
MODELS = "models"
"""Of what asks models."""
