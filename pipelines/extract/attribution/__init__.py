"""Attribution: who says what, by which word (find.py is the door)."""
