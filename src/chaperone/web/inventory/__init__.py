"""What fills the inventory of assets and the map of ePHI: settings and the rooms below."""
