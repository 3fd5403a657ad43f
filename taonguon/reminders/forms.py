"""Forms about reminders: strings of a request to typed values. Lists are closed; nothing is free text but names and numbers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from taonguon.reminders.actions import Wish
from taonguon.reminders.enums import BY_PERSON, PROPOSED, Ask, Because, Way, Withdrawn
from taonguon.reminders.models import HEAD
from taonguon.web.fields import DayField, declared


class DraftForm(forms.Form):
    """What a draft asks for and until when; to send it, the day it was signed and how it goes out."""

    asks = forms.MultipleChoiceField(label=_("Yêu cầu"), required=False, widget=forms.CheckboxSelectMultiple)
    due_on = DayField(label=_("Chậm nhất vào ngày"), help_text=_("Mười ngày là thường lệ; không rơi vào ngày nghỉ."))  # fmt: skip

    def __init__(self, *args: Any, report: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = PROPOSED if report else [ask for ask in Ask if ask not in PROPOSED]
        if report:
            self.fields["asks"].label = _("Kiến nghị")
            del self.fields["due_on"]
        declared(self, "asks", forms.MultipleChoiceField).choices = [(ask.value, ask.label) for ask in fitting]

    def wish(self) -> Wish:
        """Give what a person wants of the draft."""
        return Wish(self.cleaned_data["asks"], self.cleaned_data.get("due_on"))


class SendForm(forms.Form):
    """Under which number, when a dispatch was signed and how it goes out."""

    number = forms.IntegerField(
        label=_("Số"), min_value=1, max_value=99_999, required=False,
        help_text=_("Bỏ trống thì lấy số tiếp theo của sổ. Sổ công văn của cơ quan đã cấp số khác thì ghi số đó; gửi nhiều văn bản thì đây là số đầu."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    signed_on = DayField(label=_("Ngày ký"))
    way = forms.ChoiceField(label=_("Cách gửi"), choices=Way, widget=forms.RadioSelect)


class AnswerForm(forms.Form):
    """The unit's answer."""

    on = DayField(label=_("Ngày trả lời"))
    number = forms.CharField(label=_("Số, ký hiệu văn bản trả lời"), max_length=40)


class CloseForm(forms.Form):
    """Why nothing more is asked."""

    because = forms.ChoiceField(
        label=_("Lý do"), choices=[(one.value, one.label) for one in BY_PERSON], widget=forms.RadioSelect
    )

    def reason(self) -> Because:
        """Give the reason."""
        return Because(self.cleaned_data["because"])


class WithdrawForm(forms.Form):
    """Why a sent dispatch is taken back."""

    because = forms.ChoiceField(label=_("Lý do"), choices=Withdrawn, widget=forms.RadioSelect)

    def reason(self) -> Withdrawn:
        """Give the reason."""
        return Withdrawn(self.cleaned_data["because"])


class LetterheadForm(forms.Form):
    """What stands around the words of a dispatch, and how it is numbered."""

    issuer_over = forms.CharField(label=_("Cơ quan cấp trên"), max_length=120, required=False)
    issuer = forms.CharField(label=_("Cơ quan ban hành"), max_length=120)
    symbol = forms.CharField(
        label=_("Ký hiệu"),
        max_length=30,
        help_text=_("Phần sau số, ví dụ CV/BTCHU. Báo cáo cấp trên mang BC thay cho CV và đánh số riêng."),
    )
    place = forms.CharField(label=_("Địa danh"), max_length=80)
    authority = forms.CharField(
        label=_("Thẩm quyền ký"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Mỗi dòng một câu, ví dụ T/M Ban Thường vụ, K/T Trưởng ban; bỏ trống nếu người đứng đầu tự ký."),
    )  # fmt: skip
    signer_title = forms.CharField(label=_("Chức vụ người ký"), max_length=80)
    signer = forms.CharField(label=_("Họ tên người ký"), max_length=80)
    term_since = DayField(
        label=_("Ngày đầu nhiệm kỳ"), required=False,
        help_text=_("Số chạy theo nhiệm kỳ từ ngày này; bỏ trống thì mỗi năm đánh số lại từ 1."),
    )  # fmt: skip
    last = forms.IntegerField(
        label=_("Số cuối đã cấp ngoài sổ này"), min_value=0, max_value=99_999, required=False,
        help_text=_("Chỉ ghi được khi sổ này chưa cấp số nào."), widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip

    def head(self) -> dict[str, Any]:
        """Give what is kept of a letterhead."""
        return {name: self.cleaned_data[name] for name in (*HEAD, "term_since")}
