"""Forms of one's own log-in."""

from typing import Any

from allauth.account.forms import ChangePasswordForm
from django import forms
from django.utils.translation import gettext_lazy as _

from taonguon.accounts.actions import set_password
from taonguon.accounts.enums import Every


class OwnPasswordForm(ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    """A change of one's own password. allauth's view calls `save`, which is our action."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (
            ("oldpassword", _("Mật khẩu hiện tại")),
            ("password1", _("Mật khẩu mới")),
            ("password2", _("Nhập lại mật khẩu mới")),
        ):
            field = self.fields[name]
            field.label = label
            field.widget.attrs.pop("placeholder", None)
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = _("Ít nhất 10 ký tự, không dễ đoán, không giống tên đăng nhập.")

    def clean(self) -> dict[str, Any]:
        """Compare the two fields, in our own words."""
        cleaned: dict[str, Any] = forms.Form.clean(self) or self.cleaned_data
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("Hai lần nhập mật khẩu mới không giống nhau."))
        return cleaned

    def save(self) -> None:
        """Set it, and leave a mark in the trail."""
        set_password(self.user, self.cleaned_data["password1"], actor=self.user)


class DigestForm(forms.Form):
    """How often one's digest comes, and where to."""

    every = forms.ChoiceField(
        label=_("Nhận thư"), choices=[("", _("Không nhận")), *Every.choices], required=False, widget=forms.RadioSelect
    )
    address = forms.EmailField(label=_("Địa chỉ thư"), max_length=254, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the address where mail is wanted."""
        given = self.cleaned_data
        if given.get("every") and not given.get("address") and not self.has_error("address"):
            self.add_error("address", _("Chưa có địa chỉ thư; hãy ghi địa chỉ để nhận."))
        return given
