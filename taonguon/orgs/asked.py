"""What a request asks for: who asks, what he reaches, and on which day the page stands."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import HttpRequest
from django.utils.translation import gettext as _

from taonguon.accounts.enums import (
    MAY_CHANGE,
    MAY_LOAD_CLASSES,
    MAY_MANAGE,
    MAY_PLAN,
    MAY_REMIND,
    MAY_SEE_CASES,
    MAY_SEE_REGISTER,
    MAY_SEE_REMINDERS,
    MAY_TEACH,
)
from taonguon.accounts.models import User
from taonguon.orgs.access import Scope, scope_of
from taonguon.orgs.queries import Map, map_on
from taonguon.rules.dates import read_date_text
from taonguon.web.clock import today as clock_today

DAY = "ngay"
"""The address's parameter for the day: ?ngay=2018-04-19 (19/04/2018 is read too)."""


@dataclass(frozen=True)
class Asked:
    """Made once a request by `asked`; views pass it on, nothing else reads the clock."""

    user: User
    scope: Scope
    today: date
    on: date
    """The day the page shows: the tree, posts and memberships as they then were."""
    problem: str = ""
    """A sentence where the address's day could not be read or has not come; the page then stands on today."""

    @cached_property
    def map(self) -> Map:
        """The trees on the day the page shows."""
        return self.scope.map if self.on_today else map_on(self.on)

    @cached_property
    def may(self) -> dict[str, bool]:
        """What the log-in may do anywhere: which menu items and buttons a page offers."""
        scope = self.scope
        return {
            "change": scope.may(MAY_CHANGE),
            "cases": scope.may(MAY_SEE_CASES),
            "load": scope.may(MAY_LOAD_CLASSES),
            "plan": scope.may(MAY_PLAN),
            "teach": scope.may(MAY_TEACH),
            "register": scope.may(MAY_SEE_REGISTER),
            "remind": scope.may(MAY_REMIND),
            "reminders": scope.may(MAY_SEE_REMINDERS),
            "manage": scope.may(MAY_MANAGE),
            "trail": scope.may(MAY_MANAGE | MAY_PLAN),
        }

    @property
    def on_today(self) -> bool:
        """True where the page shows today."""
        return self.on == self.today


def asked(request: HttpRequest, *, ahead: bool = False) -> Asked:
    """Read who asks and which day the address names.

    A day that has not come has no figures: the page then says so and stands on today. `ahead`: pages about texts,
    which are known for days to come.
    """
    assert isinstance(request.user, User)  # noqa: S101 LoginRequiredMiddleware lets nobody else through
    today = clock_today()
    text = request.GET.get(DAY, "").strip()
    on, problem = today, ""
    if text:
        value = read_date_text(text).value
        if value is None or value.precision != "d":
            problem = _(
                "“%(text)s” không phải là một ngày; hãy viết như 19/04/2018. Trang đang xem ngày %(today)s."
            ) % {
                "text": text[:40],
                "today": f"{today:%d/%m/%Y}",
            }
        elif value.first > today and not ahead:
            problem = _("Ngày %(day)s chưa đến; số liệu là của hôm nay, %(today)s.") % {
                "day": f"{value.first:%d/%m/%Y}",
                "today": f"{today:%d/%m/%Y}",
            }
        else:
            on = value.first
    return Asked(request.user, scope_of(request.user, today), today, on, problem)
