"""Which way the tables point: import-linter does not see a foreign key named by a string."""

from django.apps import apps
from django.db.models import ForeignKey

LEVELS = (
    "web", "audit", "accounts", "orgs", "people", "admissions", "outreach", "classes", "plans", "reminders", "intake", "reports",
)  # fmt: skip
UPWARD = {
    "audit.Entry.actor",  # who did it; the trail itself must know nothing of log-ins
    "accounts.Grant.organisation",  # a role is held at a unit
}


def references():
    for model in apps.get_models():
        if not model.__module__.startswith("taonguon."):
            continue
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey) and field.related_model.__module__.startswith("taonguon."):
                here, there = model._meta.app_label, field.related_model._meta.app_label
                yield f"{here}.{model.__name__}.{field.name}", LEVELS.index(there) > LEVELS.index(here)


def test_only_the_known_references_point_up():
    assert {name for name, up in references() if up} == UPWARD


def test_a_load_names_its_actor_downward():
    assert ("intake.Load.actor", False) in set(references())
