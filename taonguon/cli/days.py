"""A day on the command line."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    _DayType = click.ParamType[date]
else:
    _DayType = click.ParamType


class Day(_DayType):
    """A day as 2018-04-19 or 19/04/2018."""

    name = "NGÀY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the text, or say what is needed."""
        from taonguon.rules.dates import read_date_text

        if isinstance(value, date):
            return value
        found = read_date_text(str(value)).value
        if found is None or found.precision != "d":
            self.fail(f"“{value}” không phải là một ngày; hãy viết như 2018-04-19 hoặc 19/04/2018.", param, ctx)
        return found.first
