"""Pure arithmetic and reading of values: no Django, no clock, no files."""
