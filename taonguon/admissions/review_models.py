"""The monthly review of a cell's list, and the people suggested to it."""

from django.db import models
from django.db.models import F, Q

from taonguon.accounts.models import User
from taonguon.admissions.review_enums import Body, NotNow, Origin, Outcome, Remark, RoundState, SuggestionState
from taonguon.orgs.models import Organisation
from taonguon.people.models import Person

_WAITING = Q(state=SuggestionState.WAITING)


class Suggestion(models.Model):
    """A person proposed for the list of a cell. Nobody is proposed from outside the cell without having agreed to it.

    `reason` is for the cell's own order; no page shows it, and no list names those who were not taken up.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="suggestions")
    cell = models.ForeignKey(Organisation, models.PROTECT, related_name="suggestions", db_index=False)
    origin = models.CharField(max_length=20, choices=Origin)
    by = models.CharField(max_length=16, choices=Body, blank=True, default="")
    """The mass organisation that proposes; empty for other origins."""
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    """The unit that proposes, where it stands in the tree: a school's cell, a committee."""
    made_on = models.DateField()
    consent_on = models.DateField(null=True, blank=True)
    """Day on which the person agreed to be proposed."""
    state = models.CharField(max_length=10, choices=SuggestionState, default=SuggestionState.WAITING)
    reason = models.CharField(max_length=12, choices=NotNow, blank=True, default="")
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    candidacy = models.OneToOneField(
        "admissions.Candidacy", models.PROTECT, null=True, blank=True, related_name="suggestion"
    )
    """The case it led to."""
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_waiting_suggestion_of_a_person", fields=("person", "cell"), condition=_WAITING
            ),
            models.CheckConstraint(
                name="suggestion_has_consent", condition=Q(origin=Origin.CELL) | Q(consent_on__isnull=False)
            ),
            models.CheckConstraint(
                name="suggestion_waits_or_is_decided",
                condition=(_WAITING & Q(decided_on__isnull=True)) | (~_WAITING & Q(decided_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="suggestion_listed_leads_to_a_case",
                condition=Q(state=SuggestionState.LISTED, candidacy__isnull=False)
                | (~Q(state=SuggestionState.LISTED) & Q(candidacy__isnull=True)),
            ),
        )
        indexes = (models.Index(fields=("cell", "state"), name="suggestion_waiting"),)

    def __str__(self) -> str:
        return f"{self.person_id} suggested to {self.cell_id}"


class Round(models.Model):
    """A cell's review of its list in one month, by a resolution of that month, and what the committee said of it.

    A round given back stays, and the cell reviews again. A month without a round has none.
    """

    cell = models.ForeignKey(Organisation, models.PROTECT, related_name="rounds", db_index=False)
    month = models.DateField()
    """First day of the month of the resolution."""
    resolved_on = models.DateField()
    number = models.CharField(max_length=40, blank=True, default="")
    nobody_new = models.BooleanField(default=False)
    """The cell looked around and found nobody new."""
    kept = models.PositiveSmallIntegerField()
    listed = models.PositiveSmallIntegerField()
    taken_off = models.PositiveSmallIntegerField()
    set_aside = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=RoundState, default=RoundState.SENT)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    remark = models.CharField(max_length=12, choices=Remark, blank=True, default="")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_standing_round_of_a_month",
                fields=("cell", "month"),
                condition=~Q(state=RoundState.RETURNED),
            ),
            models.CheckConstraint(name="round_resolved_in_its_month", condition=Q(resolved_on__gte=F("month"))),
            models.CheckConstraint(
                name="round_waits_or_is_answered",
                condition=Q(state=RoundState.SENT, answered_on__isnull=True, remark="")
                | Q(state=RoundState.AGREED, answered_on__isnull=False, remark="")
                | (Q(state=RoundState.RETURNED, answered_on__isnull=False) & ~Q(remark="")),
            ),
            models.CheckConstraint(name="round_lists_somebody_or_nobody", condition=Q(nobody_new=False) | Q(listed=0)),
        )
        indexes = (
            models.Index(fields=("month", "cell"), name="round_month"),
            models.Index(fields=("cell", "resolved_on"), name="round_of_a_cell"),
            models.Index(fields=("cell",), name="round_waiting", condition=Q(state=RoundState.SENT)),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} of {self.cell_id}"


class RoundLine(models.Model):
    """What a round resolved about one case."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="lines", db_index=False)
    candidacy = models.ForeignKey("admissions.Candidacy", models.CASCADE, related_name="round_lines")
    outcome = models.CharField(max_length=10, choices=Outcome)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_line_a_case_of_a_round", fields=("round", "candidacy")),)

    def __str__(self) -> str:
        return f"{self.outcome} {self.candidacy_id}"
