"""Today, as those who run security find it."""
