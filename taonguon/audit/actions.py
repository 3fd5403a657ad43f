"""Adding to the trail: the only way a change leaves its mark."""

import hashlib
import json
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from taonguon.audit.models import Entry, Head
from taonguon.audit.verbs import VERBS

COMMAND_LINE = "taonguon"
"""Stands for the actor where a command, not a log-in, made the change."""


class UnknownVerbError(LookupError):
    """A verb without a sentence: a programming error, so that no entry is unreadable."""


def digest_of(previous: str, content: dict[str, Any]) -> str:
    """Hash an entry together with the hash before it."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def content_of(entry: Entry) -> dict[str, Any]:
    """Give what the hash of an entry covers."""
    return {
        "at": entry.at.isoformat(timespec="microseconds"),
        "actor": entry.actor_id,
        "name": entry.actor_name,
        "verb": entry.verb,
        "type": entry.subject_type,
        "id": entry.subject_id,
        "data": entry.data,
    }


def record(actor: Any, verb: str, subject: Model, **data: Any) -> Entry:
    """Add one entry to the chain, inside the caller's transaction.

    `actor` is a user, or None for the command line. `data` holds plain JSON values: what was and
    what is. The chain's end is locked, so that writers queue instead of forking it.
    """
    if verb not in VERBS:
        raise UnknownVerbError(verb)
    with transaction.atomic():
        Head.objects.get_or_create(pk=1)
        head = Head.objects.select_for_update().get(pk=1)
        entry = Entry(
            at=timezone.now(),
            actor_id=actor.pk if actor is not None else None,
            actor_name=actor.get_username() if actor is not None else COMMAND_LINE,
            verb=verb,
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
            data=data,
            previous=head.digest,
        )
        entry.digest = digest_of(head.digest, content_of(entry))
        entry.save(force_insert=True)
        Head.objects.filter(pk=1).update(digest=entry.digest, length=head.length + 1)
    return entry
