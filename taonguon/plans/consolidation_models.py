"""Plans to have one person be both a village's head and its cell's secretary."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from taonguon.orgs.models import Locality


class Way(models.TextChoices):
    """How the two posts are to come into one hand."""

    CELL_ELECTION = "cell-election", _("Chi bộ bầu trưởng thôn làm bí thư")
    APPOINTMENT = "appointment", _("Đảng ủy chỉ định trưởng thôn làm bí thư")
    VILLAGE_ELECTION = "village-election", _("Dân bầu bí thư chi bộ làm trưởng thôn")


class ConsolidationPlan(models.Model):
    """By when and in which way a village is to be consolidated. A change is a new row; the old one ends that day."""

    village = models.ForeignKey(Locality, models.PROTECT, related_name="consolidation_plans")
    way = models.CharField(max_length=16, choices=Way)
    by = models.DateField()
    """The day by which it is to be done."""
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    """First day on which it is planned no more, or planned otherwise."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_standing_consolidation_plan_of_a_village",
                fields=("village",),
                condition=Q(until__isnull=True),
            ),
            models.CheckConstraint(
                name="consolidation_plan_does_not_end_before_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.village_id} by {self.by}"
