"""Days on which village posts are elected to, as people told us of them."""

from django.db import models
from django.db.models import F, Q

from taonguon.orgs.models import Locality
from taonguon.people.enums import VILLAGE_POSTS


class Election(models.Model):
    """When one kind of village post is elected: in one village, or in every village of a commune or district.

    Another day is a new row; the old one ends that day. One that was held stays as it is.
    """

    place = models.ForeignKey(Locality, models.PROTECT, related_name="elections")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.label) for kind in VILLAGE_POSTS])
    on = models.DateField()
    source = models.CharField(max_length=200, blank=True, default="")
    """Title, number and day of the document that calls it."""
    since = models.DateField()
    """The day it was entered."""
    until = models.DateField(null=True, blank=True)
    """First day on which it is no longer to be held, or on another day."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_standing_election_of_a_post_and_day",
                fields=("place", "kind", "on"),
                condition=Q(until__isnull=True),
            ),
            models.CheckConstraint(
                name="election_does_not_end_before_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} in {self.place_id} on {self.on}"
