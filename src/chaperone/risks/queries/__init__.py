"""What pages ask of the register. Each is bounded: it costs the same for ten risks and ten thousand."""
