"""Runs: done over processes, kept in folders, checked and named."""
