"""Actors: persons, organisations, governments and groups named in the text (find.py is the door)."""
