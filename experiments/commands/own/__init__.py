"""Commands about what is one's own: records."""
