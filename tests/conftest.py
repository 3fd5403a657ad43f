"""What every test has: a clean map, quick passwords, plain static files; builders are in `tests/builders.py`."""

import os

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from taonguon.orgs.queries import forget_maps
from tests.builders import TODAY

hypothesis_settings.register_profile("fixed", derandomize=True, deadline=None)
hypothesis_settings.load_profile("fixed")


def pytest_configure():
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Hashed file names need `collectstatic`, which only the server runs.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    # Playwright's loop runs in the thread that also asks the database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


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
