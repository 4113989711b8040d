"""`factwire train`: models of the reader, made from the user's annotated articles; no warehouse, no Dagster."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from pipelines.config import MODEL_VARIABLE
from pipelines.errors import EnvironmentProblem
from pipelines.train.attribution import train
from pipelines.train.examples import read_examples


def train_attribution(data: Path, output: Path) -> None:
    """Train a tagger, write it with its card, say how it does on the articles held back."""
    examples = read_examples(data)
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem(
            f"{output} cannot be made: {error.strerror}",
            expected="a folder, or a path where one can be made",
            cure="give another --output",
        ) from error
    console = Console(stderr=True)
    with console.status("reading") as status:
        card = train(examples, data, output, said=status.update)
    held = card["held_back"]
    out = Console(highlight=False, soft_wrap=True, markup=False)
    out.print(f"held back: {held['articles']} articles, {held['rules']['annotated']} attributions")
    for reader in ("rules", "tagger"):
        out.print(f"  {reader:<7} content F1 {held[reader]['content_f1']:>5}  full F1 {held[reader]['full_f1']:>5}")
    out.print(f"to use it: export {MODEL_VARIABLE}={output.resolve()}")
