"""What comes from outside: looked at before any parser sees it, and parsed in a process with limits. Knows no Django."""
