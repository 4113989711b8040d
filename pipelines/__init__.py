"""Factwire: news articles in, sourced facts in a DuckDB warehouse out."""
