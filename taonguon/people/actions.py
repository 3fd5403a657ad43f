"""Verbs about people, posts and tenures. Each locks, checks, writes and records in one transaction."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from taonguon.audit.actions import record
from taonguon.orgs.models import Locality, Organisation
from taonguon.people.enums import VILLAGE_POSTS, PostKind
from taonguon.people.models import Activity, Membership, Person, Post, Residence, Tenure
from taonguon.rules.dates import PartialDate, add_months
from taonguon.rules.membership import Stay, standings
from taonguon.rules.names import fold, person_name, sort_key
from taonguon.rules.refusal import RefusedError

EARLIEST = date(1945, 1, 1)
"""No post of today's villages and cells was held before this day: an earlier one is a slip of the hand."""
YOUNGEST = 16
"""Years of age below which nobody holds a post: a bound for slips, not a rule of election."""


def _d(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "?"


@transaction.atomic
def add_person(*, actor: Any, name: str, sex: str = "", born: PartialDate | None = None, ethnicity: str = "") -> Person:
    """Add somebody the files do not name yet."""
    shown = person_name(name)
    made = Person.objects.create(
        name=shown,
        folded=fold(shown),
        sort_key=sort_key(shown),
        sex=sex,
        born_on=born.first if born else None,
        born_precision=born.precision if born else "",
        ethnicity=ethnicity,
    )
    record(actor, "person.added", made, name=shown)
    return made


@transaction.atomic
def correct_person(
    person: Person, *, actor: Any, name: str, sex: str, born: PartialDate | None, ethnicity: str
) -> Person:
    """Put right what is recorded of a person; the trail keeps what stood there."""
    row = Person.objects.select_for_update().get(pk=person.pk)
    new = {
        "name": person_name(name),
        "sex": sex,
        "born_on": born.first if born else None,
        "born_precision": born.precision if born else "",
        "ethnicity": ethnicity,
    }
    changed = {k: v for k, v in new.items() if getattr(row, k) != v}
    if not changed:
        return row
    was = {k: _plain(getattr(row, k)) for k in changed}
    if "name" in changed:
        changed["folded"], changed["sort_key"] = fold(new["name"] or ""), sort_key(new["name"] or "")
    Person.objects.filter(pk=row.pk).update(**changed)
    now = {k: _plain(v) for k, v in changed.items() if k in new}
    record(actor, "person.corrected", row, was=was, now=now)
    row.refresh_from_db()
    return row


@transaction.atomic
def set_residence(person: Person, locality_pk: int | None, *, actor: Any, on: date | None = None) -> None:
    """Let a person live in a village from a day on (from always where none is named)."""
    standing = Residence.objects.select_for_update().filter(person=person, until__isnull=True).first()
    was = standing.locality_id if standing else None
    if was == locality_pk:
        return
    if standing is not None:
        if on is None or (standing.since is not None and on <= standing.since):
            standing.delete()
        else:
            Residence.objects.filter(pk=standing.pk).update(until=on)
    if locality_pk is not None:
        Residence.objects.create(person=person, locality_id=locality_pk, since=on)
    record(actor, "person.corrected", person, was={"residence": was}, now={"residence": locality_pk}, on=_plain(on))


def _refuse_unlikely_day(field: str, day: date | None, person: Person, today: date) -> None:
    """Refuse a day of a tenure that is still to come, before the records, or before the holder could be a holder."""
    if day is None:
        return
    if day > today:
        raise RefusedError(
            field,
            _("Ngày %(day)s còn ở phía trước; chỉ ghi việc đã diễn ra, đến %(today)s.")
            % {"day": _d(day), "today": _d(today)},
        )
    if day < EARLIEST:
        raise RefusedError(
            field,
            _("Ngày %(day)s quá xa về trước; cần một ngày từ %(first)s.") % {"day": _d(day), "first": _d(EARLIEST)},
        )
    if person.born is not None and day < (grown := add_months(person.born.first, YOUNGEST * 12)):
        raise RefusedError(
            field,
            _("Ngày %(day)s %(name)s (sinh %(born)s) chưa đủ %(age)s tuổi; cần một ngày từ %(first)s.")
            % {"day": _d(day), "name": person.name, "born": person.born, "age": YOUNGEST, "first": _d(grown)},
        )


def _refuse_unordered(since: date | None, until: date | None) -> None:
    if since is not None and until is not None and until <= since:
        raise RefusedError(
            "until",
            _("Ngày thôi giữ %(until)s không sau ngày bắt đầu %(since)s.") % {"until": _d(until), "since": _d(since)},
        )


@transaction.atomic
def begin_tenure(post: Post, person: Person, since: date, *, actor: Any, today: date) -> Tenure:
    """Let a person hold a vacant post from a day on."""
    post = Post.objects.select_for_update().get(pk=post.pk)
    _refuse_unlikely_day("since", since, person, today)
    if not post.established:
        raise RefusedError("", _("Danh sách ghi nơi này không thành lập tổ chức đó nên không có chức danh để giữ."))
    clash = (
        Tenure.objects.filter(post=post)
        .filter(Q(until__isnull=True) | Q(until__gt=since))
        .select_related("person")
        .order_by("since")
        .first()
    )
    if clash is not None:
        raise RefusedError(
            "since",
            _(
                "Từ %(since)s chức danh này có %(name)s giữ%(until)s; hãy ghi ngày thôi giữ trước, không muộn hơn %(day)s."
            )
            % {
                "since": _d(clash.since) if clash.since else _("trước đây"),
                "name": clash.person.name,
                "until": _(" đến %(day)s") % {"day": _d(clash.until)} if clash.until else "",
                "day": _d(since),
            },
        )
    made = Tenure.objects.create(post=post, person=person, since=since, told_on=today)
    record(actor, "tenure.begun", person, post=post.pk, kind=post.kind, tenure=made.pk, since=since.isoformat())
    return made


@transaction.atomic
def end_tenure(tenure: Tenure, until: date, *, actor: Any, today: date) -> Tenure:
    """Record that a person no longer holds a post from a day on."""
    row = Tenure.objects.select_for_update().get(pk=tenure.pk)
    if row.until is not None:
        raise RefusedError("until", _("Việc giữ chức danh này đã kết thúc ngày %(day)s.") % {"day": _d(row.until)})
    _refuse_unordered(row.since, until)
    _refuse_unlikely_day("until", until, row.person, today)
    Tenure.objects.filter(pk=row.pk).update(until=until)
    post = row.post
    record(actor, "tenure.ended", row.person, post=post.pk, kind=post.kind, tenure=row.pk, until=until.isoformat())
    row.until = until
    return row


@transaction.atomic
def correct_tenure(tenure: Tenure, since: date | None, until: date | None, *, actor: Any, today: date) -> Tenure:
    """Put right the days of a tenure: no first day is "from before", no last day is "still"."""
    Post.objects.select_for_update().get(pk=tenure.post_id)
    row = Tenure.objects.select_for_update().select_related("post", "person").get(pk=tenure.pk)
    new = {"since": since, "until": until}
    was = {key: _plain(getattr(row, key)) for key, day in new.items() if getattr(row, key) != day}
    if not was:
        return row
    _refuse_unlikely_day("since", since, row.person, today)
    _refuse_unordered(since, until)
    _refuse_unlikely_day("until", until, row.person, today)
    _refuse_overlap(row, since, until)
    Tenure.objects.filter(pk=row.pk).update(**new, told_on=today)
    now = {key: _plain(new[key]) for key in was}
    record(
        actor, "tenure.corrected", row.person, post=row.post_id, kind=row.post.kind, tenure=row.pk, was=was, now=now
    )  # fmt: skip
    row.since, row.until = since, until
    return row


def _refuse_overlap(row: Tenure, since: date | None, until: date | None) -> None:
    """Refuse days on which somebody else held the post; the field is the one whose day runs into his."""
    others = Tenure.objects.filter(post=row.post_id).exclude(pk=row.pk)
    if since is not None:
        others = others.filter(Q(until__isnull=True) | Q(until__gt=since))
    if until is not None:
        others = others.filter(Q(since__isnull=True) | Q(since__lt=until))
    other = others.select_related("person").order_by(F("since").asc(nulls_first=True), "pk").first()
    if other is None:
        return
    later = other.since is not None and (since is None or other.since > since)
    raise RefusedError(
        "until" if later else "since",
        _("%(name)s giữ chức danh này từ %(since)s đến %(until)s; hai khoảng ngày không được chồng lên nhau.")
        % {
            "name": other.person.name,
            "since": _d(other.since) if other.since else _("trước đây"),
            "until": _d(other.until) if other.until else _("nay"),
        },
    )


@transaction.atomic
def merge_people(keep: Person, drop: Person, *, actor: Any) -> Person:
    """Make two rows of one person one: all that hangs on the second moves to the first.

    Refused where both hold a standing membership: which of the two is right is for people to say.
    """
    low, high = sorted((keep.pk, drop.pk))
    rows = {p.pk: p for p in Person.objects.select_for_update().filter(pk__in=(low, high))}
    keep, drop = rows[keep.pk], rows[drop.pk]
    if low == high or keep.merged_into_id or drop.merged_into_id:
        raise RefusedError("", _("Hai dòng này đã được gộp trước đó."))
    both = Membership.objects.filter(person__in=(keep, drop), end_reason="").values("person_id").distinct().count()
    if both == 2:
        raise RefusedError(
            "", _("Cả hai dòng đều đang là đảng viên; hãy kết thúc dòng đảng viên ghi nhầm rồi mới gộp.")
        )
    for model in (Membership, Activity, Tenure):
        model.objects.filter(person=drop).update(person=keep)
    if Residence.objects.filter(person=keep, until__isnull=True).exists():
        Residence.objects.filter(person=drop, until__isnull=True).delete()
    Residence.objects.filter(person=drop).update(person=keep)
    drop.loaded_rows.update(person=keep)
    filled = {
        k: getattr(drop, k) for k in ("sex", "ethnicity") if not getattr(keep, k) and getattr(drop, k)
    }  # fmt: skip
    if drop.born_on and (not keep.born_on or "ymd".find(drop.born_precision) > "ymd".find(keep.born_precision)):
        filled |= {"born_on": drop.born_on, "born_precision": drop.born_precision}
    if filled:
        Person.objects.filter(pk=keep.pk).update(**filled)
    Person.objects.filter(pk=drop.pk).update(merged_into=keep)
    now = {k: _plain(v) for k, v in filled.items()}
    record(actor, "person.merged", keep, dropped=drop.pk, dropped_name=drop.name, filled=now)
    keep.refresh_from_db()
    return keep


@transaction.atomic
def seat_new_person(post: Post, since: date, *, actor: Any, today: date, **facts: Any) -> Tenure:
    """Add somebody nobody named before and let him hold a post; refused, neither is written."""
    person = add_person(actor=actor, **facts)
    return begin_tenure(post, person, since, actor=actor, today=today)


@transaction.atomic
def put_person_right(person: Person, *, actor: Any, lives_in: int | None, on: date | None, **facts: Any) -> Person:
    """Correct what is recorded of a person and where he lives, as one act."""
    row = correct_person(person, actor=actor, **facts)
    set_residence(row, lives_in, actor=actor, on=on)
    return row


@transaction.atomic
def set_posts(village: Locality, established: frozenset[str], *, actor: Any) -> None:
    """Say which of the six posts a village has; a post somebody holds cannot be taken away."""
    Locality.objects.select_for_update().get(pk=village.pk)
    rows = {p.kind: p for p in Post.objects.filter(locality=village, until__isnull=True)}
    for kind in VILLAGE_POSTS:
        wanted, row = kind in established, rows.get(kind)
        if row is None and wanted:
            Post.objects.create(kind=kind, locality=village)
        elif row is not None and row.established != wanted:
            if not wanted:
                _refuse_where_held(row)
            Post.objects.filter(pk=row.pk).update(established=wanted)
        else:
            continue
        record(actor, "post.established", village, kind=str(kind), established=wanted)


def _refuse_where_held(post: Post) -> None:
    sitting = Tenure.objects.filter(post=post, until__isnull=True).select_related("person").first()
    if sitting is not None:
        raise RefusedError(
            "posts",
            _("%(post)s đang do %(name)s giữ; hãy ghi thôi giữ trước.")
            % {"post": PostKind(post.kind).label, "name": sitting.person.name},
        )


@transaction.atomic
def establish_secretary(cell: Organisation, *, actor: Any) -> Post:
    """Give a cell its secretary's post, where it has none yet."""
    Organisation.objects.select_for_update().get(pk=cell.pk)
    standing = Post.objects.filter(organisation=cell, kind=PostKind.SECRETARY, until__isnull=True).first()
    if standing is not None:
        return standing
    made = Post.objects.create(kind=PostKind.SECRETARY, organisation=cell)
    record(actor, "post.established", cell, kind=str(PostKind.SECRETARY), established=True)
    return made


def rewrite_activities(membership: Membership, stays: list[Stay]) -> None:
    """Derive a membership's activity rows anew from its days and its stays."""
    Activity.objects.filter(membership=membership).delete()
    Activity.objects.bulk_create(
        Activity(
            membership=membership,
            person_id=membership.person_id,
            cell_id=s.cell,
            standing=s.standing,
            since=s.since,
            until=s.until,
        )
        for s in standings(membership.admitted_on, membership.acted_on, membership.ended_on, stays)
    )


def look_at(person: Person, *, actor: Any) -> None:
    """Leave in the trail that a log-in opened the page of one person."""
    record(actor, "person.looked-at", person)


def note_export(*, actor: Any, filters: dict[str, Any], on: date, count: int) -> None:
    """Leave in the trail that a list of people left the product as a file: narrowed how, how long."""
    record(actor, "people.exported", actor, filters=filters, on=on.isoformat(), count=count)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
