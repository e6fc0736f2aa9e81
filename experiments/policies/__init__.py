"""Policies as files: found, told in words, written anew."""
