"""A clerk who takes the same dossier in as others at the same moment; says what became of it."""

import sys
from datetime import date

import django

django.setup()

from taonguon.admissions.desk_enums import HandOverKind  # noqa: E402
from taonguon.admissions.handover import Line, hand_over  # noqa: E402
from taonguon.admissions.models import Candidacy  # noqa: E402
from taonguon.rules.refusal import RefusedError  # noqa: E402

case = Candidacy.objects.select_related("cell").get()
print("ready", flush=True)
sys.stdin.readline()
try:
    hand_over(case, HandOverKind.RECEIVED, date(2018, 3, 5), Line(unit=case.cell), actor=None, today=date(2018, 4, 19))
    print("received")
except RefusedError as refused:
    print(refused.sentence)
