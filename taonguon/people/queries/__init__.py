"""Named reads about people and the units they belong to; each takes a scope or a map, and a day."""
