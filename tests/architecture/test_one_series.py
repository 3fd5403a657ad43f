"""Certificates, or dispatches, of one series numbered by several processes at once: no gap, no double, nothing twice."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.processes import python

LEARNERS = 6
PREPARE = (
    "import django; django.setup()\n"
    "from tests.builders import an_organisation\n"
    "from tests.classes.classbook import a_course, a_learner, passed, present_at, with_sessions\n"
    "unit = an_organisation(kind='district')\n"
    "for name in ('Lớp A', 'Lớp B'):\n"
    "    course = a_course(unit, name=name)\n"
    f"    learners = [a_learner(course, f'{{name}} {{n}}') for n in range({LEARNERS})]\n"
    "    present_at(with_sessions(course), *learners)\n"
    "    passed(course, *learners)\n"
)
COUNT = (
    "import django; django.setup()\n"
    "from taonguon.classes.models import Enrolment, Series\n"
    "from taonguon.people.models import Certificate\n"
    "from taonguon.audit.models import Entry\n"
    "print(sorted(Certificate.objects.values_list('serial', flat=True)), Certificate.objects.values('person').distinct().count(),"
    " Enrolment.objects.filter(certificate__isnull=False).count(), Series.objects.get().last,"
    " Entry.objects.filter(verb='certificate.issued').count())\n"
)


def test_several_who_give_certificates_of_one_series_leave_no_gap_and_no_double(elsewhere):
    env = {**elsewhere, "PYTHONPATH": str(Path(__file__).parents[2])}
    python(env, "-c", PREPARE)
    issuer = [sys.executable, str(Path(__file__).with_name("issuer.py"))]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}

    # Two for each class: two classes of one series, and in each a double click.
    running = [subprocess.Popen([*issuer, name], env=env, **pipes) for name in ("Lớp A", "Lớp B") * 2]
    for process in running:
        assert process.stdout.readline() == "ready\n"
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    made = [int(process.communicate(timeout=120)[0]) for process in running]

    total = 2 * LEARNERS
    assert sum(made) == total
    assert python(env, "-c", COUNT) == f"{list(range(1, total + 1))} {total} {total} {total} {total}"


DRAFTS = 12
DRAFT = (
    "import django; django.setup()\n"
    "from datetime import date\n"
    "from tests.builders import an_organisation\n"
    "from tests.reminders.urging import a_dispatch, with_letterhead\n"
    "top = an_organisation('Đảng bộ huyện Bình Thử', 'district')\n"
    "with_letterhead(top, last=126)\n"
    f"for n in range({DRAFTS}):\n"
    "    a_dispatch(top, an_organisation(kind='grassroots', parent=top), due=date(2018, 5, 3))\n"
)
NUMBERS = (
    "import django; django.setup()\n"
    "from taonguon.audit.models import Entry\n"
    "from taonguon.reminders.models import Dispatch, Series\n"
    "print(sorted(Dispatch.objects.values_list('number', flat=True)), Series.objects.get().last,"
    " Entry.objects.filter(verb='reminder.sent').count())\n"
)


def test_several_who_send_dispatches_of_one_series_leave_no_gap_and_no_double(elsewhere):
    env = {**elsewhere, "PYTHONPATH": str(Path(__file__).parents[2])}
    python(env, "-c", DRAFT)
    sender = [sys.executable, str(Path(__file__).with_name("sender.py"))]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}

    running = [subprocess.Popen([*sender, way], env=env, **pipes) for way in ("forwards", "backwards") * 2]
    for process in running:
        assert process.stdout.readline() == "ready\n"
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    made = [int(process.communicate(timeout=120)[0]) for process in running]

    assert sum(made) == DRAFTS
    assert python(env, "-c", NUMBERS) == f"{list(range(127, 127 + DRAFTS))} {126 + DRAFTS} {DRAFTS}"
