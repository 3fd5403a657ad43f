"""The demonstration's reminders: written, sent and answered through the ordinary actions, each on its own day."""

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from taonguon.cli.demo_ledger import unit_named

if TYPE_CHECKING:
    from taonguon.accounts.models import User
    from taonguon.orgs.models import Organisation


def write_reminders(file: Path, district: "Organisation", board: "User") -> None:
    """Write what the file tells; nothing where reminders are there already."""
    from django.db import transaction

    from taonguon.reminders.models import Dispatch
    from taonguon.reminders.sending import set_letterhead

    told = tomllib.loads(file.read_text("utf-8"))
    if Dispatch.objects.exists():
        return
    head = {"term_since": None, **told["letterhead"]}
    last, day = head.pop("last"), told["reminder"][0]["on"]
    with transaction.atomic():
        set_letterhead(district, head, last, actor=board, today=day)
        for one in told["reminder"]:
            _write(one, district, board)


def _write(told: dict[str, Any], district: "Organisation", board: "User") -> None:
    from taonguon.accounts.models import User
    from taonguon.reminders.actions import draft
    from taonguon.reminders.enums import Way
    from taonguon.reminders.sending import answer, receive, send

    on, units = told["on"], [unit_named(name).pk for name in told["units"]]
    rows = draft(district, units, on, together=True, actor=board, today=on)
    if "way" not in told:
        return
    (row,) = send(rows, on, Way(told["way"]), actor=board, today=on)
    for name, (day, by) in told.get("received", {}).items():
        receive(row.addressees.get(unit=unit_named(name)), actor=User.objects.get(username=by), today=day)
    for name, (day, number) in told.get("answered", {}).items():
        answer(row.addressees.get(unit=unit_named(name)), day, number, actor=board, today=day)
