"""Certificates of one series given by several processes at once: no gap, no double, nobody twice."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.test_trail import elsewhere, python, spare_database  # noqa: F401  # fixtures

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


def test_several_who_give_certificates_of_one_series_leave_no_gap_and_no_double(elsewhere):  # noqa: F811
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
