"""Lessons: a story, a prediction, and a reveal that comes from runs; each is one YAML file."""
