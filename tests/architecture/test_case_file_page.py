"""docs/case-file.md names every step, key and word of a case file."""

from pathlib import Path

import pytest

from taonguon.rules.casefile import fields_of
from taonguon.rules.cases import DONE_KEYS, STEPS, TABLES, Introducer

PAGE = (Path(__file__).parents[2] / "docs/case-file.md").read_text("utf-8")


@pytest.mark.parametrize("table", [*TABLES, "introduced_by"])
def test_every_key_of_a_table_and_what_it_may_hold_stands_on_the_page(table):
    section = PAGE.split(f"[{table}]", 1)[1].split("\n### ", 1)[0]
    for name, field in fields_of(TABLES.get(table, Introducer)).items():
        (line,) = [one for one in section.splitlines() if one.startswith(f"| `{name}` |")]
        assert [word for word in field.metadata.get("allowed", ()) if f"`{word}`" not in line] == []


def test_every_step_and_act_stands_on_the_page():
    assert [word for word in (*STEPS, *DONE_KEYS) if f"`{word}`" not in PAGE] == []
