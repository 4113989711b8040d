"""The work behind each subcommand of `factwire`, one file a subcommand."""
