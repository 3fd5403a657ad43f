"""Forms about classes: strings of a request to typed values."""

from collections import Counter
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taonguon.classes.courses import CoursePlan, Sitting
from taonguon.classes.distances import FARTHEST
from taonguon.classes.enums import Audience, NeededFor, Part, Withdrawn
from taonguon.classes.models import Course, CourseKind, Grade
from taonguon.orgs.forms import UnitField
from taonguon.orgs.models import Locality
from taonguon.people.enums import CertificateKind
from taonguon.rules.tree import Node
from taonguon.web.fields import DayField, declared

MOST_PLACES = 2000
"""No class is larger."""
LONGEST_TIMETABLE = 120
_PLANNED = (
    "name", "since", "until", "organiser", "together_with", "audience", "place", "capacity", "opened_number",
    "opened_on",
)  # fmt: skip


class CourseForm(forms.Form):
    """What is decided of a class; the unit only where it is planned."""

    kind = forms.TypedChoiceField(label=gettext_lazy("Loại lớp"), coerce=int)
    name = forms.CharField(label=gettext_lazy("Tên lớp"), max_length=200)
    unit = UnitField(label=gettext_lazy("Đơn vị mở lớp"))
    since = DayField(label=gettext_lazy("Khai giảng ngày"))
    until = DayField(label=gettext_lazy("Bế giảng ngày"))
    audience = forms.ChoiceField(label=gettext_lazy("Đối tượng"), choices=Audience, required=False)
    capacity = forms.IntegerField(
        label=gettext_lazy("Số chỗ"),
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
        help_text=gettext_lazy("Bỏ trống nếu không giới hạn. Khi đủ chỗ, người đến sau đứng vào hàng chờ."),
    )
    place = forms.CharField(label=gettext_lazy("Địa điểm"), max_length=120, required=False)
    commune = forms.TypedChoiceField(label=gettext_lazy("Xã nơi mở lớp"), coerce=int, required=False, empty_value=None)
    organiser = forms.CharField(
        label=gettext_lazy("Nơi tổ chức"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Tên in trên giấy chứng nhận, ví dụ: Trung tâm bồi dưỡng chính trị huyện."),
    )
    together_with = forms.CharField(
        label=gettext_lazy("Phối hợp với"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Ví dụ: Ban chỉ huy quân sự huyện."),
    )
    opened_number = forms.CharField(label=gettext_lazy("Số quyết định mở lớp"), max_length=40, required=False)
    opened_on = DayField(label=gettext_lazy("Ngày quyết định mở lớp"), required=False)

    def __init__(
        self, *args: Any, kinds: list[CourseKind], communes: list[Node], units: list[Node] | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = {kind.pk: kind for kind in kinds}
        declared(self, "kind", forms.ChoiceField).choices = [(kind.pk, kind.name) for kind in kinds]
        declared(self, "commune", forms.ChoiceField).choices = [("", "–"), *((node.pk, node.name) for node in communes)]
        if units is None:
            del self.fields["unit"]
        else:
            declared(self, "unit", UnitField).nodes = units

    def plan(self, commune: Locality | None) -> CoursePlan:
        """Give what was decided."""
        given = self.cleaned_data
        return CoursePlan(kind=self.kinds[given["kind"]], commune=commune, **{name: given[name] for name in _PLANNED})


def of_course(course: Course) -> dict[str, Any]:
    """Give a class as the form first shows it."""
    return {name: getattr(course, name) for name in _PLANNED} | {"kind": course.kind_id, "commune": course.commune_id}


class CancelForm(forms.Form):
    """The day a class is cancelled."""

    on = DayField(label=gettext_lazy("Hủy từ ngày"))


class SittingForm(forms.Form):
    """One line of the timetable; without a day it is none."""

    on = DayField(label=gettext_lazy("Ngày"), required=False)
    part = forms.ChoiceField(label=gettext_lazy("Buổi"), choices=Part, initial=Part.MORNING, required=False)
    topic = forms.CharField(label=gettext_lazy("Nội dung"), max_length=200, required=False)
    lecturer = forms.CharField(label=gettext_lazy("Giảng viên"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a line that has a topic and no day."""
        given = super().clean() or {}
        if "on" in given and given["on"] is None and (given.get("topic") or given.get("lecturer")):
            self.add_error("on", _("Buổi này chưa có ngày; hãy ghi ngày hoặc xóa cả dòng."))
        return given


if TYPE_CHECKING:
    _Sittings = forms.BaseFormSet[SittingForm]
else:
    _Sittings = forms.BaseFormSet  # takes no argument when it runs


class Timetable(_Sittings):
    """The whole timetable."""

    def clean(self) -> None:
        """Refuse two sessions in one half day."""
        if any(self.errors):
            return
        halves = Counter((s.on, s.part) for s in self.sittings())
        for (on, part), count in halves.items():
            if count > 1:
                raise ValidationError(
                    _("Có %(count)s dòng cùng một buổi: %(part)s ngày %(day)s.")
                    % {"count": count, "part": Part(part).label, "day": f"{on:%d/%m/%Y}"}
                )

    def sittings(self) -> list[Sitting]:
        """Give the lines that have a day, in order."""
        lines = (form.cleaned_data for form in self.forms if form.cleaned_data.get("on"))
        found = [Sitting(x["on"], Part(x["part"] or Part.MORNING), x["topic"], x["lecturer"]) for x in lines]
        return sorted(found, key=lambda s: (s.on, list(Part).index(s.part)))


def timetable(given: Any, first: list[dict[str, Any]]) -> Timetable:
    """Give the form of a timetable: what was sent, or the lines it opens with and three more."""
    made = forms.formset_factory(
        SittingForm, formset=Timetable, extra=3, max_num=LONGEST_TIMETABLE, absolute_max=LONGEST_TIMETABLE
    )
    return cast(Timetable, made(given, initial=first))


# Kinds of class and grades.


class KindForm(forms.Form):
    """A kind of class."""

    name = forms.CharField(label=gettext_lazy("Tên loại lớp"), max_length=160)
    certifies = forms.ChoiceField(
        label=gettext_lazy("Giấy chứng nhận được tính là"),
        choices=CertificateKind,
        required=False,
        help_text=gettext_lazy("Quy định về thời hạn của giấy chứng nhận lớp nhận thức được áp dụng theo mục này."),
    )
    pattern = forms.CharField(
        label=gettext_lazy("Mẫu số giấy chứng nhận"),
        max_length=40,
        initial="{number:02}/{year}/GCN",
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "hx-get": reverse_lazy("course-kind-example"),
                "hx-target": "#example",
                "hx-trigger": "input changed delay:250ms",
            }
        ),
        help_text=gettext_lazy(
            "{number} là số thứ tự trong năm, {number:03} là số thứ tự viết ba chữ số, {year} là năm."
        ),
    )
    attended_percent = forms.IntegerField(
        label=gettext_lazy("Phải dự từ bao nhiêu phần trăm số buổi"), min_value=0, max_value=100, initial=80
    )
    retired = forms.BooleanField(label=gettext_lazy("Không mở lớp loại này nữa"), required=False)


class GradeForm(forms.Form):
    """A grade of results."""

    name = forms.CharField(label=gettext_lazy("Tên mức xếp loại"), max_length=40)
    passes = forms.BooleanField(label=gettext_lazy("Đạt: được cấp giấy chứng nhận"), required=False, initial=True)
    retired = forms.BooleanField(label=gettext_lazy("Thôi dùng mức này"), required=False)


def of_grade(grade: Grade) -> dict[str, Any]:
    """Give a grade as the form first shows it."""
    return {"name": grade.name, "passes": grade.passes, "retired": grade.retired}


def of_kind(kind: CourseKind) -> dict[str, Any]:
    """Give a kind as the form first shows it."""
    return {name: getattr(kind, name) for name in ("name", "certifies", "pattern", "attended_percent", "retired")}


# Who comes.


class ProposeForm(forms.Form):
    """By when, and why, those who are chosen need their place."""

    needed_by = DayField(
        label=gettext_lazy("Cần học xong trước ngày"),
        required=False,
        help_text=gettext_lazy("Bỏ trống nếu không có hạn chung. Người có giấy sắp hết hạn tự lấy ngày hết hạn."),
    )
    needed_for = forms.ChoiceField(label=gettext_lazy("Lý do có hạn"), choices=NeededFor, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where there is a last day."""
        given = super().clean() or {}
        if given.get("needed_by") and not given.get("needed_for"):
            self.add_error("needed_for", _("Đã ghi hạn thì cần chọn lý do."))
        return given


class EnrolForm(forms.Form):
    """The group of those who are put on the list together."""

    group = forms.ChoiceField(label=gettext_lazy("Đối tượng"), choices=Audience, required=False)


class WithdrawForm(forms.Form):
    """Why a learner leaves the list."""

    because = forms.ChoiceField(label=gettext_lazy("Lý do"), choices=Withdrawn)


class ArrangeForm(forms.Form):
    """What the centre sets before people are grouped into classes."""

    kind = forms.TypedChoiceField(label=gettext_lazy("Loại lớp"), coerce=int)
    capacity = forms.IntegerField(label=gettext_lazy("Số chỗ mỗi lớp"), min_value=1, max_value=500, initial=60)
    smallest = forms.IntegerField(label=gettext_lazy("Ít nhất mỗi lớp"), min_value=1, max_value=500, initial=20)
    classes = forms.IntegerField(label=gettext_lazy("Nhiều nhất mấy lớp"), min_value=1, max_value=12, initial=2)
    agreed_only = forms.BooleanField(label=gettext_lazy("Chỉ người đảng ủy đã đồng ý"), required=False, initial=True)
    places = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Có thể mở ở"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, kinds: list[tuple[int, str]], communes: list[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        declared(self, "kind", forms.ChoiceField).choices = kinds
        declared(self, "places", forms.ChoiceField).choices = [(node.pk, node.name) for node in communes]

    def clean(self) -> dict[str, Any]:
        """Refuse a smallest class larger than the largest."""
        given = super().clean() or {}
        if given.get("smallest", 0) > given.get("capacity", MOST_PLACES):
            self.add_error("smallest", _("Số người ít nhất không thể lớn hơn số chỗ."))
        return given


class DistancesForm(forms.Form):
    """Kilometres from one commune to each of the others."""

    def __init__(self, *args: Any, others: list[Node], known: dict[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = {f"km-{node.pk}": node.pk for node in others}
        for node in others:
            self.fields[f"km-{node.pk}"] = forms.IntegerField(
                label=f"{node.sector} {node.name}".strip(),
                min_value=0,
                max_value=FARTHEST,
                required=False,
                initial=known.get(node.pk),
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "km"}),
            )

    def kilometres(self) -> dict[int, int | None]:
        """Give other commune -> kilometres, for those that were sent; None for one left empty."""
        return {pk: self.cleaned_data[name] for name, pk in self.others.items() if name in self.data}


class StartForm(forms.Form):
    """The days of a class made of a group."""

    since = DayField(label=gettext_lazy("Khai giảng ngày"))
    until = DayField(label=gettext_lazy("Bế giảng ngày"))
