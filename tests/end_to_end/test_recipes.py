"""The recipe book, asked on the sample home."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.api.recipes import recipes
from tests.end_to_end.conftest import factwire

# Questions to which the sample articles hold no answer: nothing there was revised, miscounted or broken.
SILENT = {"which_counts_do_not_add_up", "which_tolls_were_revised", "which_truces_were_broken"}


@pytest.mark.parametrize("name", recipes())
def test_a_recipe_answers_its_question(sample_home: Path, name: str) -> None:
    answer = json.loads(factwire("recipe", name, "--home", sample_home, "--format", "json").stdout)
    assert bool(answer) == (name not in SILENT)


def test_the_book_lists_each_question_and_prints_its_query() -> None:
    listed = factwire("recipe").stdout
    assert all(name in listed and one.question for name, one in recipes().items())
    assert len(recipes()) >= 20
    printed = factwire("recipe", "who_mediates", "--sql").stdout
    assert "marts.fct_talks" in printed
    assert "{{" not in printed


def test_a_name_that_is_none_or_many_says_which_there_are(sample_home: Path) -> None:
    assert "no recipe is called" in factwire("recipe", "how_much_does_it_cost", check=False).stderr
    many = factwire("recipe", "which", "--home", sample_home, check=False)
    assert many.returncode == 1
    assert "which_truces_were_broken" in many.stderr
    assert "mediator" in factwire("recipe", "who_m", "--home", sample_home).stdout
