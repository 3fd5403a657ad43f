"""The Scheme, and the year's plan: who is to admit how many, decided and revised by dated decisions."""

from django.db import models
from django.db.models import F, Q

from taonguon.accounts.models import User
from taonguon.orgs.models import Organisation
from taonguon.plans.plan_enums import Measure


class Scheme(models.Model):
    """A multi-year Scheme: its goals are `CoverageGoal` rows of its unit."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="schemes")
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=40, blank=True, default="")
    signed_on = models.DateField(null=True, blank=True)
    since = models.DateField()
    until = models.DateField()
    """Its last day."""
    standing = models.BooleanField(default=True)
    """False once it was entered by mistake: such a one never counted."""

    class Meta:
        constraints = (
            models.CheckConstraint(name="scheme_ends_after_it_begins", condition=Q(until__gt=F("since"))),
            models.UniqueConstraint(
                name="one_scheme_of_a_title_and_day", fields=("unit", "title", "since"), condition=Q(standing=True)
            ),
        )

    def __str__(self) -> str:
        return self.title


class YearPlan(models.Model):
    """The plan of a unit for a year: it shares a total among the units directly below. Each level has its own."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="year_plans")
    year = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_plan_a_year", fields=("unit", "year")),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"


class Decision(models.Model):
    """A decision that sets or revises targets of a plan. A draft (`signed_on` empty) counts for nothing yet."""

    plan = models.ForeignKey(YearPlan, models.CASCADE, related_name="decisions")
    number = models.CharField(max_length=40, blank=True, default="")
    signed_on = models.DateField(null=True, blank=True)
    """Day from which its targets count."""
    about = models.CharField(max_length=200, blank=True, default="")
    told_on = models.DateField(null=True, blank=True)
    """Day of the list that tells of it; empty for one made here."""
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    """Who saved it last."""
    version = models.PositiveIntegerField(default=0)
    """Counts how often the draft was saved, so that nobody saves over what he has not seen."""
    saved_at = models.DateTimeField(auto_now=True, null=True)
    kept = models.JSONField(default=dict, blank=True)
    """What the draft was made with: limits, fairness, the groups chosen, as typed."""

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_draft_of_a_plan", fields=("plan",), condition=Q(signed_on__isnull=True)),
        )

    def __str__(self) -> str:
        return self.number or f"draft of {self.plan_id}"


class Target(models.Model):
    """How many a unit is to admit by a decision. The plan's own unit has rows too: the total that is shared.

    Of several decisions the latest signed by a day counts, unit by unit and measure by measure.
    """

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="targets")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="targets")
    measure = models.CharField(max_length=14, choices=Measure)
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300, blank=True, default="")
    """Why this number, where a proposal gave it: its grounds as plain codes and counts."""

    class Meta:
        constraints = (models.UniqueConstraint(name="one_target_of_a_unit", fields=("decision", "unit", "measure")),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.measure} {self.number}"
