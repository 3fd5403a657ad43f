"""The trail: one entry for each change, chained by its hash, never altered or deleted."""

from django.conf import settings
from django.db import models


class Entry(models.Model):
    """One act: who, when, what, on which row. The database refuses to change or delete it."""

    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    """As text, so that it outlives a renamed account; 'taonguon' for the command line."""
    verb = models.CharField(max_length=48)
    subject_type = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = (models.Index(fields=("subject_type", "subject_id", "id"), name="entry_subject"),)

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type} {self.subject_id}"


class Head(models.Model):
    """The chain's end. One row, locked while an entry is added."""

    digest = models.CharField(max_length=64, default="")
    length = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.digest
