"""Time expressions: TIMEX3 type, value and interval (find.py is the door)."""
