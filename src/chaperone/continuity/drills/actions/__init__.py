"""Running drills, and filing what came of them."""
