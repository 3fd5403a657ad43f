"""Forms about log-ins and the roles they hold at units."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taonguon.accounts.enums import WHOLE_SITE, Role
from taonguon.orgs.forms import UnitField
from taonguon.rules.tree import Node
from taonguon.web.fields import declared


class GrantForm(forms.Form):
    """A role at a unit, or by its own tick at the whole site, which only a whole-site administrator gives."""

    role = forms.ChoiceField(
        label=gettext_lazy("Vai trò"),
        choices=[("", gettext_lazy("Chọn vai trò")), *Role.choices],
        error_messages={"required": gettext_lazy("Chưa chọn vai trò; hãy chọn một vai trò.")},
    )
    unit = UnitField(
        label=gettext_lazy("Ở đơn vị"),
        required=False,
        help_text=gettext_lazy("Gõ vài chữ của tên rồi chọn trong danh sách."),
    )
    everywhere = forms.BooleanField(label=gettext_lazy("Toàn hệ thống"), required=False)

    def __init__(self, *args: Any, units: list[Node], whole: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        declared(self, "unit", UnitField).nodes = units
        if whole:
            self.fields["everywhere"].help_text = _(
                "Chỉ đánh dấu khi vai trò này được thấy mọi đơn vị; chỉ dành cho: %(roles)s."
            ) % {"roles": _whole_site_roles()}
        else:
            del self.fields["everywhere"]

    def clean(self) -> dict[str, Any]:
        """Ask for the unit unless the whole site is chosen in so many words, and never take both."""
        given = self.cleaned_data
        role, everywhere = given.get("role"), given.get("everywhere", False)
        if everywhere and given.get("unit"):
            self.add_error("everywhere", _("Đã chọn đơn vị lại đánh dấu toàn hệ thống; hãy giữ một trong hai."))
        elif everywhere and role and role not in WHOLE_SITE:
            self.add_error(
                "everywhere",
                _("Vai trò %(role)s được giữ ở một đơn vị; toàn hệ thống chỉ dành cho: %(roles)s.")
                % {"role": Role(role).label, "roles": _whole_site_roles()},
            )
        elif not everywhere and "unit" in given and given["unit"] is None:
            self.add_error("unit", self._unit_needed())
        return given

    def _unit_needed(self) -> str:
        if "everywhere" in self.fields:
            return _("Chưa chọn đơn vị; hãy chọn đơn vị mà vai trò được giữ, hoặc đánh dấu “Toàn hệ thống”.")
        return _("Chưa chọn đơn vị; hãy chọn đơn vị mà vai trò được giữ.")

    @property
    def unit_pk(self) -> int | None:
        """The unit chosen; None for the whole site."""
        node = self.cleaned_data["unit"]
        return node.pk if node else None


def _whole_site_roles() -> str:
    return ", ".join(str(role.label) for role in WHOLE_SITE)


class AccountForm(GrantForm):
    """A new log-in with its first role."""

    full_name = forms.CharField(label=gettext_lazy("Họ và tên"), max_length=120)
    username = forms.CharField(
        label=gettext_lazy("Tên đăng nhập"),
        max_length=150,
        help_text=gettext_lazy("Chữ, số và các ký tự @ . + - _ viết liền."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    field_order = ("full_name", "username", "role", "unit", "everywhere")
