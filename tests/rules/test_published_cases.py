"""The published situations, one test each; a folder of case files, each with what it expects of the answer."""

from pathlib import Path

import pytest

from taonguon.rules import casefile, engine
from taonguon.rules.book import central

FOLDER = Path(__file__).parents[1] / "cases"
CASES = sorted(FOLDER.rglob("*.toml"))
RULES = frozenset(central().rules)


def test_the_situations_are_there():
    assert len(CASES) >= 94


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_answer_is_as_published(path):
    case = casefile.read_file(path, RULES)

    assert case.id == path.stem
    assert case.expect is not None
    assert casefile.differences(case, engine.check(case)) == []
