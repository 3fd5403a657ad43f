"""Setting what a file says beside what is known, and writing the difference through bulk verbs."""
