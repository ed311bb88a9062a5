"""What of the record is given away, to whom, and how they can check it without us."""
