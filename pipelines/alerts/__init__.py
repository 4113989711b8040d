"""Alerts: what changed or went wrong, kept in a file of the home and sent to a webhook."""
