"""The form of a case: one field for each fact of a case file. Names of fields are the keys of the file."""

from dataclasses import dataclass, fields
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.urls import reverse_lazy
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taonguon.procedures.asks import asked_at
from taonguon.procedures.fields import RulesField, fact_field, written
from taonguon.rules.book import Book
from taonguon.rules.casefile import fields_of
from taonguon.rules.cases import DONE_KEYS, TABLES, Case, Introducer
from taonguon.web.asking import as_number
from taonguon.web.fields import DayField
from taonguon.wording.sentences import word, words

KNOWN = {
    "vote": gettext_lazy("Đã biểu quyết ở bước này"),
    "former_membership": gettext_lazy("Đã từng là đảng viên"),
    "population": gettext_lazy("Phải xét theo chính sách dân số"),
    "move": gettext_lazy("Đã chuyển đơn vị, nơi cư trú trong thời gian này"),
}
"""Tables that concern only some people: what it means that a case has one, be it an empty one."""
INTRODUCED, NOBODY, ROWS = "introduced_by", "introduced_by.none", "introduced_by.rows"
NOT_YET = "not-yet"
LEAST_ROWS, MOST_ROWS = 3, 20
"""How many introducers have a row at first, and at most."""
_ORDER = (
    "person", "unit", INTRODUCED, "helper", "done", "vote", "verifier", "ceremony", "former_membership", "population",
    "move",
)  # fmt: skip
# Another step asks for other facts. `consume`: the form itself then asks for no verdict.
_LAY_OUT_ANEW = {
    "hx-post": reverse_lazy("trial"),
    "hx-trigger": "change consume",
    "hx-target": "#trial",
    "hx-swap": "outerHTML",
}
_NAMING = ("title", "id", "source", "ask.only")
_DAY = {"kind": "day"}


@dataclass(frozen=True)
class Fact:
    """One fact of the form, with the box for “not yet” where it is an act."""

    field: BoundField
    kind: str
    filled: bool
    not_yet: BoundField | None = None

    @property
    def wants_look(self) -> bool:
        """True where something stands in it or is wrong with it: it is not folded away."""
        return self.filled or bool(self.field.errors)


@dataclass(frozen=True)
class Group:
    """A table of the case: what the step asks for, and what it does not."""

    name: str
    title: str
    asked: list[Fact]
    rest: list[Fact]
    box: BoundField | None
    """The tick that says the table holds though nothing of it is known; for introducers, that there are none."""
    rows: list[list[Fact]]

    @property
    def wants_look(self) -> bool:
        """True where what the step does not ask for is seen all the same."""
        ticked = self.box is not None and bool(self.box.value() or self.box.errors)
        return ticked or any(fact.wants_look for fact in [*self.rest, *(f for row in self.rows for f in row)])


class CaseForm(forms.Form):
    """The form. It is always filled with what was sent: the server keeps nothing of it."""

    def __init__(self, sent: MultiValueDict[str, str], *, book: Book, language: str) -> None:
        super().__init__(sent)
        self.sent, self.book, self.language = sent, book, language
        self.rows = _rows(sent)
        self._add_question()
        for table, kind in TABLES.items():
            for name, field in fields_of(kind).items():
                self.fields[f"{table}.{name}"] = fact_field(f"{table}.{name}", field.metadata, language)
        for table, label in KNOWN.items():
            self.fields[f"{table}.known"] = forms.BooleanField(label=label, required=False)
        self.fields[NOBODY] = forms.BooleanField(label=_("Chưa có ai giới thiệu"), required=False)
        for row in range(1, self.rows + 1):
            for name, field in fields_of(Introducer).items():
                made = fact_field(f"{INTRODUCED}.{name}", field.metadata, language)
                self.fields[f"{INTRODUCED}.{row}.{name}"] = made
        for key in DONE_KEYS:
            self.fields[f"done.{key}"] = fact_field(f"done.{key}", _DAY, language)
            self.fields[f"done.{key}.{NOT_YET}"] = forms.BooleanField(label=_("chưa làm"), required=False)

    def _add_question(self) -> None:
        steps = words("step", self.language).items()
        self.fields["ask.step"] = forms.ChoiceField(
            label=_("Bước cần xét"), choices=list(steps), widget=forms.Select(attrs=_LAY_OUT_ANEW)
        )
        self.fields["ask.on"] = DayField(
            label=_("Ngày làm bước này"), help_text=_("Văn bản có hiệu lực trong ngày này được áp dụng.")
        )
        self.fields["ask.only"] = RulesField(
            known=self.book.rules,
            label=_("Chỉ xét những quy định này"),
            help_text=_("Mã quy định, cách nhau bằng dấu phẩy. Bỏ trống: xét mọi quy định của bước."),
            required=False,
        )
        self.fields["id"] = forms.CharField(label=_("Mã trường hợp"), max_length=200, required=False)
        self.fields["title"] = forms.CharField(
            label=_("Tên trường hợp"), help_text=_("Không ghi tên người."), max_length=500, required=False
        )
        self.fields["source"] = forms.CharField(label=_("Nguồn của trường hợp"), max_length=500, required=False)

    # Typed values.

    def clean(self) -> dict[str, Any]:
        """Refuse what contradicts itself."""
        given = self.cleaned_data
        for key in DONE_KEYS:
            if given.get(f"done.{key}") and given.get(f"done.{key}.{NOT_YET}"):
                self.add_error(f"done.{key}", _("Đã ghi ngày thì không đánh dấu “chưa làm”."))
        if given.get(NOBODY) and self._introducers():
            self.add_error(NOBODY, _("Đã ghi người giới thiệu thì không đánh dấu “chưa có ai giới thiệu”."))
        return given

    def _facts(self, prefix: str, kind: type) -> Any:
        return kind(**{name: self.cleaned_data.get(f"{prefix}.{name}") for name in fields_of(kind)})

    def _introducers(self) -> tuple[Introducer, ...]:
        rows = (self._facts(f"{INTRODUCED}.{row}", Introducer) for row in range(1, self.rows + 1))
        return tuple(one for one in rows if one != Introducer())

    def case(self) -> Case:
        """Give the case the form was filled with, once it is valid."""
        given = self.cleaned_data
        tables = {table: self._facts(table, kind) for table, kind in TABLES.items()}
        for table in KNOWN:
            if tables[table] == TABLES[table]() and not given[f"{table}.known"]:
                tables[table] = None
        done = {key: False if given[f"done.{key}.{NOT_YET}"] else given[f"done.{key}"] for key in DONE_KEYS}
        return Case(
            step=given["ask.step"],
            on=given["ask.on"],
            only=given["ask.only"],
            id=given["id"],
            title=given["title"],
            source=given["source"],
            introduced_by=self._introducers() or (() if given[NOBODY] else None),
            done={key: when for key, when in done.items() if when is not None},
            **tables,
        )

    # How it is laid out.

    @property
    def step(self) -> BoundField:
        """The step asked about."""
        return self["ask.step"]

    @property
    def on(self) -> BoundField:
        """The day asked about."""
        return self["ask.on"]

    def naming(self) -> list[BoundField]:
        """Give the fields of the case's own name, and the rules it is narrowed to."""
        return [self[name] for name in _NAMING]

    def wants_name(self) -> bool:
        """Say whether one of those fields is not to be folded away."""
        return any(field.value() or field.errors for field in self.naming())

    def groups(self, missing: frozenset[str]) -> tuple[list[Group], list[Group]]:
        """Give the tables the chosen step asks for, by its rules or for want of an answer, and the other tables."""
        asked = asked_at(self.book, self.sent.get("ask.step", "")) | missing
        groups = [self._group(name, asked) for name in _ORDER]
        ours = [any(fact.partition(".")[0] == group.name for fact in asked) for group in groups]
        return (
            [group for group, wanted in zip(groups, ours, strict=True) if wanted],
            [group for group, wanted in zip(groups, ours, strict=True) if not wanted],
        )

    def _group(self, name: str, asked: frozenset[str]) -> Group:
        title = word("table", name, self.language)
        title = title[:1].upper() + title[1:]
        if name == INTRODUCED:
            kinds = fields_of(Introducer).items()
            rows = [
                [self._fact(f"{name}.{row}.{fact}", field.metadata["kind"]) for fact, field in kinds]
                for row in range(1, self.rows + 1)
            ]
            return Group(name, title, [], [], self[NOBODY], rows)
        if name == "done":
            facts = {f"done.{key}": "act" for key in DONE_KEYS}
        else:
            facts = {f"{name}.{fact}": field.metadata["kind"] for fact, field in fields_of(TABLES[name]).items()}
        box = self[f"{name}.known"] if name in KNOWN else None
        ours = [self._fact(fact, kind) for fact, kind in facts.items() if fact in asked]
        rest = [self._fact(fact, kind) for fact, kind in facts.items() if fact not in asked]
        return Group(name, title, ours, rest, box, [])

    def _fact(self, name: str, kind: str) -> Fact:
        box = f"{name}.{NOT_YET}"
        filled = any(self.sent.getlist(name)) or bool(self.sent.get(box))
        return Fact(self[name], kind, filled, self[box] if box in self.fields else None)


def _rows(sent: MultiValueDict[str, str]) -> int:
    return min(max(as_number(sent.get(ROWS, ""), 2) or 0, LEAST_ROWS), MOST_ROWS)


def one_row_more(sent: MultiValueDict[str, str]) -> MultiValueDict[str, str]:
    """Give what was sent with a row for one more introducer."""
    return MultiValueDict({**dict(sent.lists()), ROWS: [str(_rows(sent) + 1)]})


def as_sent(case: Case) -> MultiValueDict[str, str]:
    """Give what one would send to fill the form with a case. Introducers beyond the most rows are left out."""
    out: dict[str, list[str]] = {
        "ask.step": [case.step],
        "ask.on": written(case.on),
        "ask.only": [", ".join(case.only or ())],
        "id": [case.id],
        "title": [case.title],
        "source": [case.source],
    }
    for table in TABLES:
        facts = getattr(case, table)
        if facts is not None:
            out |= _sent(table, facts)
            if table in KNOWN:
                out[f"{table}.known"] = ["on"]
    introducers = case.introduced_by or ()
    for row, one in enumerate(introducers[:MOST_ROWS], 1):
        out |= _sent(f"{INTRODUCED}.{row}", one)
    out[ROWS] = [str(len(introducers))]
    if case.introduced_by == ():
        out[NOBODY] = ["on"]
    for key, when in case.done.items():
        out[f"done.{key}.{NOT_YET}" if when is False else f"done.{key}"] = ["on"] if when is False else written(when)
    return MultiValueDict(out)


def _sent(prefix: str, facts: Any) -> dict[str, list[str]]:
    return {f"{prefix}.{field.name}": written(getattr(facts, field.name)) for field in fields(facts)}
