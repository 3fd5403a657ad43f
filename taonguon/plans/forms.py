"""Forms about goals: strings of a request to typed values."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taonguon.orgs.forms import UnitField
from taonguon.plans.actions import GoalSpan
from taonguon.plans.models import GoalPosts
from taonguon.rules.coverage import Goal
from taonguon.rules.tree import Node
from taonguon.web.fields import DayField, TypedField, declared

AT_LEAST, MORE_THAN = "at-least", "more-than"
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


class PercentField(TypedField):
    """A share in percent, with the comma or the point, with or without the sign."""

    longest = 8

    def to_python(self, value: Any) -> Decimal | None:
        """Read the number; the action says whether it is a share."""
        text = self.text(value).replace("%", "").replace(",", ".").strip()
        if not text:
            return None
        if not _NUMBER.fullmatch(text):
            raise forms.ValidationError(
                _("“%(text)s” không phải là một số; cần một tỷ lệ như 60 hoặc 62,5.") % {"text": text}
            )
        number = Decimal(text)
        if number != number.quantize(Decimal("0.01")):
            raise forms.ValidationError(
                _("“%(text)s” có quá nhiều chữ số; cần nhiều nhất hai chữ số sau dấu phẩy.") % {"text": text}
            )
        return number


class GoalForm(forms.Form):
    """A new goal of a unit and all below it."""

    unit = UnitField(
        label=gettext_lazy("Đơn vị đặt mục tiêu"),
        help_text=gettext_lazy("Mục tiêu áp dụng cho đơn vị này và mọi đơn vị trực thuộc chưa có mục tiêu riêng."),
    )
    posts = forms.ChoiceField(label=gettext_lazy("Chức danh"), choices=GoalPosts)
    compare = forms.ChoiceField(
        label=gettext_lazy("Mức"),
        choices=[(AT_LEAST, gettext_lazy("Từ mức này trở lên")), (MORE_THAN, gettext_lazy("Trên mức này"))],
        initial=AT_LEAST,
        widget=forms.RadioSelect,
    )
    percent = PercentField(label=gettext_lazy("Tỷ lệ (%)"))
    since = DayField(label=gettext_lazy("Từ ngày"))
    until = DayField(
        label=gettext_lazy("Đến trước ngày"), required=False, help_text=gettext_lazy("Bỏ trống nếu chưa có hạn.")
    )
    source = forms.CharField(
        label=gettext_lazy("Văn bản đặt mục tiêu"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Tên, số và ngày của đề án hoặc kế hoạch."),
    )

    def __init__(self, *args: Any, units: list[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        declared(self, "unit", UnitField).nodes = units

    def goal(self) -> Goal:
        """Give the share that is asked for."""
        return Goal(self.cleaned_data["percent"], self.cleaned_data["compare"] == MORE_THAN)

    def span(self) -> GoalSpan:
        """Give from when to when, and by which document."""
        given = self.cleaned_data
        return GoalSpan(given["since"], given["until"], given["source"])


class EndForm(forms.Form):
    """The day from which a goal counts no more."""

    until = DayField(label=gettext_lazy("Kết thúc từ ngày"))
