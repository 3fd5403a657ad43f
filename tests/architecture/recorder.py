"""One who records the same act of the same case as others at the same moment; says what became of it."""

import sys
from datetime import date

import django

django.setup()

from taonguon.admissions.actions import record_act  # noqa: E402
from taonguon.admissions.models import Candidacy  # noqa: E402
from taonguon.rules.refusal import RefusedError  # noqa: E402

case = Candidacy.objects.get()
print("ready", flush=True)
sys.stdin.readline()
try:
    record_act(case, "dossier", date(2018, 3, 5), actor=None, today=date(2018, 4, 19))
    print("recorded")
except RefusedError as refused:
    print(refused.sentence)
