"""The figures of reports, one file a kind."""
