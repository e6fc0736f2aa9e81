"""Districts of one's own: maps, units, people and staff read from files, checked, and kept for runs."""
