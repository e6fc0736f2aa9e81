"""Commands about what is one's own: districts, records."""
