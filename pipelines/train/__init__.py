"""Training: models of the reader, made from annotated articles that are not shipped (one module a model)."""
