"""Codes of units and places, and the sets made from them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """Levels of the Party's own tree. Any level may be missing in a branch."""

    PROVINCE = "province", _("Đảng bộ tỉnh")
    DISTRICT = "district", _("Đảng bộ huyện")
    GRASSROOTS = "grassroots", _("Đảng bộ cơ sở")
    SECTION = "section", _("Đảng bộ bộ phận")
    BASE_CELL = "base-cell", _("Chi bộ cơ sở")
    CELL = "cell", _("Chi bộ")


CELLS = frozenset({OrganisationKind.CELL, OrganisationKind.BASE_CELL})
BASES = frozenset({OrganisationKind.GRASSROOTS, OrganisationKind.BASE_CELL})
"""What the statutes call a grassroots organisation, with or without cells below."""
KINDS_BELOW: dict[OrganisationKind, tuple[OrganisationKind, ...]] = {
    OrganisationKind.PROVINCE: (
        OrganisationKind.DISTRICT, OrganisationKind.GRASSROOTS, OrganisationKind.BASE_CELL,
    ),
    OrganisationKind.DISTRICT: (OrganisationKind.GRASSROOTS, OrganisationKind.BASE_CELL),
    OrganisationKind.GRASSROOTS: (OrganisationKind.SECTION, OrganisationKind.CELL),
    OrganisationKind.SECTION: (OrganisationKind.CELL,),
    OrganisationKind.BASE_CELL: (),
    OrganisationKind.CELL: (),
}  # fmt: skip
"""Which levels may stand directly below a level; a province may have no districts."""


class Sector(models.TextChoices):
    """Where the members of a unit live or work."""

    VILLAGE = "village", _("Thôn, bản, khu phố")
    AGENCY = "agency", _("Cơ quan")
    SCHOOL = "school", _("Trường học")
    HEALTH = "health", _("Y tế")
    FORCES = "forces", _("Lực lượng vũ trang")
    ENTERPRISE = "enterprise", _("Doanh nghiệp")
    OTHER = "", _("Chưa ghi")


class LocalityKind(models.TextChoices):
    """Levels of the state's tree of places."""

    PROVINCE = "province", _("Tỉnh")
    DISTRICT = "district", _("Huyện")
    COMMUNE = "commune", _("Xã, phường, thị trấn")
    VILLAGE = "village", _("Thôn, bản, khu phố")


class ServiceKind(models.TextChoices):
    """How a cell stands to a village: it is the village's own (or combined), or only charged with it."""

    COVERS = "covers", _("Chi bộ của thôn")
    HANDLES = "handles", _("Được giao phụ trách")
