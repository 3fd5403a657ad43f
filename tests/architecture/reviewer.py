"""One who records the review of the same cell and month as others at the same moment; says what became of it."""

import sys
from datetime import date

import django

django.setup()

from taonguon.admissions.models import Candidacy  # noqa: E402
from taonguon.admissions.review import Reviewed, record_round  # noqa: E402
from taonguon.admissions.review_models import Suggestion  # noqa: E402
from taonguon.rules.refusal import RefusedError  # noqa: E402

case, suggestion = Candidacy.objects.get(), Suggestion.objects.get()
said = Reviewed(date(2018, 4, 16), kept=frozenset({case.pk}), listed=frozenset({suggestion.pk}))
print("ready", flush=True)
sys.stdin.readline()
try:
    record_round(case.cell, said, actor=None, today=date(2018, 4, 19))
    print("recorded")
except RefusedError as refused:
    print(refused.sentence)
