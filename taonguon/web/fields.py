"""Form fields that speak of days as offices write them, and how a refusal reaches its field."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from taonguon.rules.dates import Defect, PartialDate, read_date_text
from taonguon.rules.refusal import RefusedError

_SHOWN = 40


class PartialDateField(forms.CharField):
    """A date as far as it is known: 12/03/1980, 03/1980 or 1980. Gives a PartialDate, or None for nothing."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 30)
        super().__init__(**kwargs)
        self.widget.attrs.update({"autocomplete": "off", "inputmode": "text"})

    def to_python(self, value: Any) -> PartialDate | None:  # type: ignore[override]  # typed, not text
        """Read the text; say what was found and what is needed."""
        text = str(super().to_python(value) or "").strip()
        # In a hand-typed form two digits are this century as often as the last, and a bare number is no day.
        if text and ((text.isdigit() and len(text) != 4) or not any(len(p) == 4 for p in _parts(text))):
            raise ValidationError(
                _("“%(text)s” không có năm bốn chữ số; hãy viết như 19/04/2018.") % {"text": text[:_SHOWN]}
            )
        read = read_date_text(text)
        if read.defect == Defect.IMPOSSIBLE:
            raise ValidationError(
                _("“%(text)s” không có trong lịch; hãy viết một ngày có thật như 19/04/2018.") % {"text": text[:_SHOWN]}
            )
        if read.defect is not None:
            raise ValidationError(
                _("“%(text)s” không đọc được thành ngày; hãy viết như 19/04/2018.") % {"text": text[:_SHOWN]}
            )
        return read.value

    def prepare_value(self, value: Any) -> Any:
        """Show a date the way it is typed."""
        if isinstance(value, date):
            return f"{value:%d/%m/%Y}"
        return str(value) if isinstance(value, PartialDate) else value


class DayField(PartialDateField):
    """A whole day. Gives a date, or None for nothing."""

    def to_python(self, value: Any) -> date | None:  # type: ignore[override]
        """Refuse what lacks its day or month."""
        read = super().to_python(value)
        if read is None:
            return None
        if read.precision != "d":
            raise ValidationError(
                _("“%(text)s” thiếu ngày hoặc tháng; cần đủ như 19/04/2018.") % {"text": str(value)[:_SHOWN]}
            )
        return read.first


def _parts(text: str) -> list[str]:
    return "".join(c if c.isdigit() else " " for c in text).split()


def refuse(form: forms.Form, refused: RefusedError) -> None:
    """Put a refusal beside the field it speaks of, or above the form."""
    form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
