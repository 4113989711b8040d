"""The warehouse in the formats that other tools read: one file a kind of format, the SQL of each event format beside it."""
