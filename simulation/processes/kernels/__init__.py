"""Compiled rules of processes that would not fit on one page. No parameters live here."""
