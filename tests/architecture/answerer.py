"""One who answers for the same act as others at the same moment; says what became of it."""

import sys
from datetime import date

import django

django.setup()

from taonguon.admissions.answers import confirm_irregular  # noqa: E402
from taonguon.admissions.models import Act  # noqa: E402
from taonguon.rules.refusal import RefusedError  # noqa: E402

act = Act.objects.get(key="cell-resolution")
print("ready", flush=True)
sys.stdin.readline()
try:
    confirm_irregular(act, "Chờ lớp của trung tâm", actor=None, today=date(2018, 4, 19))
    print("recorded")
except RefusedError as refused:
    print(refused.sentence)
