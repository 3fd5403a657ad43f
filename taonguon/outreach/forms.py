"""Forms about activities and the people noticed at them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from taonguon.admissions.review_enums import Body
from taonguon.orgs.forms import UnitField, VillageField
from taonguon.outreach.actions import Held
from taonguon.outreach.enums import Form
from taonguon.people.enums import Sex
from taonguon.rules.tree import Node
from taonguon.web.fields import DayField, PartialDateField, declared

NEW = "new"


class HeldForm(forms.Form):
    """One activity: who held it, where, when, about what, and how many came."""

    body = forms.ChoiceField(label=_("Đoàn thể"), choices=Body)
    unit = UnitField(label=_("Đơn vị"), help_text=_("Đảng bộ, chi bộ nơi tổ chức; gõ vài chữ rồi chọn."))
    village = VillageField(label=_("Thôn, bản, khu phố"), required=False)
    form = forms.ChoiceField(label=_("Hình thức"), choices=Form)
    on = DayField(label=_("Ngày"))
    place = forms.CharField(label=_("Địa điểm"), max_length=120, required=False)
    topic = forms.CharField(
        label=_("Nội dung"), max_length=200, help_text=_("Chủ đề của buổi; không ghi tên hay nhận xét về người dự.")
    )
    present = forms.IntegerField(label=_("Số người dự"), min_value=1)

    def __init__(self, *args: Any, units: list[Node], villages: list[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, nodes in (("unit", units), ("village", villages)):
            declared(self, name, UnitField).nodes = nodes

    def held(self, village: Any) -> Held:
        """Give what is recorded; `village` is the place found for the field of that name."""
        given = self.cleaned_data
        return Held(
            given["body"], given["form"], given["on"], given["topic"], given["present"], given["place"], village
        )


class PhotoForm(forms.Form):
    """A picture with what it shows and who took it."""

    file = forms.FileField(label=_("Ảnh (JPEG, PNG, WebP)"))
    caption = forms.CharField(
        label=_("Chú thích"), max_length=200, help_text=_("Ảnh chụp hoạt động gì; không ghi nhận xét về người.")
    )
    credit = forms.CharField(label=_("Người chụp, nguồn ảnh"), max_length=120)


class NoticeForm(forms.Form):
    """Somebody noticed at an activity. Found first among those known; nobody is proposed without his consent."""

    name = forms.CharField(label=_("Họ và tên"), max_length=120)
    born = PartialDateField(
        label=_("Ngày sinh"), help_text=_("Biết đến đâu ghi đến đó: 12/03/1990, 03/1990 hoặc 1990.")
    )
    sex = forms.ChoiceField(label=_("Giới tính"), choices=[("", "–"), *Sex.choices], required=False)
    village = VillageField(label=_("Nơi ở (thôn, bản, khu phố)"))
    cell = UnitField(label=_("Chi bộ xem xét"), help_text=_("Bỏ trống: chi bộ phụ trách thôn nơi ở."), required=False)
    consent_on = DayField(label=_("Ngày người này đồng ý được giới thiệu"))
    who = forms.ChoiceField(label=_("Người đã có trong hệ thống"), required=False, widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, cells: list[Node], villages: list[Node], known: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, nodes in (("cell", cells), ("village", villages)):
            declared(self, name, UnitField).nodes = nodes
        if known:
            who = declared(self, "who", forms.ChoiceField)
            who.choices = [*known, (NEW, _("Không phải ai trong số này: người mới"))]
            who.required = True
        else:
            del self.fields["who"]
