"""One of several processes that write to the trail at once: `python writer.py NUMBER_OF_ENTRIES`."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taonguon.config.settings")
django.setup()

from taonguon.accounts.models import User  # noqa: E402 Django must be set up first
from taonguon.audit.actions import record  # noqa: E402

subject = User(pk=1)
for number in range(int(sys.argv[1])):
    record(None, "load.applied", subject, number=number, writer=os.getpid())
