"""Reading findings, files of them, and exceptions."""
