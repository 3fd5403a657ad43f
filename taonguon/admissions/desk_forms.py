"""Forms of the board's desk, and of a helper who can help no longer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from taonguon.admissions.desk_enums import HandOverKind, ReturnReason, Unable
from taonguon.admissions.handover import Line, Put
from taonguon.admissions.papers import FORMS
from taonguon.orgs.models import Organisation
from taonguon.rules.tree import Node
from taonguon.web.fields import DayField, declared

_DAY_OF = {
    HandOverKind.RECEIVED: _("Ngày nhận"),
    HandOverKind.ASKED: _("Ngày yêu cầu"),
    HandOverKind.SUPPLEMENTED: _("Ngày nhận bổ sung"),
    HandOverKind.APPRAISED: _("Ngày thẩm định xong"),
    HandOverKind.SUBMITTED: _("Ngày trình"),
    HandOverKind.RETURNED: _("Ngày trả lại"),
}


class HandOverForm(forms.Form):
    """One line of the register: its day, and what its kind asks for besides."""

    on = DayField(label="")
    unit = forms.TypedChoiceField(label=_("Đơn vị nộp"), coerce=int)
    papers = forms.MultipleChoiceField(label=_("Giấy tờ"), widget=forms.CheckboxSelectMultiple)
    until = DayField(label=_("Bổ sung chậm nhất"))
    because = forms.ChoiceField(label=_("Lý do trả lại"), choices=ReturnReason.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=200,
        required=False,
        help_text=_("Chỉ khi còn giấy tờ chờ bổ sung hoặc chưa thẩm định xong."),
    )

    def __init__(self, *args: Any, kind: HandOverKind, units: list[Node], papers: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = {
            HandOverKind.RECEIVED: {"unit"},
            HandOverKind.ASKED: {"papers", "until"},
            HandOverKind.SUPPLEMENTED: {"papers"},
            HandOverKind.RETURNED: {"because"},
            HandOverKind.SUBMITTED: {"reason"},
        }.get(kind, set())
        for name in {"unit", "papers", "until", "because", "reason"} - wanted:
            del self.fields[name]
        self.fields["on"].label = _DAY_OF[kind]
        if "unit" in wanted:
            declared(self, "unit", forms.ChoiceField).choices = [(node.pk, node.name) for node in units]
        if "papers" in wanted:
            declared(self, "papers", forms.ChoiceField).choices = [(form, f"{form}: {FORMS[form]}") for form in papers]

    def line(self) -> Line:
        """Give what the line says besides its day."""
        given = self.cleaned_data
        unit, because = given.get("unit"), given.get("because")
        return Line(
            unit=Organisation.objects.get(pk=unit) if unit else None,
            forms=tuple(given.get("papers", ())),
            until=given.get("until"),
            because=ReturnReason(because) if because else None,
            reason=given.get("reason", ""),
        )


class LineCorrectionForm(forms.Form):
    """The right day of a line, or none: it was not so."""

    on = DayField(label=_("Ngày đúng"), required=False, help_text=_("Bỏ trống nếu không có việc này."))
    until = DayField(label=_("Bổ sung chậm nhất"), required=False)
    reason = forms.CharField(label=_("Lý do sửa"), max_length=200)

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["until"]

    def put(self) -> Put:
        """Give how the line should have read."""
        given = self.cleaned_data
        return Put(given["on"], given["reason"], given.get("until"))


class HelperEndForm(forms.Form):
    """Why a helper can help no longer, and since when."""

    because = forms.ChoiceField(label=_("Lý do"), choices=Unable.choices, widget=forms.RadioSelect)
    on = DayField(label=_("Từ ngày"))
