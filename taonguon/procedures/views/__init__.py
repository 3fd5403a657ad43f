"""Pages of the rules and of a case tried on them."""
