"""Ceasefires: events in the life of a truce (find.py is the door)."""
