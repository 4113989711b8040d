"""Places: names in the text and where they are (find.py is the door)."""
