"""Frozen figures, the dispatches written from them, and what became of each with each unit."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from taonguon.accounts.models import User
from taonguon.orgs.models import Organisation
from taonguon.reminders.enums import DID, Because, Kind, State, Way, Withdrawn


class Snapshot(models.Model):
    """The figures of the units below a unit as of a day, as they were counted. The database refuses to change one."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="snapshots")
    on = models.DateField()
    taken_at = models.DateTimeField(auto_now_add=True)
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    content = models.TextField()
    """Canonical JSON (`figures.text_of`)."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the content."""

    def __str__(self) -> str:
        return f"{self.unit_id} as of {self.on}"


class Head(models.Model):
    """What stands on a dispatch around its words."""

    issuer_over = models.CharField(max_length=120, blank=True, default="")
    issuer = models.CharField(max_length=120, blank=True, default="")
    symbol = models.CharField(max_length=30, blank=True, default="")
    """What follows the number: CV/BTCHU."""
    place = models.CharField(max_length=80, blank=True, default="")
    authority = models.CharField(max_length=200, blank=True, default="")
    """Lines above the signer's post, one a line; empty where he signs for himself."""
    signer_title = models.CharField(max_length=80, blank=True, default="")
    signer = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        abstract = True


HEAD = ("issuer_over", "issuer", "symbol", "place", "authority", "signer_title", "signer")


class Letterhead(Head):
    """The head of a unit's dispatches from now on; those sent keep theirs."""

    unit = models.OneToOneField(Organisation, models.PROTECT, related_name="dispatch_letterhead")
    term_since = models.DateField(null=True, blank=True)
    """First day of the committee's term: numbers run from it. Empty: they begin anew each year."""

    def __str__(self) -> str:
        return f"letterhead of {self.unit_id}"


class Series(models.Model):
    """The last number given to a unit's dispatches of one symbol since a day. Locked while a number is taken."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="dispatch_series")
    symbol = models.CharField(max_length=30)
    since = models.DateField()
    """First day of the term, or of the year."""
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_dispatch_series", fields=("unit", "symbol", "since")),)

    def __str__(self) -> str:
        return f"{self.symbol} of {self.unit_id} since {self.since}"


_SENT = Q(number__isnull=False, series__isnull=False, signed_on__isnull=False) & ~Q(way="")
_DRAFT = Q(number__isnull=True, series__isnull=True, signed_on__isnull=True, way="")


class Dispatch(Head):
    """One document. A draft has no number, no day and counts for nothing; a sent one is never changed."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="dispatches")
    """The unit in whose name it is written."""
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="dispatches")
    kind = models.CharField(max_length=10, choices=Kind)
    asks = models.JSONField(default=list)
    """Codes of `Ask`, in their order."""
    due_on = models.DateField(null=True, blank=True)
    """The last day; a report to the level above sets none."""
    drafted_on = models.DateField()
    drafted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, related_name="dispatches")
    number = models.PositiveIntegerField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    way = models.CharField(max_length=8, choices=Way, blank=True, default="")
    sent_on = models.DateField(null=True, blank=True)
    """Day on which sending was recorded here."""
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)
    """Day on which it was taken back: it stays, with its number, and asks for nothing any more."""
    withdrawn_because = models.CharField(max_length=8, choices=Withdrawn, blank=True, default="")
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    earlier = models.ManyToManyField("reminders.Addressee", related_name="escalated_in", blank=True)
    """Of an escalation: the reminders before it that it tells of."""

    class Meta:
        constraints = (
            models.CheckConstraint(name="dispatch_is_sent_or_a_draft", condition=_SENT | _DRAFT),
            models.UniqueConstraint(name="one_dispatch_a_number", fields=("series", "number")),
            models.CheckConstraint(
                name="dispatch_is_due_after_it_is_signed",
                condition=Q(signed_on__isnull=True) | Q(due_on__gt=F("signed_on")),
            ),
            models.CheckConstraint(
                name="only_a_report_has_no_last_day",
                condition=Q(kind=Kind.ESCALATION, due_on__isnull=True)
                | ~Q(kind=Kind.ESCALATION) & Q(due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_sent_dispatch_is_withdrawn_for_a_reason",
                condition=Q(withdrawn_on__isnull=True, withdrawn_because="")
                | Q(withdrawn_on__isnull=False, signed_on__isnull=False) & ~Q(withdrawn_because=""),
            ),
        )
        indexes = (models.Index(fields=("unit", "signed_on"), name="dispatch_of_a_unit"),)

    def __str__(self) -> str:
        return self.reference or f"draft {self.pk}"

    @property
    def draft(self) -> bool:
        """Nobody has sent it."""
        return self.signed_on is None

    @property
    def report(self) -> bool:
        """It tells the level above, and asks the units below for nothing."""
        return self.kind == Kind.ESCALATION

    @property
    def reference(self) -> str:
        """Its number and symbol as written; "" for a draft."""
        return "" if self.number is None else f"{self.number:02d}-{self.symbol}"


class Addressee(models.Model):
    """One unit a dispatch goes to, what it is reminded of, and what became of that."""

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="addressees")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="reminders")
    name = models.CharField(max_length=200)
    """As it is addressed, whatever the unit is called later."""
    matters = models.JSONField(default=list)
    """Codes of `Matter`, in their order."""
    seen_on = models.DateField(null=True, blank=True)
    seen_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    answer_number = models.CharField(max_length=40, blank=True, default="")
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    done_on = models.DateField(null=True, blank=True)
    because = models.CharField(max_length=14, choices=Because, blank=True, default="")
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_addressee_a_unit", fields=("dispatch", "unit")),
            models.CheckConstraint(
                name="reminder_is_done_for_a_reason",
                condition=Q(done_on__isnull=True, because="") | (Q(done_on__isnull=False) & ~Q(because="")),
            ),
            models.CheckConstraint(
                name="answered_reminder_has_a_number", condition=Q(answered_on__isnull=True) | ~Q(answer_number="")
            ),
        )
        indexes = (models.Index(fields=("unit", "done_on"), name="reminder_of_a_unit"),)

    def __str__(self) -> str:
        return f"{self.dispatch_id} to {self.unit_id}"

    @property
    def state(self) -> State:
        """How far it has come."""
        if self.done_on is not None:
            return State.DONE if self.because in DID else State.LEFT
        if self.answered_on is not None:
            return State.ANSWERED
        return State.SEEN if self.seen_on is not None else State.SENT

    def late(self, today: date) -> bool:
        """Say whether the day is over and it is not done."""
        due, withdrawn = self.dispatch.due_on, self.dispatch.withdrawn_on
        return self.done_on is None and withdrawn is None and due is not None and due < today


IN_FORCE = Q(dispatch__signed_on__isnull=False, dispatch__withdrawn_on__isnull=True)
"""Of addressees: what was sent and not taken back."""
