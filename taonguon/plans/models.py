"""The Scheme's goals: which share of which posts is to be held by members, from-until."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from taonguon.orgs.models import Organisation
from taonguon.plans.consolidation_models import ConsolidationPlan
from taonguon.plans.election_models import Election
from taonguon.plans.plan_models import Decision, Scheme, Target, YearPlan

__all__ = ["ConsolidationPlan", "CoverageGoal", "Decision", "Election", "GoalPosts", "Scheme", "Target", "YearPlan"]


class GoalPosts(models.TextChoices):
    """What a goal speaks of: one kind of village post, or the four mass-organisation heads together."""

    HEAD = "head", _("Trưởng thôn (bản, khu)")
    FRONT = "front", _("Trưởng ban công tác mặt trận")
    MASS = "mass", _("Trưởng các đoàn thể chính trị - xã hội")


class CoverageGoal(models.Model):
    """A goal of a Scheme, for the unit that issued it and all below."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="coverage_goals")
    posts = models.CharField(max_length=8, choices=GoalPosts)
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    more_than = models.BooleanField(default=False)
    """True: more than the share; false: at least the share."""
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True, default="")
    """Title, number and day of the document that sets it."""
    scheme = models.ForeignKey(Scheme, models.PROTECT, null=True, blank=True, related_name="goals")
    standing = models.BooleanField(default=True)
    """False once it was entered wrongly and another row says what was meant: such a one never counted."""
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaces")
    """The row that counts after it, or instead of it."""

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="goal_ends_after_it_begins", condition=Q(until__isnull=True) | Q(until__gt=F("since"))
            ),
            models.CheckConstraint(
                name="goal_set_aside_is_replaced", condition=Q(standing=True) | Q(replaced_by__isnull=False)
            ),
            models.CheckConstraint(name="goal_is_a_share", condition=Q(percent__gt=0) & Q(percent__lte=100)),
        )

    def __str__(self) -> str:
        return f"{self.posts} {'>' if self.more_than else '>='} {self.percent} %"
