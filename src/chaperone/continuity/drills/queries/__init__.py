"""Questions about drills and exercises."""
