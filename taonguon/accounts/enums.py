"""Roles, and what each may do."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A role is held at a unit and reaches that unit and all below it."""

    ADMIN = "admin", _("Quản trị")
    BOARD = "board", _("Ban tổ chức")
    COMMUNE = "commune", _("Đảng ủy xã")
    CELL = "cell", _("Bí thư chi bộ")
    CENTRE = "centre", _("Trung tâm chính trị")
    MASS = "mass", _("Đoàn thể")
    LEADER = "leader", _("Lãnh đạo (chỉ xem)")


class Every(models.TextChoices):
    """How often a digest comes by mail."""

    DAY = "day", _("Hằng ngày")
    WEEK = "week", _("Mỗi tuần một lần, đầu tuần")


MAY_CHANGE = frozenset({Role.BOARD, Role.COMMUNE, Role.CELL})
"""People, posts and tenures by hand."""
MAY_SEE_CASES = frozenset({Role.BOARD, Role.COMMUNE, Role.CELL, Role.LEADER})
"""The ledger of candidacies. The centre and the mass organisations see of it only what waits for them."""
MAY_SUGGEST = MAY_CHANGE | {Role.MASS, Role.CENTRE}
"""Suggesting people for the list of a cell."""
MAY_ANSWER = frozenset({Role.BOARD, Role.COMMUNE})
"""Answering a cell's monthly review, for the committee above."""
MAY_LOAD = frozenset({Role.BOARD, Role.COMMUNE})
"""Files; units and villages by hand."""
MAY_LOAD_CLASSES = MAY_LOAD | {Role.CENTRE}
"""Lists of classes."""
MAY_AGREE = frozenset({Role.BOARD, Role.COMMUNE})
"""The committee's word on whom its cells propose for a class."""
MAY_TEACH = frozenset({Role.CENTRE, Role.BOARD})
"""Classes: planning, enrolling, attendance, results, certificates."""
MAY_REACH_OUT = frozenset({Role.MASS, Role.BOARD, Role.COMMUNE, Role.CELL})
"""The mass organisations' activities, and whom they propose."""
MAY_PLAN = frozenset({Role.BOARD})
"""The Scheme's goals."""
MAY_APPRAISE = frozenset({Role.BOARD})
"""The board's desk: dossiers taken in, asked about, put before the standing committee."""
MAY_SEE_REGISTER = frozenset({Role.BOARD, Role.LEADER, Role.COMMUNE})
"""The hand-over register, each as far as it reaches; a cell sees the lines of its own cases on their pages."""
MAY_SHARE = frozenset({Role.BOARD, Role.COMMUNE})
"""The year's targets of the units directly below."""
MAY_REMIND = frozenset({Role.BOARD, Role.COMMUNE})
"""Reminders: drafting and sending them to the units directly below."""
MAY_SEE_REMINDERS = frozenset({Role.BOARD, Role.COMMUNE, Role.CELL, Role.LEADER})
"""Reminders sent to or by the units in reach."""
MAY_MANAGE = frozenset({Role.ADMIN})
"""Accounts and grants."""
WHOLE_SITE = (Role.ADMIN, Role.BOARD, Role.LEADER)
"""Roles that may be held at the whole site; the others are work at a unit."""
