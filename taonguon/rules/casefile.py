"""Case files: the text of one situation to a `Case`, and back. A form that people without Python can write."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from taonguon.rules.cases import DONE_KEYS, STEPS, TABLES, Case, Expect, Introducer
from taonguon.rules.dates import YEAR_MAX, YEAR_MIN, PartialDate
from taonguon.rules.findings import Verdict

ALIASES = {"CLK-DOSSIER": "DOS-12M"}
LARGEST = 100_000  # no cell, committee or span of months is larger; a slip of the hand is
LONGEST_LINE = 2000  # characters; a key of thousands of parts keeps the reader of TOML busy for minutes
_TOP = ("id", "title", "source", "ask", "introduced_by", "done", "expect", *TABLES)
_DATES = (
    "certificate-valid-until", "decision-by", "decision-by-extended", "ceremony-by", "probation-ends", "review-by",
    "recognition-decision-by", "official-on", "party-age-from", "readmission-from", "age-eligible-from", "reply-by",
    "member-cv-by",
)  # fmt: skip


class CaseError(Exception):
    """A case file that cannot be read: which key, what was found, what is allowed (a code and its words)."""

    def __init__(self, key: str, found: object, need: str, allowed: Iterable[str] = ()) -> None:
        super().__init__(f"{key}: {found!r}: {need} {', '.join(allowed)}")
        self.key, self.found, self.need, self.allowed = key, found, need, tuple(allowed)


def _table(key: str, found: object, allowed: Iterable[str]) -> Mapping[str, Any]:
    if not isinstance(found, dict):
        raise CaseError(key, found, "table")
    names = tuple(allowed)
    for name in found:
        if name not in names:
            raise CaseError(f"{key}.{name}" if key else name, found[name], "unknown-key", names)
    return found


def _flag(key: str, found: object, _: Mapping[str, Any]) -> bool:
    if not isinstance(found, bool):
        raise CaseError(key, found, "flag")
    return found


def _number(key: str, found: object, _: Mapping[str, Any]) -> int:
    if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found <= LARGEST:
        raise CaseError(key, found, "number")
    return found


def _day(key: str, found: object, _: Mapping[str, Any]) -> date:
    if type(found) is not date or not YEAR_MIN <= found.year <= YEAR_MAX:
        raise CaseError(key, found, "day")
    return found


def _choice(key: str, found: object, meta: Mapping[str, Any]) -> str:
    if not isinstance(found, str) or found not in meta["allowed"]:
        raise CaseError(key, found, "choice", meta["allowed"])
    return found


def _choices(key: str, found: object, meta: Mapping[str, Any]) -> tuple[str, ...]:
    if not isinstance(found, list):
        raise CaseError(key, found, "choices", meta["allowed"])
    return tuple(_choice(key, f, meta) for f in found)


def _partial(key: str, found: object, meta: Mapping[str, Any]) -> PartialDate:
    if isinstance(found, dict):
        parts = _table(key, found, ("year", "month"))
        year, month = parts.get("year"), parts.get("month", 0)
        if type(year) is not int or type(month) is not int or not YEAR_MIN <= year <= YEAR_MAX or not 0 <= month <= 12:
            raise CaseError(key, found, "partial")
        return PartialDate(year, month)
    if type(found) is not date:
        raise CaseError(key, found, "partial")
    day = _day(key, found, meta)
    return PartialDate(day.year, day.month, day.day)


_READ: dict[str, Callable[[str, object, Mapping[str, Any]], Any]] = {
    "flag": _flag,
    "number": _number,
    "day": _day,
    "choice": _choice,
    "choices": _choices,
    "partial": _partial,
}


@lru_cache(maxsize=32)
def fields_of(kind: Any) -> dict[str, Field[Any]]:
    """Give the fields of a table of facts, by key."""
    return {f.name: f for f in fields(kind)}


def _facts(key: str, found: object, kind: type) -> Any:
    known = fields_of(kind)
    entry = _table(key, found, known)
    return kind(**{n: _READ[known[n].metadata["kind"]](f"{key}.{n}", v, known[n].metadata) for n, v in entry.items()})


def read_facts(table: str, found: object) -> Any:
    """Read one table of facts as it stands in a case file or, its days as text, in JSON."""
    if isinstance(found, dict):
        found = {n: _day_of_text(fields_of(TABLES[table]).get(n), v) for n, v in found.items()}
    return _facts(table, found, TABLES[table])


def _day_of_text(known: "Field[Any] | None", value: object) -> object:
    if known is None or known.metadata["kind"] not in {"day", "partial"} or not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value


def _done(found: object) -> dict[str, date | bool]:
    out: dict[str, date | bool] = {}
    for key, when in _table("done", found, DONE_KEYS).items():
        if when is not False and (type(when) is not date or not YEAR_MIN <= when.year <= YEAR_MAX):
            raise CaseError(f"done.{key}", when, "day-or-false")
        out[key] = when
    return out


def _rules(key: str, found: object, known: frozenset[str]) -> tuple[str, ...]:
    if not isinstance(found, list):
        raise CaseError(key, found, "rules")
    out = []
    for given in found:
        rule = ALIASES.get(given, given) if isinstance(given, str) else None
        if rule is None or rule not in known:
            raise CaseError(key, given, "rule")
        out.append(rule)
    return tuple(out)


def _only(found: object, known: frozenset[str]) -> tuple[str, ...]:
    only = _rules("ask.only", found, known)
    if not only:
        raise CaseError("ask.only", found, "rules")  # no rule at all would allow everything
    return only


def _text(key: str, found: object) -> str:
    if not isinstance(found, str):
        raise CaseError(key, found, "text")
    return found


def _expect(found: object, rules: frozenset[str]) -> Expect:
    entry = _table("expect", found, ("verdict", "rules", "dates", "base", "needed"))
    verdict = _choice("expect.verdict", entry["verdict"], {"allowed": tuple(Verdict)}) if "verdict" in entry else None
    dates = _table("expect.dates", entry.get("dates", {}), _DATES)
    return Expect(
        verdict=verdict,
        rules=_rules("expect.rules", entry.get("rules", []), rules),
        dates={k: _day(f"expect.dates.{k}", v, {}) for k, v in dates.items()},
        base=_number("expect.base", entry["base"], {}) if "base" in entry else None,
        needed=_number("expect.needed", entry["needed"], {}) if "needed" in entry else None,
    )


def read(text: str, rules: frozenset[str]) -> Case:
    """Read the text of a case file. Raises `CaseError` that names the key, what was found and what is allowed."""
    longest = max(text.splitlines(), key=len, default="")
    if len(longest) > LONGEST_LINE:
        raise CaseError("", longest, "long-line")
    try:
        return from_data(_toml(text), rules)
    except RecursionError:
        raise CaseError("", "", "nested") from None


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, or a number of thousands of digits
        raise CaseError("", str(error), "toml") from None


def from_data(data: Mapping[str, Any], rules: frozenset[str]) -> Case:
    """Read the tables of a case (a case file once parsed, or what a form was filled with)."""
    _table("", data, _TOP)
    if "ask" not in data:
        raise CaseError("ask", None, "needed")
    ask = _table("ask", data["ask"], ("step", "on", "only"))
    for key in ("step", "on"):
        if key not in ask:
            raise CaseError(f"ask.{key}", None, "needed")
    if not isinstance(ask["step"], str) or ask["step"] not in STEPS:
        raise CaseError("ask.step", ask["step"], "choice", STEPS)
    introduced = data.get("introduced_by")
    if introduced is not None and not isinstance(introduced, list):
        raise CaseError("introduced_by", introduced, "tables")
    facts = {name: _facts(name, data[name], kind) for name, kind in TABLES.items() if name in data}
    return Case(
        step=ask["step"],
        on=_day("ask.on", ask["on"], {}),
        only=_only(ask["only"], rules) if "only" in ask else None,
        id=_text("id", data.get("id", "")),
        title=_text("title", data.get("title", "")),
        source=_text("source", data.get("source", "")),
        introduced_by=None
        if introduced is None
        else tuple(_facts(f"introduced_by[{n}]", i, Introducer) for n, i in enumerate(introduced, 1)),
        done=_done(data.get("done", {})),
        expect=_expect(data["expect"], rules) if "expect" in data else None,
        **facts,
    )


def read_file(path: Path, rules: frozenset[str]) -> Case:
    """Read a case file; bytes that are no UTF-8 text are a `CaseError` too."""
    try:
        return read(path.read_bytes().decode("utf-8-sig"), rules)
    except UnicodeDecodeError:
        raise CaseError("", path.name, "utf-8") from None
    except OSError as error:
        raise CaseError("", error.strerror or str(error), "unreadable") from None


# Writing.


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, PartialDate):
        if value.day:
            return value.first.isoformat()
        return f"{{ year = {value.year}, month = {value.month} }}" if value.month else f"{{ year = {value.year} }}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(_value(v) for v in value) + "]"
    return '"' + "".join(_ESCAPES.get(c, c if c.isprintable() else f"\\U{ord(c):08x}") for c in str(value)) + '"'


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def _lines(header: str, facts: Any) -> list[str]:
    given = [(n, getattr(facts, n)) for n in fields_of(facts.__class__)]
    lines = [f"{n} = {_value(v)}" for n, v in given if v is not None]
    return ["", header, *lines] if lines or header.startswith("[[") else []


def write(case: Case) -> str:
    """Give the text of a case file that reads back as the same case; its expectations are not written."""
    lines = [f"{n} = {_value(getattr(case, n))}" for n in ("id", "title", "source") if getattr(case, n)]
    lines += ["", "[ask]", f"step = {_value(case.step)}", f"on = {_value(case.on)}"]
    if case.only is not None:
        lines.append(f"only = {_value(case.only)}")
    for name, kind in TABLES.items():
        facts = getattr(case, name)
        if facts is not None and (facts != kind() or _optional(name)):
            lines += _lines(f"[{name}]", facts) or ["", f"[{name}]"]
    if case.introduced_by == ():
        lines.insert(0, "introduced_by = []")
    for one in case.introduced_by or ():
        lines += _lines("[[introduced_by]]", one)
    if case.done:
        lines += ["", "[done]", *(f"{k} = {_value(case.done[k])}" for k in DONE_KEYS if k in case.done)]
    return "\n".join(lines).lstrip("\n") + "\n"


def _optional(name: str) -> bool:
    """Say whether a table's absence means something other than an empty table."""
    return fields_of(Case)[name].default is None and fields_of(Case)[name].default is not MISSING


def differences(case: Case, answer: Any) -> list[tuple[str, object, object]]:
    """Give where an answer differs from what its case expects, as (what, expected, found)."""
    if case.expect is None:
        return []
    want = case.expect
    out: list[tuple[str, object, object]] = []
    if want.verdict is not None and want.verdict != answer.verdict:
        out.append(("verdict", want.verdict, str(answer.verdict)))
    out += [("rules", rule, ", ".join(answer.rules)) for rule in want.rules if rule not in answer.rules]
    out += [(f"dates.{n}", d, answer.dates.get(n)) for n, d in want.dates.items() if answer.dates.get(n) != d]
    for name in ("base", "needed"):
        if getattr(want, name) is not None and getattr(want, name) != getattr(answer, name):
            out.append((name, getattr(want, name), getattr(answer, name)))
    return out
