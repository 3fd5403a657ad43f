"""`python -m taonguon`: the command."""

from taonguon.cli.main import main

main()
