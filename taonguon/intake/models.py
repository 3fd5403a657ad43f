"""What was loaded: each file, each row's fate, each doubt that waits for a person."""

from django.conf import settings
from django.db import models

from taonguon.orgs.models import Organisation
from taonguon.people.models import Person


class Load(models.Model):
    """One file offered to the product, with its reconciliation: read = the sum of the four."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"
        CANCELLED = "cancelled"

    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="loads")
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    """The unit whose reach bounded the load; empty for the command line."""
    file_name = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=24, blank=True, default="")
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    as_of = models.DateField(null=True, blank=True)
    """The day the file says its figures are of."""
    read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    refusal = models.JSONField(default=dict, blank=True)
    """Why the file was refused: {"code", "details"}; the sentence is made in the language of who reads it."""
    reason = models.TextField(blank=True, default="")
    """Why a file was refused before `refusal` was kept: a sentence in the loader's language."""
    notes = models.JSONField(default=list)
    """What was left out and why (hidden sheets, totals): {"code", "details"}, of older loads a sentence."""
    feedback = models.CharField(max_length=255, blank=True, default="")
    """Name of the returned workbook in the data folder."""

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="load_adds_up",
                condition=models.Q(
                    read=models.F("created") + models.F("updated") + models.F("unchanged") + models.F("rejected")
                ),
                violation_error_message="Rows read are rows created, updated, unchanged or rejected.",
            ),
        )

    def __str__(self) -> str:
        return self.file_name


class LoadedRow(models.Model):
    """Where a person's data came from: one row of one file, and what it did."""

    load = models.ForeignKey(Load, models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=64)
    row = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10)
    # No index of its own: `loaded_row_person` begins with it.
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="loaded_rows", db_index=False
    )
    remark = models.CharField(max_length=24, blank=True, default="")
    """Code of a row that counts apart: gone, dup-same, dup-other, without-name."""

    class Meta:
        indexes = (models.Index(fields=("person", "load"), name="loaded_row_person"),)

    def __str__(self) -> str:
        return f"{self.sheet}!{self.row} {self.outcome}"


class Issue(models.Model):
    """A cell that is wrong or doubtful, with what stood there and the reason."""

    load = models.ForeignKey(Load, models.CASCADE, related_name="issues")
    sheet = models.CharField(max_length=64)
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=3, blank=True, default="")
    shown = models.CharField(max_length=200, blank=True, default="")
    kind = models.CharField(max_length=32)
    detail = models.CharField(max_length=200, blank=True, default="")
    """What the sentence of the kind names beside the cell: the fact meant, the row it repeats, a limit."""
    message = models.TextField(blank=True, default="")
    """The sentence, of loads made before `detail` was kept; else it is made for who reads it."""

    def __str__(self) -> str:
        return f"{self.sheet}!{self.column}{self.row} {self.kind}"


class Doubt(models.Model):
    """Two people who may be one. A person decides; nothing is merged by itself."""

    class Verdict(models.TextChoices):
        OPEN = "open"
        SAME = "same"
        DIFFERENT = "different"

    one = models.ForeignKey(Person, models.CASCADE, related_name="doubts_one")
    other = models.ForeignKey(Person, models.CASCADE, related_name="doubts_other")
    load = models.ForeignKey(Load, models.SET_NULL, null=True, blank=True, related_name="doubts")
    reason = models.CharField(max_length=32)
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.OPEN)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_doubt_a_pair", fields=("one", "other")),)

    def __str__(self) -> str:
        return f"{self.one_id} ~ {self.other_id}"
