"""Tags and filters every template has without loading them.

`{{ x|share }}` a percentage ('66,67 %', a dash for none) · `{{ d|day }}` a day or partial date ·
`{% keep %}` '?ngay=…' for a link to another page · `{% keep don_vi=3 %}` the same with more ·
`{% nav %}` the menu by right ·
`{% same trang=2 %}` the page's own address with something changed, None takes it out ·
`{% other_parameters 'ky' %}` hidden fields that keep the rest of the address in a form for `ky`.
In names of parameters `_` stands for `-`.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.utils.formats import number_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from taonguon.rules.dates import PartialDate
from taonguon.web.menu import menu

register = template.Library()

DAY = "ngay"
NOTHING = "–"
_KEPT_MAX = 30


@register.filter
def share(value: float | None) -> str:
    """Write a percentage with two decimals, rounded half up; a share of nothing is a dash."""
    if value is None:
        return NOTHING
    # number_format cuts off what it does not write.
    return f"{number_format(Decimal(str(value)).quantize(Decimal('0.01'), ROUND_HALF_UP), 2)} %"


@register.filter
def day(value: date | PartialDate | None) -> str:
    """Write a day, or as much of it as is known; a dash where nothing is."""
    if value is None:
        return NOTHING
    return str(value) if isinstance(value, PartialDate) else f"{value:%d/%m/%Y}"


def _query(pairs: list[tuple[str, str]], changes: dict[str, Any]) -> str:
    changed = {name.replace("_", "-"): value for name, value in changes.items()}
    out = [(name, value) for name, value in pairs if name not in changed]
    out += [(name, str(value)) for name, value in changed.items() if value not in {None, ""}]
    return f"?{urlencode(out)}" if out else ""


def _asked(context: Context) -> list[tuple[str, str]]:
    request = context.get("request")
    if request is None:
        return []
    pairs = [(name, value) for name, values in request.GET.lists() for value in values if value]
    return pairs[:_KEPT_MAX]


@register.simple_tag(takes_context=True)
def keep(context: Context, **more: Any) -> str:
    """Give the query of a link to another page: the day the reader looks at, and what is named."""
    asked = context.get("asked")
    pairs = [] if asked is None or asked.on_today else [(DAY, asked.on.isoformat())]
    return _query(pairs, more)


@register.inclusion_tag("web/_nav.html", takes_context=True)
def nav(context: Context, *, flat: bool = False) -> dict[str, Any]:
    """Draw the menu; flat for a narrow screen, where the whole is one list."""
    return {**menu(context["asked"].may, str(context.get("here") or ""), keep(context)), "flat": flat}


@register.simple_tag(takes_context=True)
def same(context: Context, **changes: Any) -> str:
    """Give the query of a link to this very page with something changed."""
    return _query(_asked(context), changes) or "?"


@register.simple_tag(takes_context=True)
def other_parameters(context: Context, *but: str) -> SafeString:
    """Give hidden fields for all parameters but the named ones (the day where none is) and a list's page."""
    out = {*(but or (DAY,)), "trang"}
    pairs = [pair for pair in _asked(context) if pair[0] not in out]
    return format_html_join("\n", '<input type="hidden" name="{}" value="{}">', pairs)
