"""A run, or two of them side by side, as one HTML file that plays without a server."""
