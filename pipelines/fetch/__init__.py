"""Feeds and pages of publishers into WARC files of the inbox: a courteous client that connects to public addresses only."""
