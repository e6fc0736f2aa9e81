"""Plain functions of numbers: pairs, intervals, verdicts, interactions, how many runs."""
