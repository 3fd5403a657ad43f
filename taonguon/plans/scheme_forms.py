"""Forms about Schemes, the change of a goal, and elections."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from taonguon.orgs.enums import LocalityKind
from taonguon.orgs.forms import UnitField
from taonguon.people.enums import VILLAGE_POSTS
from taonguon.people.queries.tree import place_name
from taonguon.plans.forms import AT_LEAST, MORE_THAN, PercentField
from taonguon.plans.models import CoverageGoal
from taonguon.rules.coverage import Goal
from taonguon.rules.tree import Node
from taonguon.web.fields import DayField, declared

MOST_PLACES = 400
"""With more places than this no villages are offered."""


class SchemeChangeForm(forms.Form):
    """What may be said of a Scheme later: its number, the day it was signed, its last day."""

    number = forms.CharField(label=gettext_lazy("Số văn bản"), max_length=40, required=False)
    signed_on = DayField(label=gettext_lazy("Ngày ký"), required=False)
    until = DayField(label=gettext_lazy("Đến hết ngày"))


class SchemeForm(SchemeChangeForm):
    """A new Scheme of a unit."""

    unit = UnitField(
        label=gettext_lazy("Đơn vị ban hành"),
        help_text=gettext_lazy("Áp dụng cho đơn vị này và mọi đơn vị trực thuộc."),
    )
    title = forms.CharField(label=gettext_lazy("Tên Đề án"), max_length=200)
    since = DayField(label=gettext_lazy("Từ ngày"))
    field_order = ("unit", "title", "number", "signed_on", "since", "until")

    def __init__(self, *args: Any, units: list[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        declared(self, "unit", UnitField).nodes = units


class GoalChangeForm(forms.Form):
    """Another share from a day on."""

    compare = forms.ChoiceField(
        label=gettext_lazy("Mức"),
        choices=[(AT_LEAST, gettext_lazy("Từ mức này trở lên")), (MORE_THAN, gettext_lazy("Trên mức này"))],
        widget=forms.RadioSelect,
    )
    percent = PercentField(label=gettext_lazy("Tỷ lệ (%)"))
    since = DayField(
        label=gettext_lazy("Áp dụng từ ngày"),
        help_text=gettext_lazy(
            "Trước ngày này vẫn là mức cũ. Nếu mức cũ ghi nhầm, hãy ghi đúng ngày bắt đầu của mục tiêu."
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("Văn bản đổi mức"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Tên, số và ngày của văn bản; bỏ trống nếu vẫn theo văn bản cũ."),
    )

    @staticmethod
    def of(goal: CoverageGoal) -> dict[str, Any]:
        """Give what the form is opened with."""
        percent = f"{goal.percent.normalize():f}".replace(".", ",")
        return {"compare": MORE_THAN if goal.more_than else AT_LEAST, "percent": percent}

    def goal(self) -> Goal:
        """Give the share that is asked for."""
        return Goal(self.cleaned_data["percent"], self.cleaned_data["compare"] == MORE_THAN)


class ElectionChangeForm(forms.Form):
    """Another day, or another document."""

    on = DayField(label=gettext_lazy("Ngày bầu"))
    source = forms.CharField(
        label=gettext_lazy("Văn bản"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Tên, số và ngày của văn bản ấn định ngày bầu."),
    )


_DEPTH = {LocalityKind.DISTRICT: 0, LocalityKind.COMMUNE: 1, LocalityKind.VILLAGE: 2}


class ElectionForm(ElectionChangeForm):
    """When a post is elected, in one village or in all villages of a commune or district."""

    place = forms.ChoiceField(
        label=gettext_lazy("Nơi bầu"),
        help_text=gettext_lazy(
            "Chọn một xã hoặc cả huyện nếu mọi thôn ở đó bầu cùng ngày; thôn có ngày riêng thì theo ngày riêng."
        ),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Chức danh"), choices=[(kind.value, kind.label) for kind in VILLAGE_POSTS]
    )
    replaces = forms.BooleanField(label=gettext_lazy("Thay ngày bầu đã ghi"), required=False)
    field_order = ("place", "kind", "on", "source", "replaces")

    def __init__(self, *args: Any, places: list[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(places) > MOST_PLACES:
            places = [place for place in places if place.kind != LocalityKind.VILLAGE]
        declared(self, "place", forms.ChoiceField).choices = [
            (str(place.pk), "\u2003" * _DEPTH[LocalityKind(place.kind)] + place_name(place)) for place in places
        ]
