"""The brief: the report's first page, which one hands to those who decide. What it says, and as PDF and Word."""
