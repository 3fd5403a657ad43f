"""A load cut at any moment leaves all of a file or nothing of it, and can simply be run again."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from tests.intake.test_demo_district import EXPECTED, FILES, FOLDER


def run(data, *arguments):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TAONGUON_")}
    environment |= {"TAONGUON_DATA": str(data), "TAONGUON_TODAY": "2018-04-19"}
    return subprocess.Popen(
        [sys.executable, "-m", "taonguon", *map(str, arguments)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


def figures_of(data):
    out, err = run(data, "figures", "--on", "2018-04-19", "--json").communicate()
    assert err == ""
    return json.loads(out)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A data folder with units and posts loaded, but no members yet."""
    data = tmp_path_factory.mktemp("prepared")
    process = run(data, "load", FOLDER / FILES[0], FOLDER / FILES[1])
    assert process.wait() == 0
    return data


@pytest.mark.parametrize("delay", [0.6, 1.2, 1.5, 1.8, 2.1, 2.6])
def test_a_killed_load_leaves_all_or_nothing_and_the_next_run_puts_it_right(prepared, tmp_path, delay):
    for name in ("taonguon.sqlite3", "secret-key"):
        (tmp_path / name).write_bytes((prepared / name).read_bytes())
    process = run(tmp_path, "load", FOLDER / FILES[2])
    time.sleep(delay)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()

    total = figures_of(tmp_path)["members"]["district"]["total"]

    assert total in {0, EXPECTED["figures"]["members_as_listed"]["total"]}
    out, _err = run(tmp_path, "load", FOLDER / FILES[2], "--json").communicate()
    (report,) = json.loads(out)["files"]
    assert report["read"] == report["created"] + report["updated"] + report["unchanged"] + report["rejected"] == 1920
    assert (report["created"] == 0) is (total != 0)
    assert figures_of(tmp_path)["members"]["district"]["total"] == 1906


@pytest.mark.parametrize("delay", [1.2, 1.8, 2.4])
def test_a_killed_load_of_the_source_leaves_all_or_nothing(prepared, tmp_path, delay):
    for name in ("taonguon.sqlite3", "secret-key"):
        (tmp_path / name).write_bytes((prepared / name).read_bytes())
    process = run(tmp_path, "load", FOLDER / FILES[5])
    time.sleep(delay)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()

    total = figures_of(tmp_path)["sympathisers"]["total"]

    assert total in {0, EXPECTED["figures"]["sympathisers"]["total"]}
    out, _err = run(tmp_path, "load", FOLDER / FILES[5], "--json").communicate()
    (report,) = json.loads(out)["files"]
    assert (report["read"], report["created"] + report["unchanged"], report["rejected"]) == (485, 474, 11)
    assert (report["created"] == 0) is (total != 0)


def test_the_command_answers_in_one_sentence_and_exit_codes(tmp_path):
    broken = tmp_path / "hỏng.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    process = run(tmp_path / "data", "load", broken)
    out, err = process.communicate()

    assert process.returncode == 1
    assert "hỏng.xlsx" in err
    assert "Traceback" not in out + err

    process = run(tmp_path / "data", "figures", "--unit", "99", "--json")
    _out, err = process.communicate()
    assert (process.returncode, err) == (1, "Error: Không có tổ chức đảng nào mang mã “99”.\n")

    process = run(tmp_path / "data", "figures", "--on", "31/02/2018")
    _out, err = process.communicate()
    assert process.returncode == 2
    assert "“31/02/2018” không phải là một ngày" in err


def test_an_empty_database_gives_empty_figures(tmp_path):
    found = figures_of(tmp_path)

    assert found["members"]["district"] == {"total": 0, "official": 0, "probationary": 0}
    assert found["coverage"]["district"]["head"]["coverage"] is None


@pytest.mark.parametrize("command", ["serve", "demo", "load", "figures", "createadmin", "checktrail"])
def test_every_command_explains_itself(tmp_path, command):
    process = run(tmp_path, command, "--help")
    out, err = process.communicate()

    assert (process.returncode, err) == (0, "")
    assert out.startswith("Usage:")
