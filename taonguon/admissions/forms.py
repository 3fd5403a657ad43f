"""Forms of the ledger: strings of a request to typed values. None of them has a field for what a paper says."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from taonguon.admissions.actions import VOTING, Details
from taonguon.admissions.enums import LEFT_THE_LIST, Ballot, Closed, PaperState
from taonguon.admissions.ledger import PaperLine
from taonguon.orgs.forms import UnitField
from taonguon.people.models import Person
from taonguon.procedures.asks import asked_at
from taonguon.procedures.book import book
from taonguon.procedures.fields import fact_field
from taonguon.procedures.forms import Fact
from taonguon.rules.casefile import fields_of
from taonguon.rules.cases import BODIES, TABLES, Introducer, Vote
from taonguon.rules.tree import Node
from taonguon.web.fields import DayField, declared
from taonguon.wording.sentences import word

_COUNTS = ("members", "in_favour", "absent", "temporarily_away", "exempt_absent", "exempt_present", "suspended")
_RARE = ("temporarily_away", "exempt_absent", "exempt_present", "suspended", "earlier_failed_votes", "ballot")
MOST = 5000
"""No cell or committee is larger."""
_BODY_OF = {
    "cell-resolution": "cell", "committee-resolution": "grassroots-committee", "decision-issued": "standing-committee",
    "recognition-resolution": "cell", "recognition-committee-resolution": "grassroots-committee",
    "recognition-decision": "standing-committee", "strike-off-resolution": "cell",
    "strike-off-committee-resolution": "grassroots-committee", "strike-off-decision": "standing-committee",
}  # fmt: skip
NUMBERED = frozenset({"listed", "class-certificate", "decision-received"}) | VOTING
"""Acts with a number of their own."""


class ActForm(forms.Form):
    """One act: its day, its number, the counts of its vote, and a reason where one is asked for."""

    on = DayField(label=_("Ngày"))
    number = forms.CharField(label=_("Số văn bản"), max_length=40, required=False)
    issuer = forms.CharField(label=_("Nơi cấp"), max_length=120, required=False)
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=200,
        required=False,
        help_text=_("Chỉ khi có điểm cần lưu ý. Không ghi nhận xét về con người."),
    )
    irregular = forms.BooleanField(
        label=_("Việc đã diễn ra đúng như vậy dù quy định không cho phép; ghi là chưa đúng quy định"), required=False
    )

    def __init__(self, *args: Any, key: str, language: str, members: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = key
        if key not in NUMBERED:
            del self.fields["number"]
        if key != "class-certificate":
            del self.fields["issuer"]
        if key in VOTING:
            self._add_vote(language, members)

    def _add_vote(self, language: str, members: int) -> None:
        """Counts only, never names."""
        bodies = [(b, word("body", b, language)) for b in BODIES]
        first = _BODY_OF[self.key]
        self.fields["body"] = forms.ChoiceField(label=_("Cấp biểu quyết"), choices=bodies, initial=first)
        for name in _COUNTS:
            initial = (
                members if name == "members" and first == "cell" else None if name in {"members", "in_favour"} else 0
            )
            label = word("fact", f"vote.{name}", language)
            self.fields[name] = forms.IntegerField(
                label=label[:1].upper() + label[1:], min_value=0, max_value=MOST, initial=initial
            )
        self.fields["earlier_failed_votes"] = forms.IntegerField(
            label=_("Số lần biểu quyết trước không đạt"), min_value=0, max_value=9, initial=0
        )
        self.fields["ballot"] = forms.ChoiceField(
            label=_("Hình thức"), choices=[("", "–"), *Ballot.choices], required=False
        )
        self.order_fields(["on", "number", "body", *_COUNTS, "earlier_failed_votes", "ballot", "reason", "irregular"])

    @property
    def rare(self) -> list[forms.BoundField]:
        """The counts that are mostly nought: folded away unless one is not, or is wrong."""
        return [self[name] for name in _RARE if name in self.fields]

    @property
    def rare_open(self) -> bool:
        """Say whether one of them wants to be seen."""
        return any(field.errors or str(field.value() or "0") != "0" for field in self.rare if field.name != "ballot")

    def vote(self) -> Vote | None:
        """Give the counts, where the act rests on a vote."""
        if self.key not in VOTING:
            return None
        given = self.cleaned_data
        names = ("body", "earlier_failed_votes", *_COUNTS)
        return Vote(**{name: given[name] for name in names if given.get(name) is not None})

    def details(self) -> Details:
        """Give what is recorded besides the day."""
        given = self.cleaned_data
        return Details(
            number=given.get("number", ""),
            issuer=given.get("issuer", ""),
            reason=given["reason"],
            irregular=given["irregular"],
            vote=self.vote(),
            ballot=given.get("ballot", ""),
        )


class CorrectionForm(forms.Form):
    """The right day of an act, or none: it was not done."""

    on = DayField(label=_("Ngày đúng"), required=False, help_text=_("Bỏ trống nếu việc này chưa làm."))
    number = forms.CharField(label=_("Số văn bản"), max_length=40, required=False)
    reason = forms.CharField(label=_("Lý do sửa"), max_length=200)


class _CellForm(forms.Form):
    """A form that names a cell."""

    unit = UnitField(label=_("Chi bộ theo dõi"))

    def __init__(self, *args: Any, units: list[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        declared(self, "unit", UnitField).nodes = units


class OpenForm(_CellForm):
    """Which cell puts the person on its list, and by which resolution."""

    on = DayField(label=_("Ngày nghị quyết chi bộ"))
    number = forms.CharField(label=_("Số nghị quyết"), max_length=40, required=False)


class HomingForm(forms.Form):
    """From which day cases are handed over."""

    on = DayField(label=_("Ngày chuyển"))
    same = forms.TypedChoiceField(
        label=_("Cấp quyết định kết nạp vẫn như cũ"),
        choices=[("", _("chưa biết")), ("yes", _("có")), ("no", _("không"))],
        coerce="yes".__eq__,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class MoveForm(HomingForm, _CellForm):
    """To which cell a case goes."""

    field_order = ("unit", "on", "same")


class HelperForm(forms.Form):
    """Which member of the cell helps from when."""

    helper = forms.TypedChoiceField(label=_("Đảng viên giúp đỡ"), coerce=int)
    on = DayField(label=_("Ngày phân công"))
    number = forms.CharField(label=_("Số nghị quyết"), max_length=40, required=False)
    reason = forms.CharField(label=_("Lý do"), max_length=200, required=False)

    def __init__(self, *args: Any, members: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        declared(self, "helper", forms.TypedChoiceField).choices = [("", "–"), *members]


class CloseForm(forms.Form):
    """Why somebody is taken off the list."""

    because = forms.ChoiceField(
        label=_("Lý do"), choices=[(c.value, c.label) for c in Closed if c in LEFT_THE_LIST], widget=forms.RadioSelect
    )
    on = DayField(label=_("Ngày"))


class AwayForm(forms.Form):
    """Where somebody works away, and until when."""

    at = forms.CharField(
        label=_("Nơi làm việc"),
        max_length=80,
        required=False,
        help_text=_("Tỉnh, khu công nghiệp hoặc nước. Bỏ trống nếu đã về."),
    )
    until = DayField(label=_("Dự kiến về ngày"), required=False)


class PaperForm(forms.Form):
    """One line of the ledger of papers."""

    state = forms.ChoiceField(label=_("Tình trạng"), choices=PaperState)
    made_on = DayField(label=_("Lập ngày"), required=False)
    received_on = DayField(label=_("Nhận ngày"), required=False)
    kept_at = forms.CharField(label=_("Nơi lưu"), max_length=80, required=False)
    checked_by = forms.CharField(label=_("Người kiểm tra"), max_length=80, required=False)
    checked_on = DayField(label=_("Ngày kiểm tra"), required=False)

    def line(self) -> PaperLine:
        """Give what the ledger is to say."""
        given = self.cleaned_data
        return PaperLine(
            PaperState(given["state"]),
            given["made_on"],
            given["received_on"],
            given["kept_at"],
            given["checked_by"],
            given["checked_on"],
        )


_FACT_TABLES = ("person", "unit", "verifier", "ceremony", "population", "former_membership")
_NOT_ASKED = frozenset(
    {"person.born", "person.sex", "unit.official_members", "move.on", "move.stage", "move.same_deciding_committee"}
)
"""Facts that are known elsewhere: the person's own page, the members of the cell, the moves of the case."""


class FactsForm(forms.Form):
    """The yes/no facts that rules ask for; left out means not known."""

    def __init__(
        self, *args: Any, language: str, told: Mapping[str, Mapping[str, Any]], moved: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{**kwargs, "initial": _initial(told)})
        self.language = language
        self.tables_asked = (*_FACT_TABLES, "move") if moved else _FACT_TABLES
        for table in self.tables_asked:
            for name, field in fields_of(TABLES[table]).items():
                fact = f"{table}.{name}"
                if fact not in _NOT_ASKED:
                    self.fields[fact] = fact_field(fact, field.metadata, language)

    def groups(self, step: str) -> list[tuple[str, list[Fact], list[Fact]]]:
        """Give the fields by table: those the next step asks for, and the rest."""
        asked = asked_at(book(), step)
        out = []
        for table in self.tables_asked:
            facts = [self._fact(f"{table}.{n}", f.metadata["kind"]) for n, f in fields_of(TABLES[table]).items()
                     if f"{table}.{n}" not in _NOT_ASKED]  # fmt: skip
            ours = [fact for fact in facts if fact.field.name in asked]
            title = word("table", table, self.language)
            out.append((title[:1].upper() + title[1:], ours, [fact for fact in facts if fact not in ours]))
        return sorted(out, key=lambda group: not group[1])

    def _fact(self, name: str, kind: str) -> Fact:
        return Fact(self[name], kind, bool(self[name].value()))

    def tables(self) -> dict[str, dict[str, Any]]:
        """Give the facts by table; tables of a group stay out where nothing is told."""
        out: dict[str, dict[str, Any]] = {}
        for fact, value in self.cleaned_data.items():
            table, _dot, name = fact.partition(".")
            if value is not None and value != "":
                out.setdefault(table, {})[name] = value
        return out


def _initial(told: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for table, facts in told.items():
        for name, value in facts.items():
            shown = ("yes" if value else "no") if isinstance(value, bool) else value
            if isinstance(value, list) and not value:
                shown = ["-"]
            if isinstance(value, str) and name in {
                "last_child_born",
                "left_on",
                "conviction_expunged_on",
                "first_decision",
            }:
                shown = date.fromisoformat(value)
            out[f"{table}.{name}"] = shown
    return out


class IntroducersForm(forms.Form):
    """Who introduces: up to three, members of the cell or bodies of mass organisations."""

    ROWS = 3

    def __init__(self, *args: Any, language: str, members: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in range(1, self.ROWS + 1):
            for name, field in fields_of(Introducer).items():
                self.fields[f"{row}.{name}"] = fact_field(f"introduced_by.{name}", field.metadata, language)
            self.fields[f"{row}.member"] = forms.TypedChoiceField(
                label=_("Đảng viên"), choices=[("", "–"), *members], coerce=int, empty_value=None, required=False
            )

    def rows(self) -> "list[list[forms.BoundField]]":
        """Give the fields of each row."""
        names = [*fields_of(Introducer), "member"]
        return [[self[f"{row}.{name}"] for name in names] for row in range(1, self.ROWS + 1)]

    def introducers(self, people: Mapping[int, Person]) -> list[tuple[Introducer, Person | None]]:
        """Give the rows that name a kind, with the member where one is named."""
        out = []
        for row in range(1, self.ROWS + 1):
            given = {name: self.cleaned_data.get(f"{row}.{name}") for name in fields_of(Introducer)}
            if given["kind"] is not None:
                out.append((Introducer(**given), people.get(self.cleaned_data.get(f"{row}.member") or 0)))
        return out
