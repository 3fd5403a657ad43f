"""Units and places: who they are, apart from what they were called and where they stood, from-until.

`since` empty means "since before anything we know", `until` empty means "still"; `until` itself is
the first day on which the row no longer holds.
"""

from django.db import models
from django.db.models import F, Q

from taonguon.orgs.enums import LocalityKind, OrganisationKind, Sector, ServiceKind


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    """Give the constraint of a dated row, under a name of its own."""
    return models.CheckConstraint(
        name=name,
        condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gt=F("since")),
        violation_error_message="The last day comes after the first.",
    )


class Locality(models.Model):
    """A province, district, commune or village as an identity; its name and parent are dated."""

    code = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.code


class LocalitySpan(models.Model):
    """What a place was called, and what it was part of, over a span of days."""

    locality = models.ForeignKey(Locality, models.PROTECT, related_name="spans")
    parent = models.ForeignKey(Locality, models.PROTECT, null=True, blank=True, related_name="child_spans")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=LocalityKind)
    form = models.CharField(max_length=24, blank=True)
    """The word before the name: thôn, bản, khu, xã, thị trấn."""
    position = models.PositiveIntegerField(default=0)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            ends_after_it_begins("locality_span_ends_after_it_begins"),
            models.UniqueConstraint(
                name="one_standing_span_of_a_locality", fields=("locality",), condition=Q(until__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.form} {self.name}".strip()


class Organisation(models.Model):
    """A Party organisation as an identity; its name, level and parent are dated."""

    code = models.CharField(max_length=40, unique=True)
    territory = models.ForeignKey(Locality, models.PROTECT, null=True, blank=True, related_name="committees")
    """The place a committee is responsible for: the commune of a commune's committee."""
    founded_on = models.DateField(null=True, blank=True)
    founded_precision = models.CharField(max_length=1, blank=True, default="")

    def __str__(self) -> str:
        return self.code


class OrganisationSpan(models.Model):
    """What a unit was called, its level and its parent, over a span of days."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="spans")
    parent = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="child_spans")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=OrganisationKind)
    sector = models.CharField(max_length=16, choices=Sector, blank=True, default=Sector.OTHER)
    position = models.PositiveIntegerField(default=0)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            ends_after_it_begins("organisation_span_ends_after_it_begins"),
            models.UniqueConstraint(
                name="one_standing_span_of_an_organisation", fields=("organisation",), condition=Q(until__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """A cell serves a village from-until: as the village's own cell, or as the one charged with it."""

    cell = models.ForeignKey(Organisation, models.PROTECT, related_name="services")
    locality = models.ForeignKey(Locality, models.PROTECT, related_name="services")
    kind = models.CharField(max_length=8, choices=ServiceKind)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            ends_after_it_begins("service_ends_after_it_begins"),
            models.UniqueConstraint(
                name="one_standing_service_of_a_village", fields=("locality",), condition=Q(until__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.cell_id} {self.kind} {self.locality_id}"


class Revision(models.Model):
    """Counts changes of the two trees, so that a process knows when its copy is old. One row."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
