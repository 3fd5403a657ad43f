"""Form fields that speak of days as offices write them, and how a refusal reaches its field."""

import re
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from taonguon.rules.dates import Defect, PartialDate, read_date_text
from taonguon.rules.refusal import RefusedError

Kind = TypeVar("Kind", bound=forms.Field)
_NUMBERS = re.compile(r"\d+")


class TypedField(forms.Field):
    """A line of text that stands for something else; each kind of it reads the text its own way."""

    widget = forms.TextInput
    longest = 300

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"autocomplete": "off", "maxlength": str(self.longest)})

    def text(self, value: Any) -> str:
        """Give what was typed, without what no database takes, and never longer than the field."""
        return str(value or "").replace("\x00", "").strip()[: self.longest]


class _DateField(TypedField):
    longest = 30

    def prepare_value(self, value: Any) -> Any:
        """Show a date the way it is typed."""
        if isinstance(value, date):
            return f"{value:%d/%m/%Y}"
        return str(value) if isinstance(value, PartialDate) else value


class PartialDateField(_DateField):
    """A date as far as it is known: 12/03/1980, 03/1980 or 1980. Gives a PartialDate, or None for nothing."""

    def to_python(self, value: Any) -> PartialDate | None:
        """Read the text; say what was found and what is needed."""
        return _read(self.text(value))


class DayField(_DateField):
    """A whole day. Gives a date, or None for nothing."""

    def to_python(self, value: Any) -> date | None:
        """Refuse what lacks its day or month."""
        read = _read(self.text(value))
        if read is not None and read.precision != "d":
            raise ValidationError(
                _("“%(text)s” thiếu ngày hoặc tháng; cần đủ như 19/04/2018.") % {"text": self.text(value)}
            )
        return read.first if read else None


def _read(text: str) -> PartialDate | None:
    # In a hand-typed form two digits are this century as often as the last, and a bare number is no day.
    if text and ((text.isdigit() and len(text) != 4) or not any(len(p) == 4 for p in _NUMBERS.findall(text))):
        raise ValidationError(_("“%(text)s” không có năm bốn chữ số; hãy viết như 19/04/2018.") % {"text": text})
    read = read_date_text(text)
    if read.defect == Defect.IMPOSSIBLE:
        raise ValidationError(
            _("“%(text)s” không có trong lịch; hãy viết một ngày có thật như 19/04/2018.") % {"text": text}
        )
    if read.defect is not None:
        raise ValidationError(_("“%(text)s” không đọc được thành ngày; hãy viết như 19/04/2018.") % {"text": text})
    return read.value


def declared(form: forms.BaseForm, name: str, kind: type[Kind]) -> Kind:
    """Give a field of a form as the kind it is declared as: its choices are known only when it is shown."""
    field = form.fields[name]
    if not isinstance(field, kind):
        raise TypeError(name)
    return field


def refuse(form: forms.Form, refused: RefusedError) -> None:
    """Put a refusal beside the field it speaks of, or above the form."""
    form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
