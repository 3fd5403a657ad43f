"""The board's hand-over register, and what waits in a case besides its next step."""

from django.db import models
from django.db.models import Q

from taonguon.accounts.models import User
from taonguon.admissions.desk_enums import ErrandKind, HandOverKind, Matter, ReturnReason
from taonguon.orgs.models import Organisation


class HandOver(models.Model):
    """One line of the register: that a dossier came, was asked about, went back, and when.

    A line is never overwritten: a correction is a new row. The clerk is the log-in that recorded it.
    """

    candidacy = models.ForeignKey("admissions.Candidacy", models.CASCADE, related_name="hand_overs")
    kind = models.CharField(max_length=12, choices=HandOverKind)
    on = models.DateField()
    matter = models.CharField(max_length=12, choices=Matter)
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    """Who brought the dossier."""
    forms = models.JSONField(default=list, blank=True)
    """Papers asked for, or brought, by the number of their form."""
    until = models.DateField(null=True, blank=True)
    """Last day for what is asked."""
    because = models.CharField(max_length=12, choices=ReturnReason, blank=True, default="")
    act = models.ForeignKey("admissions.Act", models.PROTECT, null=True, blank=True, related_name="+")
    """The act that the line recorded with it."""
    reason = models.CharField(max_length=200, blank=True, default="")
    """Why the line before was corrected, or why the dossier went up before everything was there."""
    standing = models.BooleanField(default=True)
    """False once it is corrected, and for a correction that says: this was not so."""
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    """The line first written, where this one corrects it."""
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="hand_over_asks_until_a_day",
                condition=Q(kind=HandOverKind.ASKED, until__isnull=False)
                | (~Q(kind=HandOverKind.ASKED) & Q(until__isnull=True)),
            ),
            models.CheckConstraint(
                name="hand_over_returns_for_a_reason",
                condition=(Q(kind=HandOverKind.RETURNED) & ~Q(because=""))
                | (~Q(kind=HandOverKind.RETURNED) & Q(because="")),
            ),
        )
        indexes = (models.Index(fields=("kind", "on"), name="hand_over_day", condition=Q(standing=True)),)

    def __str__(self) -> str:
        return f"{self.kind} of {self.candidacy_id}"

    @property
    def place(self) -> int:
        """Where the line stands among those of its day: where it was first written."""
        return self.corrects_id or self.pk


class Errand(models.Model):
    """What waits in an open case besides its next step: for whom, until when. Derived, as the next step is."""

    candidacy = models.ForeignKey("admissions.Candidacy", models.CASCADE, related_name="errands", db_index=False)
    kind = models.CharField(max_length=16, choices=ErrandKind)
    actor = models.CharField(max_length=24)
    by = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_errand_of_a_kind", fields=("candidacy", "kind")),)

    def __str__(self) -> str:
        return f"{self.kind} of {self.candidacy_id}"
