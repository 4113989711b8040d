"""What the files of a delivery hold: one module a family of formats, each reading a piece into articles."""
