"""Forms about log-ins and the roles they hold at units."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taonguon.accounts.enums import Role
from taonguon.orgs.forms import UnitField
from taonguon.rules.tree import Node


class GrantForm(forms.Form):
    """A role at a unit. Without a unit it is the whole site's, which only a whole-site administrator gives."""

    role = forms.ChoiceField(label=gettext_lazy("Vai trò"), choices=Role, initial=Role.CELL)
    unit = UnitField(
        label=gettext_lazy("Ở đơn vị"), help_text=gettext_lazy("Gõ vài chữ của tên rồi chọn trong danh sách.")
    )

    def __init__(self, *args: Any, units: list[Node], whole: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, UnitField)  # noqa: S101 declared above
        field.nodes = units
        field.required = not whole
        if whole:
            field.help_text = _("Gõ vài chữ của tên rồi chọn trong danh sách; bỏ trống là toàn bộ hệ thống.")

    @property
    def unit_pk(self) -> int | None:
        """The unit chosen; None for the whole site."""
        node = self.cleaned_data["unit"]
        return node.pk if node else None


class AccountForm(GrantForm):
    """A new log-in with its first role."""

    full_name = forms.CharField(label=gettext_lazy("Họ và tên"), max_length=120)
    username = forms.CharField(
        label=gettext_lazy("Tên đăng nhập"),
        max_length=150,
        help_text=gettext_lazy("Chữ không dấu, số và các ký tự . _ - viết liền."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    field_order = ("full_name", "username", "role", "unit")
