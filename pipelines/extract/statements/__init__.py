"""Statements: what parties, officials and groups say on the matter (find.py is the door)."""
