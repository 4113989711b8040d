"""Linking: facts that several articles tell of one event."""
