"""People, their membership, and the posts they hold, each with the days it lasted.

`since` empty means "since before anything we know", `until` empty means "still"; `until` itself is
the first day on which the row no longer holds.
"""

from datetime import date

from django.db import models
from django.db.models import Q

from taonguon.orgs.models import Locality, Organisation, ends_after_it_begins
from taonguon.people.enums import CertificateKind, Claim, EndReason, PostKind, Reissued, Sex, Standing
from taonguon.rules.dates import PartialDate, partial


class Person(models.Model):
    """Somebody the office's files name as a member, a post holder or a candidate."""

    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=120)
    """Name without case and marks, for search and matching."""
    sort_key = models.CharField(max_length=255)
    """Orders by given name in the Vietnamese order, compared as bytes."""
    sex = models.CharField(max_length=1, choices=Sex, blank=True, default="")
    born_on = models.DateField(null=True, blank=True)
    born_precision = models.CharField(max_length=1, blank=True, default="")
    ethnicity = models.CharField(max_length=40, blank=True, default="")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")

    class Meta:
        indexes = (
            models.Index(fields=("folded",), name="person_folded"),
            models.Index(fields=("sort_key", "id"), name="person_sort"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def born(self) -> PartialDate | None:
        """The birth date as far as known."""
        return partial(self.born_on, self.born_precision)


class Residence(models.Model):
    """Where a person lives, from-until."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="residences")
    locality = models.ForeignKey(Locality, models.PROTECT, related_name="residences")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            ends_after_it_begins("residence_ends_after_it_begins"),
            models.UniqueConstraint(
                name="one_standing_residence_of_a_person", fields=("person",), condition=Q(until__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.locality_id}"


class Membership(models.Model):
    """One time of being a Party member, with the days of its acts kept apart.

    The status on a day is not here but in the person's `Activity` rows, made from these days by
    `actions.standings`.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    card_number = models.CharField(max_length=16, blank=True, default="", db_index=True)
    decision_number = models.CharField(max_length=40, blank=True, default="")
    decided_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    admitted_on = models.DateField(null=True, blank=True, db_index=True)
    """Day of the ceremony: probation runs from it."""
    admitted_precision = models.CharField(max_length=1, blank=True, default="")
    official_on = models.DateField(null=True, blank=True, db_index=True)
    """Day from which the person counts as official: the end of the twelve months."""
    official_precision = models.CharField(max_length=1, blank=True, default="")
    recognition_number = models.CharField(max_length=40, blank=True, default="")
    recognised_on = models.DateField(null=True, blank=True, db_index=True)
    """Day the decision that recognises official membership was signed."""
    ended_on = models.DateField(null=True, blank=True)
    ended_precision = models.CharField(max_length=1, blank=True, default="")
    end_reason = models.CharField(max_length=16, choices=EndReason, blank=True, default="")
    exempt = models.BooleanField(default=False)
    """Exempt from Party work and meetings."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_standing_membership_of_a_person", fields=("person",), condition=Q(end_reason="")
            ),
        )

    def __str__(self) -> str:
        return f"membership of {self.person_id}"

    @property
    def admitted(self) -> PartialDate | None:
        """The day of the ceremony as far as known."""
        return partial(self.admitted_on, self.admitted_precision)

    @property
    def official(self) -> PartialDate | None:
        """The day from which official, as far as known."""
        return partial(self.official_on, self.official_precision)

    @property
    def ended(self) -> PartialDate | None:
        """The day it ended, as far as known."""
        return partial(self.ended_on, self.ended_precision)

    @property
    def acted_on(self) -> date | None:
        """The day from which the status is official: the decision's, or where none is known the date's."""
        return self.recognised_on or self.official_on


class Activity(models.Model):
    """In which cell a member is active, and as what, from-until: one row while both stay the same.

    Every count of members on a day reads this one table.
    """

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="activities")
    # No indexes of their own: `activity_person` and `activity_count` begin with them.
    person = models.ForeignKey(Person, models.CASCADE, related_name="activities", db_index=False)
    cell = models.ForeignKey(Organisation, models.PROTECT, related_name="activities", db_index=False)
    standing = models.CharField(max_length=12, choices=Standing)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            ends_after_it_begins("activity_ends_after_it_begins"),
            models.UniqueConstraint(
                name="one_standing_activity_of_a_person", fields=("person",), condition=Q(until__isnull=True)
            ),
        )
        indexes = (
            models.Index(fields=("cell", "standing", "since", "until"), name="activity_count"),
            models.Index(fields=("person", "since", "until", "standing"), name="activity_person"),
            models.Index(
                fields=("standing", "cell", "since", "until"),
                name="activity_still",
                condition=Q(until__isnull=True),
            ),
            models.Index(
                fields=("until", "standing", "cell", "since"), name="activity_over", condition=Q(until__isnull=False)
            ),
            # A small one: without it PostgreSQL takes the probationary for half of all, as they are of all that was.
            models.Index(
                fields=("cell", "since", "person", "membership"),
                name="activity_on_probation",
                condition=Q(until__isnull=True, standing=Standing.PROBATIONARY),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.standing} in {self.cell_id}"


class Post(models.Model):
    """A post, filled or not. `established` false: the list says no such organisation exists there."""

    kind = models.CharField(max_length=12, choices=PostKind)
    locality = models.ForeignKey(Locality, models.PROTECT, null=True, blank=True, related_name="posts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="posts")
    established = models.BooleanField(default=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            ends_after_it_begins("post_ends_after_it_begins"),
            models.CheckConstraint(
                name="post_has_one_seat",
                condition=Q(locality__isnull=True) ^ Q(organisation__isnull=True),
                violation_error_message="A post belongs to one locality or to one organisation.",
            ),
            models.UniqueConstraint(
                name="one_standing_post_of_a_kind_in_a_locality",
                fields=("locality", "kind"),
                condition=Q(until__isnull=True),
            ),
            models.UniqueConstraint(
                name="one_standing_post_of_a_kind_in_an_organisation",
                fields=("organisation", "kind"),
                condition=Q(until__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.kind


class Tenure(models.Model):
    """Who holds a post, from-until. One holder at a time; a person may hold several posts."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="tenures")
    person = models.ForeignKey(Person, models.PROTECT, related_name="tenures")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    claim = models.CharField(max_length=12, choices=Claim, blank=True, default=Claim.NONE)
    """What the post list marks about the holder's membership."""
    newly_elected = models.BooleanField(default=False)
    told_on = models.DateField(null=True, blank=True)
    """Day of the list, or of the entry by hand, that says so: an older list does not undo a newer one."""

    class Meta:
        constraints = (
            ends_after_it_begins("tenure_ends_after_it_begins"),
            models.UniqueConstraint(
                name="one_sitting_holder_of_a_post",
                fields=("post",),
                condition=Q(until__isnull=True),
                violation_error_message="Someone holds this post; end that tenure first.",
            ),
        )
        indexes = (models.Index(fields=("post", "since", "until", "person"), name="tenure_holder"),)

    def __str__(self) -> str:
        return f"{self.person_id} in post {self.post_id}"


class Certificate(models.Model):
    """That somebody finished a class: its number, its day and who gave it. One register for all who ask.

    A certificate is never overwritten: one given again is a new row that `replaces` the old one.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=12, choices=CertificateKind, blank=True)
    number = models.CharField(max_length=40, blank=True, default="")
    """As it is printed."""
    issuer = models.CharField(max_length=120, blank=True, default="")
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="certificates")
    """The unit whose centre gave it."""
    issued_on = models.DateField(null=True, blank=True)
    issued_precision = models.CharField(max_length=1, blank=True, default="")
    series = models.CharField(max_length=72, blank=True, default="")
    """The series it was numbered in; empty where a list tells of it."""
    serial = models.PositiveIntegerField(null=True, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    reissued_on = models.DateField(null=True, blank=True)
    """Day it was given again; `issued_on` stays the first one's, from which it counts."""
    cause = models.CharField(max_length=8, choices=Reissued, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_certificate_a_number_of_a_series", fields=("series", "serial"), condition=~Q(series="")
            ),
            models.UniqueConstraint(
                name="one_certificate_a_number_of_a_unit", fields=("unit", "number"), condition=~Q(series="")
            ),
            models.CheckConstraint(
                name="numbered_certificate_has_a_serial", condition=Q(series="") | Q(serial__isnull=False)
            ),
        )
        indexes = (models.Index(fields=("unit", "issued_on"), name="certificate_register"),)

    def __str__(self) -> str:
        return f"{self.number} of {self.person_id}"

    @property
    def issued(self) -> PartialDate | None:
        """The day it was given, as far as known."""
        return partial(self.issued_on, self.issued_precision)
