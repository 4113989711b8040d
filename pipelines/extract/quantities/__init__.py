"""Quantities: how many people, and what happened to them (find.py is the door)."""
