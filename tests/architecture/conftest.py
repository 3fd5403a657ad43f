"""A real database of a test's own, which other processes see."""

import os
import shutil

import pytest
from django.conf import settings
from django.db import connection

from tests.architecture.processes import python


@pytest.fixture(scope="session")
def prepared(tmp_path_factory, django_db_setup, django_db_blocker):
    """A database as `migrate` leaves it, to be copied: a file, or the name of one on the tests' server."""
    data = tmp_path_factory.mktemp("prepared")
    env = {**os.environ, "TAONGUON_DATA": str(data), "DJANGO_SETTINGS_MODULE": "taonguon.config.settings"}
    if connection.vendor == "sqlite":
        python(env, "-m", "django", "migrate", "-v", "0")
        yield data
        return
    name = f"prepared_{os.getpid()}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        python({**env, "TAONGUON_DATABASE_URL": _address(name)}, "-m", "django", "migrate", "-v", "0")
        yield name
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def elsewhere(tmp_path, prepared, django_db_blocker):
    """An environment whose database is a real one of its own: writers in other processes see it."""
    # A data folder of its own: the settings make one where they are read.
    env = {**os.environ, "TAONGUON_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "taonguon.config.settings"}
    if connection.vendor == "sqlite":
        shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
        yield env
        return
    name = f"trail_{os.getpid()}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {prepared}")
        yield {**env, "TAONGUON_DATABASE_URL": _address(name)}
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _address(name):
    own = settings.DATABASES["default"]
    return f"postgres://{own['USER']}@{own['HOST'].replace('/', '%2F')}/{name}"
