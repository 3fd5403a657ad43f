"""Pages of units, villages and people."""
