"""Review: what people decide about facts, kept as an append-only file of the home and applied on every build.

`decisions.py` the file; `fields.py` what may be edited, to what; `targets.py` facts and their tellings as the published
copy has them; `decide.py` one function an action; `items.py` what asks for a human, and in which order.
"""
