"""Forms of what is out of the ordinary: striking off, readmission, an act found to be against the rules."""

from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from taonguon.admissions.actions import Details
from taonguon.admissions.enums import Mistake, StrikeGround
from taonguon.admissions.forms import ActForm, OpenForm
from taonguon.procedures.fields import fact_field
from taonguon.rules.casefile import fields_of
from taonguon.rules.cases import Former

LONGEST = 200


class StrikeOffForm(ActForm):
    """One act of striking off: an act with a vote, and the ground from a closed list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"] = forms.ChoiceField(label=_("Căn cứ xóa tên"), choices=[("", "–"), *StrikeGround.choices])
        self.order_fields(["on", "number", "ground"])

    def details(self) -> Details:
        """Give what is recorded: the ground is the reason, with what was added to it."""
        given = super().details()
        with translation.override("vi"):
            ground = str(StrikeGround(self.cleaned_data["ground"]).label)
        reason = "; ".join(part for part in (ground, given.reason.strip()) if part)[:LONGEST]
        return Details(given.number, given.issuer, reason, given.irregular, given.vote, given.ballot)


class ReopenForm(forms.Form):
    """Why it is taken back that somebody was taken off the list."""

    because = forms.ChoiceField(label=_("Lý do"), choices=Mistake, widget=forms.RadioSelect)


class ReadmitForm(OpenForm):
    """Which cell lists a former member, and what the rules ask of the earlier membership."""

    reason = forms.CharField(
        label=_("Lý do"),
        max_length=LONGEST,
        required=False,
        help_text=_("Chỉ khi có điểm cần lưu ý. Không ghi nhận xét về con người."),
    )
    irregular = forms.BooleanField(
        label=_("Chi bộ đã đưa vào danh sách dù quy định chưa cho phép; ghi là chưa đúng quy định"), required=False
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in fields_of(Former).items():
            self.fields[name] = fact_field(f"former_membership.{name}", field.metadata, language)
        self.order_fields(["unit", "on", "number", *fields_of(Former), "reason", "irregular"])

    def former(self) -> Former:
        """Give what is told of the earlier membership."""
        return Former(**{name: self.cleaned_data.get(name) for name in fields_of(Former)})

    def details(self) -> Details:
        """Give what is recorded besides the day."""
        given = self.cleaned_data
        return Details(number=given["number"], reason=given["reason"], irregular=given["irregular"])


class ConfirmForm(forms.Form):
    """Why an act happened as it stands, against the rules of its day."""

    reason = forms.CharField(
        label=_("Vì sao việc đã diễn ra như vậy"),
        max_length=LONGEST,
        help_text=_("Lý do của việc, ví dụ lũ cuốn đường, chờ cấp trên có ý kiến. Không ghi nhận xét về con người."),
    )
