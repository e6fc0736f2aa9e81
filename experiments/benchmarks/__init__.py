"""How fast it is: `make bench` and `make bench-sweep`."""
