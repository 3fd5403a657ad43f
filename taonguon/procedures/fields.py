"""Fields of the facts of a case, by their kind; and how a value of a case is written into them."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from taonguon.rules.casefile import ALIASES, LARGEST
from taonguon.web.fields import DayField, PartialDateField, TypedField
from taonguon.wording.sentences import word, words

YES, NO = "yes", "no"
NOTHING = "-"
"""The tick for none of a list: known to be empty, where no tick at all is not known."""
_LISTS = {"helper.kind": "helper_kind"}
_NOT_KNOWN = pgettext_lazy("fact", "chưa biết")
_SEPARATORS = re.compile(r"[\s,;]+")


class SomeField(forms.MultipleChoiceField):
    """Some of a list, or a tick for none of it. Gives a tuple; None where nothing is ticked at all."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> tuple[str, ...] | None:
        """Refuse some and none at once."""
        ticked = tuple(super().clean(value))
        if NOTHING in ticked and len(ticked) > 1:
            raise forms.ValidationError(_("Đã đánh dấu “không có mục nào” thì không đánh dấu thêm mục khác."))
        return () if NOTHING in ticked else ticked or None


class RulesField(TypedField):
    """Ids of rules, as a case file names them. Gives a tuple; None for nothing."""

    longest = 2000

    def __init__(self, *, known: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.known = known

    def to_python(self, value: Any) -> tuple[str, ...] | None:
        """Read the ids; name the first that is none."""
        given = [name.upper() for name in _SEPARATORS.split(self.text(value)) if name]
        found = tuple(ALIASES.get(name, name) for name in given)
        for name in found:
            if name not in self.known:
                raise forms.ValidationError(_("“%(name)s” không phải mã của quy định nào.") % {"name": name})
        return found or None


def label_of(fact: str, language: str) -> str:
    """Name a fact as the label of its field."""
    name = word("fact", fact, language)
    return name[:1].upper() + name[1:]


def fact_field(fact: str, meta: Mapping[str, Any], language: str) -> forms.Field:
    """Give the field of a fact, by its kind. Whatever is left empty is not known."""
    common: dict[str, Any] = {"required": False, "label": label_of(fact, language)}
    if meta["kind"] == "day":
        return DayField(**common)
    if meta["kind"] == "partial":
        return PartialDateField(**common)
    if meta["kind"] == "number":
        return forms.IntegerField(min_value=0, max_value=LARGEST, **common)
    if meta["kind"] == "flag":
        flags = [("", _NOT_KNOWN), (YES, word("choice", "yes", language)), (NO, word("choice", "no", language))]
        widget = forms.RadioSelect
        return forms.TypedChoiceField(choices=flags, coerce=YES.__eq__, empty_value=None, widget=widget, **common)
    named = words(_LISTS.get(fact) or fact.rpartition(".")[2], language)
    allowed = [(code, named[code]) for code in meta["allowed"]]
    if meta["kind"] == "choices":
        return SomeField(choices=[*allowed, (NOTHING, _("không có mục nào"))], **common)
    return forms.TypedChoiceField(choices=[("", _NOT_KNOWN), *allowed], empty_value=None, **common)


def written(value: object) -> list[str]:
    """Give what one would send for a value: nothing for what is not known."""
    if value is None:
        return []
    if isinstance(value, bool):
        return [YES if value else NO]
    if isinstance(value, tuple):
        return list(value) or [NOTHING]
    return [f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)]
