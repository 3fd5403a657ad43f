"""The ledger of each candidacy: acts with their days, helpers, introducers, papers. Never their contents.

`since` empty means "since before anything we know", `until` empty means "still"; `until` itself is the
first day on which the row no longer holds. An act is never overwritten: a correction is a new row.
"""

from django.db import models
from django.db.models import F, Q

from taonguon.accounts.models import User
from taonguon.admissions.desk_enums import Desk, Unable
from taonguon.admissions.desk_models import Errand, HandOver
from taonguon.admissions.enums import Ballot, Closed, PaperState, Stage
from taonguon.admissions.review_models import Round, RoundLine, Suggestion
from taonguon.orgs.models import Organisation, ends_after_it_begins
from taonguon.people.models import Certificate, Person
from taonguon.rules.dates import PartialDate, partial

__all__ = [
    "Act",
    "Assignment",
    "Candidacy",
    "Errand",
    "HandOver",
    "Handling",
    "Introduction",
    "Paper",
    "Round",
    "RoundLine",
    "Suggestion",
    "Tally",
]


class Candidacy(models.Model):
    """One person's way to membership, handled by one cell at a time.

    `facts` holds the yes/no facts that rules ask for, in the tables of a case file (`rules.cases`); no
    contents of any paper. `cell`, `stage`, the `next_*` and the `desk*` columns are derived: `settling.settle`
    rewrites them after each write to the case.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="candidacies")
    cell = models.ForeignKey(Organisation, models.PROTECT, related_name="candidacies", db_index=False)
    code = models.CharField(max_length=20, blank=True, default="", db_index=True)
    """The number the office's register gives."""
    facts = models.JSONField(default=dict, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed = models.CharField(max_length=12, choices=Closed, blank=True, default="")
    reopened_on = models.DateField(null=True, blank=True)
    """Day on which a closing recorded by mistake was taken back; no list up to it closes the case again."""
    away_at = models.CharField(max_length=80, blank=True, default="")
    away_until = models.DateField(null=True, blank=True)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.RECOGNISED)
    stage_since = models.DateField(null=True, blank=True)
    next_step = models.CharField(max_length=28, blank=True, default="")
    next_actor = models.CharField(max_length=24, blank=True, default="")
    next_clock = models.CharField(max_length=28, blank=True, default="")
    next_by = models.DateField(null=True, blank=True)
    desk = models.CharField(max_length=12, choices=Desk, blank=True, default="")
    """Where the dossier stands at the board."""
    desk_since = models.DateField(null=True, blank=True)
    desk_by = models.DateField(null=True, blank=True)
    """Last day for the papers the board asked for."""
    irregular = models.BooleanField(default=False)
    told_on = models.DateField(null=True, blank=True)
    """Day of the list, or of the entry by hand, that last told of it."""

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_open_candidacy_of_a_person", fields=("person",), condition=Q(closed="")),
        )
        indexes = (
            models.Index(fields=("cell", "closed", "stage"), name="candidacy_stage"),
            models.Index(fields=("closed", "next_by", "cell"), name="candidacy_due"),
            models.Index(fields=("desk", "cell"), name="candidacy_desk", condition=~Q(desk="")),
        )

    def __str__(self) -> str:
        return f"candidacy of {self.person_id}"


class Handling(models.Model):
    """Which cell handles a candidacy, from-until; the stage it had reached when the cell took it over."""

    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="handlings")
    cell = models.ForeignKey(Organisation, models.PROTECT, related_name="handlings")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    stage = models.CharField(max_length=20, blank=True, default="")
    """The stage of the move, in the words of a case file; empty for the first cell."""
    same_deciding_committee = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = (
            ends_after_it_begins("handling_ends_after_it_begins"),
            models.UniqueConstraint(
                name="one_standing_handling_of_a_candidacy", fields=("candidacy",), condition=Q(until__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.candidacy_id} in {self.cell_id}"


class Act(models.Model):
    """That an act was done, and when. `key` is a key of [done] of a case file; `on` empty: day not known."""

    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="acts")
    key = models.CharField(max_length=36)
    on = models.DateField(null=True, blank=True)
    precision = models.CharField(max_length=1, blank=True, default="")
    number = models.CharField(max_length=40, blank=True, default="")
    """Number of the resolution, decision or certificate."""
    issuer = models.CharField(max_length=120, blank=True, default="")
    irregular = models.BooleanField(default=False)
    """Recorded as it happened, although a rule of its day stood against it."""
    against = models.JSONField(default=list, blank=True)
    """Ids of the rules that stood against it when it was recorded, or that somebody confirmed to have done so."""
    found = models.JSONField(null=True, blank=True)
    """Ids of the rules that the machine finds to stand against it and nobody has answered for; derived by `settling`."""
    reason = models.CharField(max_length=200, blank=True, default="")
    """Why it was done in spite of a warning, or so irregularly; or why it is corrected."""
    certificate = models.ForeignKey(Certificate, models.PROTECT, null=True, blank=True, related_name="acts")
    """The entry of the centre's register this act was taken over from; empty where somebody told of it here."""
    standing = models.BooleanField(default=True)
    """False once it is corrected, and for a correction that says: this was not done."""
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaces")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_standing_act_of_a_kind",
                fields=("candidacy", "key"),
                condition=Q(standing=True),
                violation_error_message="This act is recorded already; correct it instead.",
            ),
        )
        indexes = (
            models.Index(fields=("key", "on"), name="act_day"),
            models.Index(fields=("on", "id"), name="act_irregular", condition=Q(irregular=True, standing=True)),
            models.Index(fields=("on", "id"), name="act_found", condition=Q(found__isnull=False, standing=True)),
        )

    def __str__(self) -> str:
        return f"{self.key} of {self.candidacy_id}"

    @property
    def day(self) -> PartialDate | None:
        """The day as far as known."""
        return partial(self.on, self.precision or "d")


class Tally(models.Model):
    """The counts of a vote, and what they were judged by. Who voted how has no column."""

    act = models.OneToOneField(Act, models.CASCADE, related_name="tally")
    body = models.CharField(max_length=24)
    ballot = models.CharField(max_length=8, choices=Ballot, blank=True, default="")
    members = models.PositiveSmallIntegerField()
    absent = models.PositiveSmallIntegerField(default=0)
    temporarily_away = models.PositiveSmallIntegerField(default=0)
    exempt_absent = models.PositiveSmallIntegerField(default=0)
    exempt_present = models.PositiveSmallIntegerField(default=0)
    suspended = models.PositiveSmallIntegerField(default=0)
    in_favour = models.PositiveSmallIntegerField()
    base = models.PositiveSmallIntegerField()
    needed = models.PositiveSmallIntegerField()
    counted = models.BooleanField(default=True)
    """False where a list gives votes and members alone: who was left out of the base is then not known."""

    class Meta:
        constraints = (
            models.CheckConstraint(name="tally_votes_within_members", condition=Q(in_favour__lte=F("members"))),
            models.CheckConstraint(name="tally_base_within_members", condition=Q(base__lte=F("members"))),
        )

    def __str__(self) -> str:
        return f"{self.in_favour}/{self.base}"


class Assignment(models.Model):
    """An official member assigned to help, from-until. `name` as the list writes it, where nobody was matched."""

    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="assignments")
    helper = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="helped")
    name = models.CharField(max_length=120, blank=True, default="")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    number = models.CharField(max_length=40, blank=True, default="")
    because = models.CharField(max_length=12, choices=Unable, blank=True, default="")
    """Why it ended, where nobody took over on the same day."""

    class Meta:
        constraints = (
            ends_after_it_begins("assignment_ends_after_it_begins"),
            models.CheckConstraint(name="assignment_names_somebody", condition=Q(helper__isnull=False) | ~Q(name="")),
        )
        indexes = (models.Index(fields=("helper", "until"), name="assignment_load"),)

    def __str__(self) -> str:
        return f"{self.helper_id or self.name} helps {self.candidacy_id}"


class Introduction(models.Model):
    """One who introduces, in the words of a case file: a member, or a body of a mass organisation."""

    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="introductions")
    kind = models.CharField(max_length=28)
    member = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="introduced")
    together = models.CharField(max_length=16, blank=True, default="")
    together_months = models.PositiveSmallIntegerField(null=True, blank=True)
    same_grassroots_organisation = models.BooleanField(null=True, blank=True)
    replacement = models.BooleanField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} for {self.candidacy_id}"


class Paper(models.Model):
    """One paper in the ledger: has or has not, where it is kept, who checked it and when."""

    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="papers")
    form = models.CharField(max_length=12)
    """Number of the form, as 1-KNĐ."""
    state = models.CharField(max_length=12, choices=PaperState, default=PaperState.HAS_NOT)
    made_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    kept_at = models.CharField(max_length=80, blank=True, default="")
    checked_by = models.CharField(max_length=80, blank=True, default="")
    checked_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_line_a_paper", fields=("candidacy", "form")),)

    def __str__(self) -> str:
        return f"{self.form} of {self.candidacy_id}"
