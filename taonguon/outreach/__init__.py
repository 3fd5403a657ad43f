"""The mass organisations' work: what they do so that their members want to join, and whom they propose."""
