"""Forms about certificates on paper: how they are printed, the centre's template, checking a token."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taonguon.classes.paper.parent import TEMPLATE_MAX
from taonguon.classes.printing import Form, Heading

FORMS = (
    (Form.PDF_A5.value, gettext_lazy("PDF, khổ A5 ngang, mỗi trang một giấy")),
    (Form.PDF_A4.value, gettext_lazy("PDF, khổ A4, mỗi trang hai giấy để cắt")),
    (Form.DOCX.value, gettext_lazy("Word (.docx), theo mẫu của trung tâm")),
)


class PrintForm(forms.Form):
    """What stands above and below on every certificate, and what kind of file is made."""

    form = forms.ChoiceField(label=gettext_lazy("In ra"), choices=FORMS, widget=forms.RadioSelect)
    upper = forms.CharField(label=gettext_lazy("Cơ quan cấp trên"), max_length=120, required=False)
    issuer = forms.CharField(label=gettext_lazy("Cơ quan cấp giấy"), max_length=120)
    place = forms.CharField(label=gettext_lazy("Địa danh"), max_length=80, required=False)
    post = forms.CharField(label=gettext_lazy("Chức vụ người ký"), max_length=80)
    signer = forms.CharField(label=gettext_lazy("Họ tên người ký"), max_length=80, required=False)

    def heading(self) -> Heading:
        """Give the words of the letterhead."""
        return Heading(**{name: self.cleaned_data[name] for name in ("upper", "issuer", "place", "post", "signer")})


class TemplateForm(forms.Form):
    """A centre's own template."""

    file = forms.FileField(
        label=gettext_lazy("Tệp mẫu .docx"), widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
        error_messages={"required": gettext_lazy("Chưa chọn tệp mẫu nào.")},
    )  # fmt: skip

    def clean_file(self) -> Any:
        """Refuse by its size what need not be read."""
        given = self.cleaned_data["file"]
        if (given.size or 0) > TEMPLATE_MAX:
            raise forms.ValidationError(
                _("Tệp mẫu nặng quá %(most)s MB; hãy bỏ bớt hình hoặc thu nhỏ hình.") % {"most": TEMPLATE_MAX // 2**20}
            )
        return given


class CheckForm(forms.Form):
    """A token, or a number."""

    ma = forms.CharField(
        label=gettext_lazy("Mã trên giấy (GCN1.…) hoặc số giấy"), max_length=1200,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false", "autofocus": True}),
        error_messages={"required": gettext_lazy("Hãy quét hoặc dán mã, hoặc gõ số giấy.")},
    )  # fmt: skip

    def clean_ma(self) -> str:
        """Give what was pasted without what no database takes."""
        given: Any = self.cleaned_data["ma"]
        return str(given).replace("\x00", "").strip()
