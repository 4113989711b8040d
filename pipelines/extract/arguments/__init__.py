"""Arguments: what belongs to a trigger, its day, its place and its speaker, by one rule of attachment for all families."""
