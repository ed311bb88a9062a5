"""Pure knowledge about text messages: segments, numbers, opt-out and help wording."""
