"""`taonguon check` and `taonguon rules`: the rules engine by itself, without Django and without a database."""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from taonguon.cli.days import Day

if TYPE_CHECKING:
    from taonguon.rules.book import Book, Row
    from taonguon.rules.casefile import CaseError
    from taonguon.rules.findings import Answer

_LANGUAGE = click.Choice(["vi", "en"])
lang_option = click.option("--lang", "language", type=_LANGUAGE, default="vi", help="Ngôn ngữ của câu trả lời.")
book_option = click.option(
    "--book",
    "local",
    type=click.Path(path_type=Path),
    default=None,
    help="Sổ quy định riêng (tệp hoặc thư mục) đặt lên trên; bỏ trống: TAONGUON_RULES.",
)


def _stop(sentence: str) -> None:
    """End with exit code 2 and one line."""
    click.echo(sentence, err=True)
    sys.exit(2)


def _book(local: Path | None, language: str) -> "Book":
    from taonguon.rules.book import BookError
    from taonguon.rules.localbook import book_of
    from taonguon.wording.errors import book_error

    try:
        return book_of(str(local) if local else os.environ.get("TAONGUON_RULES", ""))
    except BookError as error:
        _stop(book_error(error, language))
        raise  # not reached: _stop ends the command


# check


@dataclass
class _Run:
    book: "Book"
    language: str
    as_json: bool


@click.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="TỆP|THƯ_MỤC")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON; với thư mục: mỗi tệp một dòng.")
@lang_option
@book_option
def check(path: Path, as_json: bool, language: str, local: Path | None) -> None:
    """Hỏi bộ quy định về một trường hợp (tệp TOML), hoặc mọi trường hợp trong thư mục.

    Với thư mục, câu trả lời được so với phần [expect] của từng tệp. Mã thoát: 0 xong; 1 có trường
    hợp không như mong đợi; 2 tệp viết sai.
    """
    run = _Run(_book(local, language), language, as_json)
    if path.is_dir():
        _check_folder(run, path)
    else:
        _check_file(run, path)


def _check_file(run: _Run, path: Path) -> None:
    from taonguon.rules.casefile import CaseError, read_file
    from taonguon.rules.engine import check as judge

    try:
        case = read_file(path, frozenset(run.book.rules))
    except CaseError as error:
        _stop(_case_error(path.name, error, run.language))
        return
    answer = judge(case, run.book)
    click.echo(
        json.dumps(_as_json(answer, run.language), ensure_ascii=False, indent=1)
        if run.as_json
        else _text(answer, run.language)
    )


def _case_error(file: str, error: "CaseError", language: str) -> str:
    from taonguon.wording.errors import case_error

    return case_error(file, error, language)


def _check_folder(run: _Run, folder: Path) -> None:
    files = sorted(folder.rglob("*.toml"))
    if not files:
        _stop(_NO_FILES[run.language].format(folder=folder))
    failed = sum(not passed for passed in (_check_one(run, folder, file) for file in files))
    if not run.as_json:
        click.echo(_SUMMARY[run.language].format(passed=len(files) - failed, total=len(files)))
    if failed:
        sys.exit(1)


def _check_one(run: _Run, folder: Path, file: Path) -> bool:
    from taonguon.rules.casefile import CaseError, differences, read_file
    from taonguon.rules.engine import check as judge

    name = file.relative_to(folder).as_posix()
    try:
        case = read_file(file, frozenset(run.book.rules))
    except CaseError as error:
        sentence = _case_error(name, error, run.language)
        if run.as_json:
            click.echo(json.dumps({"file": name, "passed": False, "error": sentence}, ensure_ascii=False))
        else:
            click.echo(f"✗ {sentence}", err=True)
        return False
    answer = judge(case, run.book)
    wrong = differences(case, answer)
    if run.as_json:
        line = {"file": name, "passed": not wrong, **_as_json(answer, run.language)}
        if wrong:
            line["differs"] = [{"what": w, "expected": _plain(e), "found": _plain(f)} for w, e, f in wrong]
        click.echo(json.dumps(line, ensure_ascii=False))
    elif wrong:
        click.echo(f"✗ {name}")
        for what, expected, found in wrong:
            click.echo("  " + _DIFFERS[run.language].format(what=what, expected=_plain(expected), found=_plain(found)))
    else:
        click.echo(f"✓ {name}")
    return not wrong


_NO_FILES = {
    "vi": "{folder}: không có tệp .toml nào trong thư mục này.",
    "en": "{folder}: there is no .toml file in this folder.",
}
_SUMMARY = {"vi": "{passed} trong {total} trường hợp như mong đợi.", "en": "{passed} of {total} cases as expected."}
_DIFFERS = {"vi": "{what}: mong {expected}, được {found}", "en": "{what}: expected {expected}, found {found}"}
_HEADS = {
    "vi": {"dates": "Các mốc ngày", "vote": "Cơ sở tính {base}, cần {needed}, tán thành {votes}", "way": "Cách xử lý"},
    "en": {"dates": "Dates", "vote": "Base {base}, needed {needed}, in favour {votes}", "way": "Way out"},
}


def _plain(value: object) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _plain_fact(value: Any) -> Any:
    """Give a fact a finding used as JSON: days and partial dates as text, clauses in full."""
    if isinstance(value, tuple):
        return [_plain_fact(v) for v in value]
    if hasattr(value, "as_json"):
        return value.as_json()
    return (
        value
        if value is None or isinstance(value, (bool, int, str))
        else _plain(value)
        if isinstance(value, date)
        else str(value)
    )


def _as_json(answer: "Answer", language: str) -> dict[str, Any]:
    """Give the answer in the form of the case-file page: every text named by number and day of issue."""
    from taonguon.wording.sentences import sentence

    findings = []
    for found in answer.findings:
        said = sentence(found, language)
        findings.append(
            {
                "rule": found.rule,
                "weight": str(found.weight),
                "cites": [c.as_json() for c in found.cites],
                "message": said.message,
                "way_out": said.way_out,
                "facts": {name: _plain_fact(value) for name, value in found.facts.items()},
                "notes": list(found.notes),
            }
        )
    return {
        "id": answer.id,
        "step": answer.step,
        "on": answer.on.isoformat(),
        "verdict": str(answer.verdict),
        "rules": answer.rules,
        "findings": findings,
        "dates": {name: day.isoformat() for name, day in answer.dates.items()},
        "base": answer.base,
        "needed": answer.needed,
        "in_favour": answer.in_favour,
    }


def _text(answer: "Answer", language: str) -> str:
    from taonguon.wording.sentences import cited, sentence, word

    heads = _HEADS[language]
    lines = [
        f"{word('verdict', answer.verdict, language)}: {word('step', answer.step, language)}, {answer.on:%d/%m/%Y}"
    ]
    for found in answer.findings:
        said = sentence(found, language)
        lines.append(f"\n[{word('weight', found.weight, language)}] {found.rule}: {said.message}")
        if said.way_out:
            lines.append(f"  {heads['way']}: {said.way_out}")
        lines += [f"  · {cited(c, language)}" for c in found.cites]
    if answer.base is not None:
        lines.append("\n" + heads["vote"].format(base=answer.base, needed=answer.needed, votes=answer.in_favour))
    if answer.dates:
        lines.append(f"\n{heads['dates']}:")
        lines += [
            f"  {word('clock', name, language)}: {day:%d/%m/%Y}"
            for name, day in sorted(answer.dates.items(), key=lambda d: d[1])
        ]
    return "\n".join(lines)


# rules


@click.command()
@click.option("--on", "on", type=Day(), help="Ngày; bỏ trống: hôm nay.")
@click.option("--rule", "rule", help="Chỉ một quy tắc, với mọi giá trị theo thời gian.")
@click.option("--between", "between", type=Day(), nargs=2, help="Những gì thay đổi giữa hai ngày.")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
@lang_option
@book_option
def rules(
    on: date | None,
    rule: str | None,
    between: tuple[date, date] | None,
    as_json: bool,
    language: str,
    local: Path | None,
) -> None:
    """In các quy định có hiệu lực vào một ngày, hoặc những gì thay đổi giữa hai ngày."""
    book = _book(local, language)
    if rule is not None and rule not in book.rules:
        _stop(_NO_RULE[language].format(rule=rule))
    if between and between[1] <= between[0]:
        _stop(_DAYS_ORDER[language].format(first=f"{between[0]:%d/%m/%Y}", last=f"{between[1]:%d/%m/%Y}"))
    chosen = [rule] if rule else list(book.rules)
    if between:
        rows = list(_changed(book, chosen, *between))
    elif rule and on is None:
        rows = [(row, None) for row in book.rules[rule].rows]
    else:
        rows = [(book.on(on or _today())[name], None) for name in chosen]
    if as_json:
        click.echo(json.dumps([_row_json(row, before, language) for row, before in rows], ensure_ascii=False, indent=1))
        return
    if not rows:
        click.echo(_NO_CHANGE[language])
    for row, before in rows:
        _show_row(row, before, language)


_NO_RULE = {
    "vi": "Không có quy tắc mang mã “{rule}”; lệnh “taonguon rules” in mọi mã.",
    "en": "There is no rule with the id “{rule}”; “taonguon rules” prints every id.",
}
_DAYS_ORDER = {
    "vi": "--between cần ngày đầu trước ngày cuối; đã cho {first} và {last}.",
    "en": "--between needs the first day before the last; given were {first} and {last}.",
}
_NO_CHANGE = {"vi": "Không có gì thay đổi giữa hai ngày này.", "en": "Nothing changes between these two days."}
_BEFORE = {"vi": "Trước đó", "en": "Before"}
_LOCAL = {"vi": " (sổ riêng)", "en": " (local)"}
_FROM = {"vi": "từ {since}", "en": "from {since}"}
_FROM_UNTIL = {"vi": "từ {since} đến trước {until}", "en": "from {since} until before {until}"}


def _today() -> date:
    given = os.environ.get("TAONGUON_TODAY", "").strip()
    try:
        return date.fromisoformat(given) if given else date.today()  # noqa: DTZ011  # the day on the wall of the office
    except ValueError:
        raise click.ClickException(f"TAONGUON_TODAY: “{given}” không phải là một ngày như 2018-04-19.") from None


def _changed(book: "Book", chosen: list[str], first: date, last: date) -> "Iterator[tuple[Row, Row | None]]":
    """Give every row that comes into force after the first day and by the last, with the row before it."""
    for name in chosen:
        rows = book.rules[name].rows
        for before, row in pairwise(rows):
            if first < row.since <= last and not _same(before, row):
                yield row, before


def _same(before: "Row", row: "Row") -> bool:
    """Say whether nothing changed but the text that says it."""
    return (before.gap, before.values, before.unknown, before.confidence, before.local) == (
        row.gap, row.values, row.unknown, row.confidence, row.local,
    )  # fmt: skip


def _span(row: "Row", language: str) -> str:
    if row.until is None:
        return _FROM[language].format(since=f"{row.since:%d/%m/%Y}")
    since = "…" if row.since == date.min else f"{row.since:%d/%m/%Y}"
    return _FROM_UNTIL[language].format(since=since, until=f"{row.until:%d/%m/%Y}")


def _show_row(row: "Row", before: "Row | None", language: str) -> None:
    from taonguon.wording.sentences import cited, says, title

    click.echo(
        f"{row.rule}: {title(row.rule, language)}, {_span(row, language)}{_LOCAL[language] if row.local else ''}"
    )
    click.echo(f"  {says(row, language)}")
    for cite in row.cites:
        click.echo(f"  · {cited(cite, language)}")
    if before is not None:
        click.echo(f"  {_BEFORE[language]}: {says(before, language)}")
    click.echo()


def _row_json(row: "Row", before: "Row | None", language: str) -> dict[str, Any]:
    from taonguon.wording.sentences import says, title

    out = {
        "rule": row.rule,
        "title": title(row.rule, language),
        "since": None if row.since == date.min else row.since.isoformat(),
        "until": row.until.isoformat() if row.until else None,
        "values": dict(row.values),
        "unknown": sorted(row.unknown),
        "gap": row.gap,
        "confidence": str(row.confidence),
        "local": row.local,
        "cites": [c.as_json() for c in row.cites],
        "says": says(row, language),
    }
    if before is not None:
        out["before"] = _row_json(before, None, language)
    return out
