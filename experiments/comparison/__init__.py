"""Arms side by side: a study and what it says of ranking, cost, displacement, groups and assumptions."""
