"""What pages ask of the register."""
