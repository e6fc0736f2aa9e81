"""Runs for lessons and the classroom, each done once and kept, and what is counted in them."""
