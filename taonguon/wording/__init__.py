"""Words for what the core found: sentences and names, in Vietnamese and in English. Knows no Django."""
