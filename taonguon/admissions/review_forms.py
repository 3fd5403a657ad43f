"""Forms of the monthly review: a cell's whole list on one page, the committee's answer, and a suggestion."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taonguon.accounts.enums import MAY_CHANGE, Role
from taonguon.admissions.enums import LEFT_THE_LIST, Closed
from taonguon.admissions.review import Reviewed
from taonguon.admissions.review_enums import Body, NotNow, Origin, Remark
from taonguon.admissions.review_models import Suggestion
from taonguon.admissions.source import Row
from taonguon.admissions.suggestions import Proposal
from taonguon.orgs.forms import UnitField, VillageField
from taonguon.orgs.models import Organisation
from taonguon.people.forms import NEW, FactsForm
from taonguon.rules.tree import Node
from taonguon.web.asking import as_number
from taonguon.web.fields import DayField, declared

KEEP, LIST, LATER = "keep", "list", "later"


class ReviewForm(forms.Form):
    """One month's review: the resolution, each case kept or taken off, each suggestion listed or not."""

    on = DayField(label=gettext_lazy("Ngày nghị quyết chi bộ"))
    number = forms.CharField(label=gettext_lazy("Số nghị quyết"), max_length=40, required=False)
    nobody_new = forms.BooleanField(
        label=gettext_lazy("Chi bộ đã xem xét, tháng này không có người mới"), required=False
    )

    def __init__(self, *args: Any, rows: Iterable[Row], suggestions: Iterable[Suggestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.suggestions = list(rows), list(suggestions)
        for row in self.rows:
            self.fields[f"case-{row.pk}"] = forms.ChoiceField(
                label=row.name, choices=[(KEEP, _("Giữ lại")), (_("Đưa ra khỏi danh sách"), _off())], initial=KEEP
            )
        for one in self.suggestions:
            self.fields[f"new-{one.pk}"] = forms.ChoiceField(
                label=one.person.name,
                choices=[
                    ("", "–"), (LIST, _("Đưa vào danh sách")), (LATER, _("Để kỳ sau xem xét")),
                    (_("Chưa đưa vào danh sách"), [(c.value, c.label) for c in NotNow]),
                ],
            )  # fmt: skip

    @property
    def cases(self) -> list[tuple[Row, forms.BoundField]]:
        """The cases of the list, each with its field."""
        return [(row, self[f"case-{row.pk}"]) for row in self.rows]

    @property
    def new(self) -> list[tuple[Suggestion, forms.BoundField]]:
        """The suggestions that wait, each with its field."""
        return [(one, self[f"new-{one.pk}"]) for one in self.suggestions]

    def reviewed(self) -> Reviewed:
        """Give what the cell resolved."""
        given = self.cleaned_data
        cases = {row.pk: given[f"case-{row.pk}"] for row in self.rows}
        new = {one.pk: given[f"new-{one.pk}"] for one in self.suggestions}
        return Reviewed(
            on=given["on"],
            number=given["number"],
            kept=frozenset(pk for pk, said in cases.items() if said == KEEP),
            off={pk: Closed(said) for pk, said in cases.items() if said != KEEP},
            listed=frozenset(pk for pk, said in new.items() if said == LIST),
            aside={pk: NotNow(said) for pk, said in new.items() if said not in {LIST, LATER}},
            later=frozenset(pk for pk, said in new.items() if said == LATER),
            nobody_new=given["nobody_new"],
        )


def _off() -> list[tuple[str, Any]]:
    return [(c.value, c.label) for c in Closed if c in LEFT_THE_LIST]


class AnswerForm(forms.Form):
    """What the committee says of a cell's round: it agrees, or why it gives it back."""

    AGREE = "agree"
    said = forms.ChoiceField(label=gettext_lazy("Ý kiến của đảng ủy"), widget=forms.RadioSelect)
    on = DayField(label=gettext_lazy("Ngày xem xét"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        back = [(c.value, _("Trả lại: %(remark)s") % {"remark": c.label}) for c in Remark]
        declared(self, "said", forms.ChoiceField).choices = [(self.AGREE, _("Nhất trí")), *back]

    @property
    def remark(self) -> Remark | None:
        """Why the round is given back; None where the committee agrees."""
        said = self.cleaned_data["said"]
        return None if said == self.AGREE else Remark(said)


ORIGINS_OF: Mapping[str, tuple[Origin, ...]] = {
    Role.MASS: (Origin.MASS, Origin.SCHOOL),
    Role.CENTRE: (Origin.CLASS,),
    **{role: tuple(Origin) for role in MAY_CHANGE},
}
"""From where a role may say that a suggestion comes."""


class SuggestForm(FactsForm):
    """A person suggested to a cell: somebody found by name, or somebody new."""

    origin = forms.ChoiceField(label=gettext_lazy("Nguồn giới thiệu"), widget=forms.RadioSelect)
    by = forms.ChoiceField(label=gettext_lazy("Đoàn thể"), choices=[("", "–"), *Body.choices], required=False)
    organisation = UnitField(
        label=gettext_lazy("Đơn vị giới thiệu"),
        required=False,
        help_text=gettext_lazy("Nếu có trong cây tổ chức, như chi bộ nhà trường. Gõ vài chữ của tên rồi chọn."),
    )
    made_on = DayField(label=gettext_lazy("Ngày giới thiệu"))
    consent_on = DayField(
        label=gettext_lazy("Người này đồng ý ngày"),
        required=False,
        help_text=gettext_lazy("Cần có khi nơi khác chi bộ giới thiệu: không ai vào danh sách mà không biết."),
    )
    who = forms.CharField(max_length=20, widget=forms.HiddenInput, error_messages={"required": ""})
    seen = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)
    """The people of that name already shown: whoever is none of them is somebody new."""
    lives_in = VillageField(label=gettext_lazy("Nơi ở"), required=False)
    field_order = ("origin", "by", "organisation", "made_on", "consent_on", "who", "name", "born", "lives_in")

    def __init__(
        self, *args: Any, roles: Iterable[str], units: list[Node], villages: list[Node], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["sex"], self.fields["ethnicity"]
        allowed = {origin for role in roles for origin in ORIGINS_OF.get(role, ())}
        declared(self, "origin", forms.ChoiceField).choices = [(o.value, o.label) for o in Origin if o in allowed]
        declared(self, "organisation", UnitField).nodes = units
        declared(self, "lives_in", VillageField).nodes = villages
        self.fields["who"].error_messages["required"] = _("Hãy chọn một người trong danh sách, hoặc người mới.")
        self.fields["name"].required = self.fields["born"].required = self.is_new
        self.namesakes: list[tuple[str, str]] = []

    def ask_about(self, namesakes: list[tuple[str, str]]) -> bool:
        """Show people of the new one's name before he is added; True where some were not shown yet."""
        self.namesakes = namesakes
        if {pk for pk, _shown in namesakes} <= set(self.cleaned_data["seen"].split()):
            return False
        self.add_error("who", _("Đã có người cùng tên trong hệ thống; hãy chọn một người, hoặc chọn lại người mới."))
        return True

    @property
    def shown(self) -> str:
        """The namesakes this page shows, for the next time it is sent."""
        return " ".join(pk for pk, _shown in self.namesakes)

    @property
    def is_new(self) -> bool:
        """True where the person is to be added on the spot."""
        return str(self.data.get("who", "")) == NEW

    @property
    def person_pk(self) -> int:
        """The person chosen; 0 where what was sent is no number."""
        return as_number(str(self.cleaned_data["who"])) or 0

    def proposal(self, organisation: Organisation | None) -> Proposal:
        """Give who proposes, and when."""
        given = self.cleaned_data
        return Proposal(
            Origin(given["origin"]), given["made_on"], consent_on=given["consent_on"], by=given["by"],
            organisation=organisation,
        )  # fmt: skip

    def facts(self) -> dict[str, Any]:
        """Give what is told of somebody new."""
        return {key: self.cleaned_data[key] for key in ("name", "born")}
