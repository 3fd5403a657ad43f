"""Two who act at once on one case: one wins, the others are told."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.test_trail import elsewhere, python, spare_database  # noqa: F401  # fixtures

WRITERS = 4
PREPARE = (
    "import django; django.setup()\n"
    "from datetime import date\n"
    "from taonguon.admissions.actions import open_candidacy\n"
    "from tests.builders import a_person, an_organisation\n"
    "open_candidacy(a_person(), an_organisation(), date(2018, 1, 8), actor=None, today=date(2018, 4, 19))\n"
)
COUNT = (
    "import django; django.setup()\n"
    "from taonguon.admissions.models import Act\n"
    "from taonguon.audit.models import Entry\n"
    "print(Act.objects.filter(key='dossier').count(), Entry.objects.filter(verb='act.recorded').count())\n"
)


def test_of_several_who_record_one_act_one_wins_and_the_others_are_told(elsewhere):  # noqa: F811
    root = str(Path(__file__).parents[2])
    env = {**elsewhere, "PYTHONPATH": root}
    python(env, "-c", PREPARE)
    writer = [sys.executable, str(Path(__file__).with_name("recorder.py"))]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}

    running = [subprocess.Popen(writer, env=env, **pipes) for _ in range(WRITERS)]
    for process in running:
        assert process.stdout.readline() == "ready\n"
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = sorted(process.communicate(timeout=120)[0].strip() for process in running)

    assert said == sorted(
        ["recorded"] + ["Việc này đã được ghi ngày 05/03/2018; nếu ghi sai, hãy sửa lại có lý do."] * 3
    )
    assert python(env, "-c", COUNT) == "1 1"
