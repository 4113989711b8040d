"""Deportations and returns: counts with their windows (find.py is the door)."""
