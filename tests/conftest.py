"""What every test has: a clean map, quick passwords, plain static files; builders are in `tests/builders.py`."""

import os

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import AutoField
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from taonguon.orgs.queries import forget_maps
from tests.builders import TODAY

FIRST_ID = 5001

hypothesis_settings.register_profile("fixed", derandomize=True, deadline=None)
hypothesis_settings.load_profile("fixed")


def pytest_configure():
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Hashed file names need `collectstatic`, which only the server runs.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    # Playwright's loop runs in the thread that also asks the database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Give rows ids of four digits, as they soon have at work: "5.001" in an address or a field must fail a test."""
    with django_db_blocker.unblock():
        models = [m for m in apps.get_models() if isinstance(m._meta.pk, AutoField)]
        with connection.cursor() as cursor:
            for table in {m._meta.db_table for m in models}:
                if connection.vendor == "sqlite":
                    cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                    cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, FIRST_ID - 1])
                else:
                    cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [f'"{table}"', FIRST_ID - 1])


@pytest.fixture(autouse=True)
def _fresh_maps():
    forget_maps()
    yield
    forget_maps()


@pytest.fixture(autouse=True)
def _vietnamese():
    """A page asked for in English leaves its language in the thread."""
    translation.activate("vi")


@pytest.fixture(autouse=True)
def _the_demo_day(settings):
    settings.TODAY = TODAY
