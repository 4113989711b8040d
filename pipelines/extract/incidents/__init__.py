"""Incidents: political violence and what goes with it (find.py is the door)."""
