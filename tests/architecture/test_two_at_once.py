"""Several who act at once on one case, or review one list: one wins, the others are told."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.processes import python

WRITERS = 4
PREPARE = (
    "import django; django.setup()\n"
    "from datetime import date\n"
    "from taonguon.admissions.actions import open_candidacy\n"
    "from tests.builders import a_person, an_organisation\n"
    "open_candidacy(a_person(), an_organisation(), date(2018, 1, 8), actor=None, today=date(2018, 4, 19))\n"
)
REVIEW = PREPARE + (
    "from taonguon.admissions.models import Candidacy\n"
    "from taonguon.admissions.review_enums import Origin\n"
    "from taonguon.admissions.suggestions import Proposal, suggest\n"
    "own = Proposal(Origin.CELL, date(2018, 4, 2))\n"
    "suggest(a_person(), Candidacy.objects.get().cell, own, actor=None, today=date(2018, 4, 19))\n"
)
COUNT = (
    "import django; django.setup()\n"
    "from taonguon.admissions.models import Act\n"
    "from taonguon.audit.models import Entry\n"
    "print(Act.objects.filter(key='dossier').count(), Entry.objects.filter(verb='act.recorded').count())\n"
)


REVIEWS = (
    "import django; django.setup()\n"
    "from taonguon.admissions.models import Candidacy\n"
    "from taonguon.admissions.review_models import Round\n"
    "from taonguon.audit.models import Entry\n"
    "found = Entry.objects.filter(verb='review.recorded')\n"
    "print(Round.objects.count(), Candidacy.objects.count(), found.count())\n"
)


FOUND = PREPARE + (
    "from taonguon.admissions.models import Act, Candidacy\n"
    "from taonguon.admissions.settling import settle\n"
    "case = Candidacy.objects.get()\n"
    "for key, on in (('class-certificate', date(2011, 5, 20)), ('cell-resolution', date(2018, 2, 5))):\n"
    "    Act.objects.create(candidacy=case, key=key, on=on, precision='d')\n"
    "settle(case, date(2018, 4, 19))\n"
    "assert Act.objects.get(key='cell-resolution').found\n"
)
ANSWERS = (
    "import django; django.setup()\n"
    "from taonguon.admissions.models import Act\n"
    "from taonguon.audit.models import Entry\n"
    "acts = Act.objects.filter(key='cell-resolution')\n"
    "print(acts.count(), acts.filter(standing=True, irregular=True).count(), Entry.objects.filter(verb='act.confirmed').count())\n"
)


def at_once(env, name):
    """Let the writers begin at the same moment; give what each said."""
    writer = [sys.executable, str(Path(__file__).with_name(name))]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    running = [subprocess.Popen(writer, env=env, **pipes) for _ in range(WRITERS)]
    for process in running:
        assert process.stdout.readline() == "ready\n"
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    return sorted(process.communicate(timeout=120)[0].strip() for process in running)


def with_root(env):
    return {**env, "PYTHONPATH": str(Path(__file__).parents[2])}


def test_of_several_who_record_one_act_one_wins_and_the_others_are_told(elsewhere):
    env = with_root(elsewhere)
    python(env, "-c", PREPARE)

    said = at_once(env, "recorder.py")

    assert said == sorted(
        ["recorded"] + ["Việc này đã được ghi ngày 05/03/2018; nếu ghi sai, hãy sửa lại có lý do."] * 3
    )
    assert python(env, "-c", COUNT) == "1 1"


def test_of_several_who_review_one_list_one_wins_and_the_others_are_told(elsewhere):
    env = with_root(elsewhere)
    python(env, "-c", REVIEW)

    said = at_once(env, "reviewer.py")

    told = "Kỳ rà soát tháng 04/2018 của chi bộ đã được ghi, nghị quyết ngày 16/04/2018."
    assert said == sorted(["recorded"] + [told] * 3)
    assert python(env, "-c", REVIEWS) == "1 2 1"


def test_of_several_who_answer_for_one_act_one_wins_and_the_others_are_told(elsewhere):
    env = with_root(elsewhere)
    python(env, "-c", FOUND)

    said = at_once(env, "answerer.py")

    told = "Dòng này đã được sửa trước đó; hãy mở lại trang để xem bản mới nhất."
    assert said == sorted(["recorded"] + [told] * 3)
    assert python(env, "-c", ANSWERS) == "2 1 1"


DOSSIERS = (
    "import django; django.setup()\n"
    "from taonguon.admissions.models import Act, HandOver\n"
    "print(HandOver.objects.count(), Act.objects.filter(key='dossier-sent').count())\n"
)


def test_of_several_clerks_who_take_one_dossier_in_one_wins_and_the_others_are_told(elsewhere):
    env = with_root(elsewhere)
    python(env, "-c", PREPARE)

    said = at_once(env, "desk_clerk.py")

    assert said == sorted(["received"] + ["Nhận hồ sơ ngày 05/03/2018: lúc đó hồ sơ đã ở ban tổ chức."] * 3)
    assert python(env, "-c", DOSSIERS) == "1 1"
