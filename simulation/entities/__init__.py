"""Who has state."""
