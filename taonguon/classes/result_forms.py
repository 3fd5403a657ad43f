"""Forms about certificates: whom they are given to, and why one is given again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from taonguon.classes.results import Candidate
from taonguon.people.enums import Reissued
from taonguon.web.fields import DayField, declared


class IssueForm(forms.Form):
    """Who is certified, all of those able unless one is left out; and on which day."""

    who = forms.TypedMultipleChoiceField(
        label=_("Cấp cho"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Hãy chọn ít nhất một người.")},
    )  # fmt: skip
    on = DayField(label=_("Ngày cấp"))

    def __init__(self, *args: Any, able: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = declared(self, "who", forms.TypedMultipleChoiceField)
        field.choices = [(c.enrolment.pk, _named(c)) for c in able]
        field.initial = [c.enrolment.pk for c in able]


def _named(one: Candidate) -> str:
    born, grade = one.enrolment.person.born, one.enrolment.grade
    parts = [one.enrolment.person.name, str(born) if born else "", grade.name if grade else ""]
    return " · ".join(filter(None, parts))


class ReissueForm(forms.Form):
    """Why a certificate is given again, and when."""

    cause = forms.ChoiceField(label=_("Lý do"), choices=Reissued, widget=forms.RadioSelect)
    on = DayField(label=_("Ngày cấp lại"))
    replaces = forms.IntegerField(required=False, widget=forms.HiddenInput)
    """The certificate the form was opened for: of two who open it at once only the first replaces it."""
