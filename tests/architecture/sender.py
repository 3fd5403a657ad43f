"""One who sends drafts, one after the other, while others send of the same series."""

import sys
from datetime import date

import django

django.setup()

from taonguon.reminders.enums import Way  # noqa: E402
from taonguon.reminders.models import Dispatch  # noqa: E402
from taonguon.reminders.sending import send  # noqa: E402
from taonguon.rules.refusal import RefusedError  # noqa: E402

drafts = list(Dispatch.objects.order_by("pk"))
if sys.argv[1] == "backwards":
    drafts.reverse()
print("ready", flush=True)
sys.stdin.readline()
made = 0
for draft in drafts:
    try:
        made += len(send([draft], date(2018, 4, 19), Way.PAPER, actor=None, today=date(2018, 4, 19)))
    except RefusedError as refused:
        if "đã được gửi" not in refused.sentence:
            raise
print(made)
