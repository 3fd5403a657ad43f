"""Activities of mass organisations: who held them, where, about what, and how many came. Nobody who came is named."""

from django.db import models
from django.db.models import Q

from taonguon.accounts.models import User
from taonguon.admissions.review_enums import Body
from taonguon.admissions.review_models import Suggestion
from taonguon.orgs.models import Locality, Organisation
from taonguon.outreach.enums import Form


class Gathering(models.Model):
    """One activity. A mistaken one is withdrawn, never deleted."""

    body = models.CharField(max_length=16, choices=Body)
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="gatherings")
    """The Party unit in whose area it was held."""
    village = models.ForeignKey(Locality, models.PROTECT, null=True, blank=True, related_name="gatherings")
    form = models.CharField(max_length=12, choices=Form)
    on = models.DateField()
    place = models.CharField(max_length=120, blank=True, default="")
    topic = models.CharField(max_length=200)
    present = models.PositiveIntegerField()
    """How many came."""
    withdrawn_on = models.DateField(null=True, blank=True)
    """Day it was taken back as recorded by mistake; it counts no more."""
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("unit", "on"), name="gathering_day"),)

    def __str__(self) -> str:
        return f"{self.body} {self.on}"


class Photo(models.Model):
    """A picture of an activity, with what it shows and who took it. Stored anew: what a camera adds is left out."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="photos")
    file = models.CharField(max_length=80, unique=True)
    """Name of the file in the folder of pictures."""
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    caption = models.CharField(max_length=200)
    credit = models.CharField(max_length=120)
    removed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="photo_has_caption_and_credit", condition=~Q(caption="") & ~Q(credit="")),
        )

    def __str__(self) -> str:
        return self.file


class Noticed(models.Model):
    """Somebody noticed as outstanding at an activity, and proposed with his consent to his cell's list."""

    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="noticed")
    suggestion = models.OneToOneField(Suggestion, models.PROTECT, related_name="noticed")

    def __str__(self) -> str:
        return f"{self.suggestion_id} at {self.gathering_id}"
