"""What every test has: a clean map, and short builders in `tests/builders.py`."""

import pytest

from taonguon.orgs.queries import forget_maps


@pytest.fixture(autouse=True)
def _fresh_maps():
    forget_maps()
    yield
    forget_maps()
