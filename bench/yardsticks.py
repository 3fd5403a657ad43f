"""What the product's load is measured against: django-import-export, and the floor."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from import_export import fields, resources, widgets

from taonguon.people.bulk import insert_rows
from taonguon.people.models import Activity, Membership, Person, Residence

BULK = {"use_bulk": True, "batch_size": 1000, "skip_diff": True, "skip_html_diff": True}
NO_LOOK_UPS = {**BULK, "force_init_instance": True}

_PERSON = ("id", "name", "folded", "sort_key", "sex", "born_on", "born_precision", "ethnicity")
_LINKS: dict[type, dict[str, str]] = {
    Person: {name: name for name in _PERSON},
    Membership: {
        "id": "id", "person": "id", "card_number": "card_number", "admitted_on": "admitted_on",
        "official_on": "official_on",
    },
    Residence: {"id": "id", "person": "id", "locality": "locality"},
    Activity: {
        "id": "id", "membership": "id", "person": "id", "cell": "cell", "standing": "standing", "since": "admitted_on",
    },
}  # fmt: skip
"""Table -> its field: the column of the flat sheet. Every table's ids are those of the sheet, so nothing is looked for by name."""


def _field(model: type, name: str, column: str, *, plain: bool) -> fields.Field:
    found = model._meta.get_field(name)
    if found.is_relation and plain:  # the bare id, so that no row costs a query for what it points to
        return fields.Field(attribute=found.attname, column_name=column, widget=widgets.IntegerWidget())
    widget = resources.ModelResource.widget_from_django_field(found)
    extra = resources.ModelResource.widget_kwargs_for_field(name, found) if found.is_relation else {}
    return fields.Field(attribute=name, column_name=column, widget=widget(**extra))


def _resource(model: type, options: dict[str, Any], *, plain: bool) -> Any:
    links = _LINKS[model]
    made = {name: _field(model, name, column, plain=plain) for name, column in links.items()}
    meta = type("Meta", (), {"model": model, "fields": tuple(links), "import_id_fields": ("id",), **options})
    return type(f"{model.__name__}Resource", (resources.ModelResource,), {**made, "Meta": meta})()


def import_export(path: Path, options: dict[str, Any], *, plain: bool) -> int:
    """Import the flat sheet with django-import-export, table after table in one transaction; give its people."""
    from tablib import Dataset

    data = Dataset().load(path.read_bytes(), format="xlsx")
    with transaction.atomic():
        for model in _LINKS:
            result = _resource(model, options, plain=plain).import_data(data, dry_run=False, raise_errors=True)
            if result.totals["new"] != len(data):
                raise RuntimeError(f"{model.__name__}: {result.totals}")
    return len(data)


def floor_rows(path: Path) -> list[list[Any]]:
    """Read the office's list in this process; keep every row that begins with a number, look at nothing."""
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [row for row in rows if isinstance(row[0], float) and row[1] and not isinstance(row[1], float)]


def _day(value: Any) -> date | None:
    """Make a date where that is easy; the database takes nothing else."""
    if isinstance(value, date):
        return value
    try:
        day, month, year = str(value).replace(".", "/").split("/")
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def floor_insert(path: Path, cell: int, place: int) -> int:
    """Write the sheet's rows with no check at all, as fast as the database takes them: COPY, or one statement."""
    rows = floor_rows(path)
    with transaction.atomic():
        insert_rows(Person, _PERSON, _people(rows))
        insert_rows(Residence, ("person", "locality"), ((n, place) for n, _ in enumerate(rows, start=1)))
        insert_rows(Membership, (
            "id", "person", "card_number", "decision_number", "recognition_number", "admitted_on", "admitted_precision",
            "official_on", "official_precision", "ended_precision", "end_reason", "exempt",
        ), (
            (n, n, r[12][:16], "", "", _day(r[10]), "d", _day(r[11]), "d", "", "", False)
            for n, r in enumerate(rows, start=1)
        ))  # fmt: skip
        insert_rows(Activity, ("membership", "person", "cell", "standing", "since"),
                    ((n, n, cell, "official", _day(r[10])) for n, r in enumerate(rows, start=1)))  # fmt: skip
    return len(rows)


def _people(rows: list[list[Any]]) -> Iterator[tuple[Any, ...]]:
    for number, row in enumerate(rows, start=1):
        yield number, row[1], row[1], row[1], "f" if row[3] else "m", _day(row[2] or row[3]), "d", row[4]


def floor_orm(path: Path, cell: int, place: int) -> int:
    """Write the sheet's rows with no check at all through Django's bulk_create."""
    rows = floor_rows(path)
    with transaction.atomic():
        Person.objects.bulk_create(
            (Person(**dict(zip(_PERSON, values, strict=True))) for values in _people(rows)), batch_size=1000
        )
        Residence.objects.bulk_create(
            (Residence(person_id=n, locality_id=place) for n, _ in enumerate(rows, start=1)), batch_size=1000
        )
        Membership.objects.bulk_create((
            Membership(id=n, person_id=n, card_number=r[12][:16], admitted_on=_day(r[10]), official_on=_day(r[11]))
            for n, r in enumerate(rows, start=1)
        ), batch_size=1000)  # fmt: skip
        Activity.objects.bulk_create((
            Activity(membership_id=n, person_id=n, cell_id=cell, standing="official", since=_day(r[10]))
            for n, r in enumerate(rows, start=1)
        ), batch_size=1000)  # fmt: skip
    return len(rows)
