"""`python -m govsim` is the command `govsim`."""

from .experiments.commands.main import main

main()
