"""Talks: rounds of negotiation (find.py is the door)."""
