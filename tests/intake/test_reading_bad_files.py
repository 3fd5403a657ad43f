"""Files that are broken, locked, poisoned or something else: each gets its code, and costs little."""

import os
import signal
import struct
import threading
import time
import tracemalloc
import zipfile
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from taonguon.foreign.processes import bare_environment
from taonguon.intake.messages import unreadable_sentence
from taonguon.intake.readers import Limits, Unreadable, UnreadableError, ole, read_book
from taonguon.intake.readers.parent import Assembly

MEGABYTE = 2**20
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def refusal(path, **options):
    with pytest.raises(UnreadableError) as caught:
        read_book(path, **options)
    return caught.value


@contextmanager
def little_memory(most=24 * MEGABYTE):
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < most
    finally:
        tracemalloc.stop()


def compound(**streams):
    """Make a small OLE2 file: one sector of FAT, one of names, then the streams."""
    padded = {name: body.ljust(-(-max(len(body), 4096) // 512) * 512, b"\0") for name, body in streams.items()}
    fat, names, blocks = [FAT, END], [], b""
    names.append(entry("Root Entry", 5, END, 0))
    for name, body in padded.items():
        start, count = len(fat), len(body) // 512
        fat += [*range(start + 1, start + count), END]
        names.append(entry(name, 2, start, len(body)))
        blocks += body
    header = ole.SIGNATURE + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 10
    header += struct.pack("<LLLLLLLL", 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<109L", 0, *[FREE] * 108)
    table = struct.pack("<128L", *fat, *[FREE] * (128 - len(fat)))
    return header + table + b"".join(names).ljust(512, b"\0") + blocks


def entry(name, kind, start, length):
    letters = name.encode("utf-16-le") + b"\0\0"
    head = letters.ljust(64, b"\0") + struct.pack("<HBBLLL", len(letters), kind, 1, FREE, FREE, FREE)
    return head + b"\0" * 36 + struct.pack("<LLL", start, length, 0)


def workbook_with(path, **parts):
    """Make a plain workbook with further parts in its archive."""
    book = openpyxl.Workbook()
    book.active["A1"] = "Họ và tên"
    book.save(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return path


def with_sheet(path, cells):
    """Make a workbook whose sheet holds the given cells as they stand."""
    source = workbook_with(path.with_suffix(".0"))
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                body = body[: body.index(b"<sheetData>") + 11] + cells + body[body.index(b"</sheetData>") :]
            new.writestr(name, body)
    return path


def test_a_workbook_under_a_password_is_named_as_such(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(compound(EncryptionInfo=b"x", EncryptedPackage=b"x"))
    assert refusal(tmp_path / "a.xlsx").code == "encrypted"


def test_an_old_workbook_under_a_password_is_named_as_such(tmp_path):
    bof = struct.pack("<HHHHHHLL", 0x0809, 16, 0x0600, 5, 0, 0, 0, 0)
    locked = bof + struct.pack("<HHHHH", 0x002F, 6, 1, 1, 1)
    (tmp_path / "a.xls").write_bytes(compound(Workbook=locked))
    assert refusal(tmp_path / "a.xls").code == "encrypted"


def test_an_old_workbook_cut_off_is_broken(tmp_path):
    whole = compound(Workbook=b"\x09\x08\x10\0" + b"\1" * 9000)
    for length in (600, 1024, 2000, len(whole) - 5000):
        (tmp_path / "a.xls").write_bytes(whole[:length])
        assert refusal(tmp_path / "a.xls").code in {"broken", "not-a-workbook"}


def test_a_chain_that_bites_its_tail_is_broken(tmp_path):
    whole = bytearray(compound(Workbook=b"\x09\x08" * 3000))
    struct.pack_into("<L", whole, 512 + 4, 1)  # the sector of names is followed by itself
    (tmp_path / "a.xls").write_bytes(whole)
    assert refusal(tmp_path / "a.xls").code == "broken"


def test_a_workbook_cut_off_or_damaged_is_broken(tmp_path):
    whole = workbook_with(tmp_path / "whole.xlsx").read_bytes()
    for body in (whole[: len(whole) // 2], whole[:-30], b"PK\x03\x04" + b"x" * 500):
        (tmp_path / "a.xlsx").write_bytes(body)
        assert refusal(tmp_path / "a.xlsx").code == "broken"


def test_a_workbook_whose_sheet_is_damaged_is_broken(tmp_path):
    path = with_sheet(tmp_path / "a.xlsx", b"<row r='1'><c r='A1'><v>1</v></row></row></x>")
    assert refusal(path).code == "broken"


def test_a_part_that_unpacks_beyond_the_ratio_is_a_bomb(tmp_path):
    path = workbook_with(tmp_path / "a.xlsx", **{"xl/worksheets/sheet9.xml": b" " * (60 * MEGABYTE)})
    with little_memory():
        assert refusal(path).code == "bomb"


def test_parts_that_unpack_beyond_the_limit_are_a_bomb(tmp_path):
    path = workbook_with(tmp_path / "a.xlsx", **{"xl/theme/theme9.xml": os.urandom(MEGABYTE)})
    assert refusal(path, limits=Limits(unpacked=MEGABYTE)).code == "bomb"


def test_too_many_parts_are_a_bomb(tmp_path):
    path = workbook_with(tmp_path / "a.xlsx", **{f"xl/media/{n}.png": b"x" for n in range(300)})
    error = refusal(path)
    assert (error.code, error.details["limit"]) == ("bomb", "200")
    assert int(error.details["parts"]) > 300


def test_a_million_names_are_not_even_listed(tmp_path):
    path = tmp_path / "a.xlsx"
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 60_000, 60_000, 30 * MEGABYTE, 4, 0)
    path.write_bytes(b"PK\x03\x04" + b"\0" * (30 * MEGABYTE) + end)
    with little_memory():
        assert refusal(path).code == "bomb"


def test_a_size_told_too_small_does_not_help_a_bomb(tmp_path):
    path = with_sheet(tmp_path / "a.xlsx", b"<row r='1'>" + b" " * (40 * MEGABYTE) + b"</row>")
    body = bytearray(path.read_bytes())
    at = body.index(b"PK\x01\x02")
    while at >= 0:  # every entry of the directory claims to be small
        (size,) = struct.unpack_from("<L", body, at + 24)
        struct.pack_into("<L", body, at + 24, min(size, 50_000))
        at = body.find(b"PK\x01\x02", at + 4)
    path.write_bytes(body)
    with little_memory():
        assert refusal(path).code == "broken"


@pytest.mark.parametrize(
    ("part", "body", "code"),
    [
        ("xl/vbaProject.bin", b"x", "macros"),
        ("xl/embeddings/oleObject1.bin", b"x", "embedded"),
        ("../../etc/cron.d/x", b"x", "broken"),
        ("xl/theme/x.xml", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>', "broken"),
        ("xl/theme/y.xml", '<?xml version="1.0"?><!DOCTYPE x []><x/>'.encode("utf-16"), "broken"),
    ],
)
def test_parts_that_no_list_needs_are_refused(tmp_path, part, body, code):
    assert refusal(workbook_with(tmp_path / "a.xlsx", **{part: body})).code == code


@pytest.mark.parametrize("place", ["XFD1048576", "XFD1", "A1048576", "AAA5"])
def test_a_cell_far_outside_is_named(tmp_path, place):
    row = "".join(c for c in place if c.isdigit())
    cells = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{place}"><v>1</v></c></row>'
    if row == "1":
        cells = f'<row r="1"><c r="A1"><v>1</v></c><c r="{place}"><v>1</v></c></row>'
    path = with_sheet(tmp_path / "a.xlsx", cells.encode())
    with little_memory():
        error = refusal(path)
    assert (error.code, error.details) == ("far-cell", {"sheet": "Sheet", "cell": place})
    assert place in unreadable_sentence(error, "a.xlsx")


def test_a_box_too_large_for_its_few_cells_names_the_stray_cell(tmp_path):
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="900000"><c r="ZZ900000"><v>1</v></c></row>'
    assert refusal(with_sheet(tmp_path / "a.xlsx", cells)).details["cell"] == "ZZ900000"
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="60000"><c r="GR60000"><v>1</v></c></row>'
    error = refusal(with_sheet(tmp_path / "b.xlsx", cells))
    assert (error.code, error.details["cell"]) == ("far-cell", "GR60000")


def test_far_cells_that_only_have_a_look_do_no_harm(tmp_path):
    cells = b'<row r="1"><c r="A1"><v>1</v></c><c r="AMJ1" s="0"/></row>'
    assert read_book(with_sheet(tmp_path / "a.xlsx", cells)).sheets[0].rows == [[1]]


def test_too_many_cells_are_counted(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet("DS")
        for row in range(200):
            page.write_row(row, 0, range(20))
    error = refusal(path, limits=Limits(cells=3_000))
    assert (error.code, error.details) == ("too-many-cells", {"sheet": "DS", "limit": "3000"})


def test_a_huge_file_is_refused_before_anything_is_read(tmp_path):
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(200 * MEGABYTE)
    with little_memory(MEGABYTE):
        error = refusal(path)
    assert (error.code, error.details) == ("too-big", {"size": str(200 * MEGABYTE), "limit": str(40 * MEGABYTE)})
    assert "200 MB" in unreadable_sentence(error, "a.xlsx")


def test_a_workbook_without_a_visible_cell_is_empty(tmp_path):
    book = openpyxl.Workbook()
    hidden = book.create_sheet("Ẩn")
    hidden["A1"], hidden.sheet_state = "x", "hidden"
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "b.csv").write_bytes(b"\r\n\r\n")
    (tmp_path / "c.xls").write_bytes(b"")
    assert [refusal(path).code for path in sorted(tmp_path.iterdir())] == ["empty"] * 3


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"%PDF-1.7 ...", "pdf"),
        (b"<html><table><tr><td>1", "html"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook>", "html"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\x00\x01\x02\x03binary", "unknown"),
    ],
)
def test_other_files_are_named_by_their_content(tmp_path, body, found):
    (tmp_path / "a.xls").write_bytes(body)
    error = refusal(tmp_path / "a.xls")
    assert (error.code, error.details) == ("not-a-workbook", {"found": found})


def test_other_packages_are_named_by_their_content(tmp_path):
    for part, found in (("word/document.xml", "docx"), ("content.xml", "ods"), ("readme.txt", "zip")):
        with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
            archive.writestr(part, "x")
        assert refusal(tmp_path / "a.xlsx").details == {"found": found}
    (tmp_path / "a.xls").write_bytes(compound(WordDocument=b"x"))
    assert refusal(tmp_path / "a.xls").details == {"found": "doc"}


def children():
    return [int(pid) for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()]


needs_proc = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks for the child in /proc")


def slow_workbook(path):
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        page = workbook.add_worksheet()
        for row in range(60_000):
            page.write_row(row, 0, range(12))
    return path


@needs_proc
def test_a_child_killed_from_outside_is_said_to_have_died(tmp_path):
    path = slow_workbook(tmp_path / "a.xlsx")
    others = set(children())  # this worker may also run the server of the browser tests

    def kill():
        while not (found := set(children()) - others):
            time.sleep(0.01)
        time.sleep(0.1)
        os.kill(found.pop(), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    error = refusal(path)
    killer.join()
    assert (error.code, error.details) == ("reader-died", {"reason": "signal 9"})
    assert "a.xlsx" in unreadable_sentence(error, "a.xlsx")


@needs_proc
def test_reading_can_be_cancelled_and_leaves_no_process(tmp_path):
    path = slow_workbook(tmp_path / "a.xlsx")
    others = set(children())
    asked = []

    def cancelled():
        asked.append(1)
        return len(asked) > 3

    assert refusal(path, cancelled=cancelled).code == "cancelled"
    assert set(children()) <= others


def test_reading_that_takes_too_long_is_ended(tmp_path):
    path = slow_workbook(tmp_path / "a.xlsx")
    assert refusal(path, limits=Limits(seconds=0)).code == "timeout"


def test_a_child_without_memory_ends_with_a_sentence(tmp_path):
    path = slow_workbook(tmp_path / "a.xlsx")
    error = refusal(path, limits=Limits(memory=50 * MEGABYTE))
    assert error.code == "reader-died"


@pytest.mark.parametrize(
    "line",
    [b"\xff", b"[]", b'"x"', b'{"rows":[[1]],"dates":[],"errors":[]}', b'{"refused":"nonsense","details":{}}',
     b'{"sheet":0,"name":1}', b"[" * 100_000],
)  # fmt: skip
def test_nonsense_from_the_child_is_no_answer(line):
    with pytest.raises(UnreadableError) as caught:
        Assembly("a.xlsx", Limits(), None).take(line)
    assert caught.value.code == "reader-died"


def test_a_child_that_says_too_much_is_stopped():
    assembly = Assembly("a.xlsx", Limits(unpacked=100), None)
    with pytest.raises(UnreadableError) as caught:
        assembly.take(b" " * 101)
    assert caught.value.code == "bomb"


def test_the_child_is_told_nothing_of_the_parents_settings(monkeypatch):
    monkeypatch.setenv("TAONGUON_SECRET", "x")
    assert set(bare_environment()) <= {"PYTHONPATH", "SYSTEMROOT"}


def test_every_code_has_a_sentence_that_names_the_file():
    for code in Unreadable:
        sentence = unreadable_sentence(UnreadableError(code), "danh-sách.xlsx")
        assert "danh-sách.xlsx" in sentence
        assert "%(" not in sentence


def test_a_large_list_with_a_stray_cell_kills_only_the_child(tmp_path):
    rows = b"".join(b'<row r="%d"><c r="A%d" t="str"><v>%s</v></c></row>' % (n, n, b"x" * 60) for n in range(1, 60_000))
    cells = rows + b'<row r="900000"><c r="ZZ900000"><v>1</v></c></row>'
    with little_memory():
        error = refusal(with_sheet(tmp_path / "a.xlsx", cells))
    assert (error.code, error.details) == ("reader-died", {"reason": "signal 6"})
