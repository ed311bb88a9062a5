"""What pages ask of the register; each costs the same for ten risks and ten thousand."""
