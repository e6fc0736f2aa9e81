"""Sweeps: factors, designs, and the store that keeps every finished run."""
