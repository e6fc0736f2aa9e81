"""The sections of the report on a comparison, one file each; each gives blocks of report/document.py."""
