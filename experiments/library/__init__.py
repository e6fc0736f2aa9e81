"""The laboratory as Python calls: what the commands do, with results to look at and go on with."""
