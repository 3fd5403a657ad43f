"""Forms about people and who holds which post: strings of a request to typed values."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taonguon.orgs.forms import VillageField
from taonguon.people.enums import VILLAGE_POSTS, PostKind, Sex
from taonguon.rules.names import ethnic_group, tidy
from taonguon.rules.tree import Node
from taonguon.web.asking import as_number
from taonguon.web.fields import DayField, PartialDateField, declared

NEW = "new"
_UNKNOWN = ("", gettext_lazy("Chưa rõ"))


class EndForm(forms.Form):
    """The day from which somebody no longer holds a post."""

    until = DayField(
        label=gettext_lazy("Thôi giữ từ ngày"), help_text=gettext_lazy("Từ ngày này người đó không còn giữ chức danh.")
    )


class TenureDaysForm(forms.Form):
    """The days of a tenure put right."""

    since = DayField(
        label=gettext_lazy("Giữ từ ngày"),
        required=False,
        help_text=gettext_lazy("Bỏ trống nếu giữ từ trước, không rõ ngày."),
    )
    until = DayField(
        label=gettext_lazy("Thôi giữ từ ngày"), required=False, help_text=gettext_lazy("Bỏ trống nếu nay vẫn giữ.")
    )


class FactsForm(forms.Form):
    """What is recorded of a person."""

    name = forms.CharField(label=gettext_lazy("Họ và tên"), max_length=120)
    born = PartialDateField(
        label=gettext_lazy("Ngày sinh"),
        required=False,
        help_text=gettext_lazy("Biết đến đâu ghi đến đó: 12/03/1980, 03/1980 hoặc 1980."),
    )
    sex = forms.ChoiceField(label=gettext_lazy("Giới tính"), choices=[_UNKNOWN, *Sex.choices], required=False)
    ethnicity = forms.CharField(label=gettext_lazy("Dân tộc"), max_length=40, required=False)

    def clean_name(self) -> str:
        """Refuse a name without letters."""
        name = tidy(self.cleaned_data["name"])
        if name and not any(c.isalpha() for c in name):
            raise forms.ValidationError(_("“%(name)s” không có chữ nào; cần họ và tên.") % {"name": name})
        return name

    def clean_ethnicity(self) -> str:
        """Write a known group the way the state's list does."""
        return ethnic_group(self.cleaned_data["ethnicity"])

    def facts(self) -> dict[str, Any]:
        """Give what the actions take."""
        return {key: self.cleaned_data[key] for key in ("name", "born", "sex", "ethnicity")}


class PersonForm(FactsForm):
    """A person put right, with where he lives."""

    lives_in = VillageField(
        label=gettext_lazy("Nơi ở"),
        required=False,
        help_text=gettext_lazy("Gõ vài chữ của tên thôn rồi chọn trong danh sách."),
    )
    moved_on = DayField(
        label=gettext_lazy("Chuyển đến từ ngày"),
        required=False,
        help_text=gettext_lazy("Bỏ trống nếu chỉ sửa điều đã ghi sai."),
    )

    def __init__(self, *args: Any, villages: list[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        declared(self, "lives_in", VillageField).nodes = villages


class BeginForm(FactsForm):
    """From which day who holds a post: somebody found, or somebody new."""

    who = forms.CharField(max_length=20, widget=forms.HiddenInput, error_messages={"required": ""})
    since = DayField(label=gettext_lazy("Giữ từ ngày"))
    field_order = ("since", "who", "name", "born", "sex", "ethnicity")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].error_messages["required"] = _("Hãy chọn một người trong danh sách, hoặc người mới.")
        self.fields["name"].required = self.is_new

    @property
    def is_new(self) -> bool:
        """True where the person is to be added on the spot."""
        return str(self.data.get("who", "")) == NEW

    @property
    def person_pk(self) -> int:
        """The person chosen; 0 where what was sent is no number."""
        return as_number(str(self.cleaned_data["who"])) or 0


class PostsForm(forms.Form):
    """Which of the six posts a village has."""

    posts = forms.MultipleChoiceField(
        label=gettext_lazy("Chức danh có ở nơi này"),
        choices=[(kind.value, kind.label) for kind in VILLAGE_POSTS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def post_label(kind: str) -> str:
    """Give a post's name for the screen."""
    return str(PostKind(kind).label)
