"""Where ePHI is stored and where it flows, from the models' own metadata."""
