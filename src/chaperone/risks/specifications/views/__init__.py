"""The pages of addressable specifications, and of who answers for what."""
