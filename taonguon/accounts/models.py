"""Log-ins, and the roles they hold at units."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from taonguon.accounts.enums import Every, Role


class User(AbstractUser):
    """A log-in. Not a person of the ledger."""

    full_name = models.CharField(max_length=120, blank=True, default="")
    email = models.EmailField(blank=True, default="")

    def __str__(self) -> str:
        return self.full_name or self.username


class Grant(models.Model):
    """A role at a unit from-until; an ended grant works no more at the next request."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=8, choices=Role)
    organisation = models.ForeignKey("orgs.Organisation", models.PROTECT, null=True, blank=True, related_name="grants")
    """Empty: the whole site, also while it has no units yet."""
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="grant_ends_after_it_begins", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} @ {self.organisation_id}"


class FeedKey(models.Model):
    """The key in the address of a log-in's calendar feed: one at a time, kept as its hash only."""

    user = models.OneToOneField(User, models.CASCADE, related_name="feed_key")
    digest = models.CharField(max_length=64, unique=True)
    made_on = models.DateField()

    def __str__(self) -> str:
        return f"feed key of {self.user_id}"


class DigestChoice(models.Model):
    """That a log-in wants the digest of its work by mail, how often, where to and in which language."""

    user = models.OneToOneField(User, models.CASCADE, related_name="digest")
    every = models.CharField(max_length=8, choices=Every)
    address = models.EmailField()
    language = models.CharField(max_length=2, default="vi")
    chosen_on = models.DateField()
    sent_on = models.DateField(null=True, blank=True)
    """Day of the last mail; set before it is sent, so that two runs at once send one."""

    def __str__(self) -> str:
        return f"{self.every} digest of {self.user_id}"
