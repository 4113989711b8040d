"""Assets: thin wrappers that read, call pure code, write, and report row counts.  One file a layer."""
