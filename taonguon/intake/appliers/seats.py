"""Who sits in which post, as lists tell it: setting a list's holder beside the one known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from taonguon.intake.appliers.base import Context
from taonguon.intake.interpret.records import Holder
from taonguon.people.bulk import insert_rows, reserve_ids
from taonguon.people.enums import PostKind
from taonguon.people.models import Post, Tenure

Key = tuple[str, int, str]
"""('v', village id, kind) or ('c', cell id, kind)"""


@dataclass(slots=True)
class _Seat:
    post: int
    established: bool
    tenure: int | None = None
    person: int | None = None
    since: date | None = None
    told_on: date | None = None
    claim: str = ""


class Seats:
    """The standing posts; changes are gathered and written by `flush`.

    A list says who holds a post on its day, not since when: a first word holds from always, a
    different one ends the earlier tenure on the list's day.
    """

    def __init__(self, ctx: Context, most_new: int) -> None:
        self.ctx = ctx
        self._seats: dict[Key, _Seat] = {}
        self._ids: Iterator[int] = iter(reserve_ids(Post, most_new))
        self._new_posts: list[tuple[object, ...]] = []
        self._new_tenures: list[tuple[object, ...]] = []
        posts = Post.objects.filter(until__isnull=True)
        for pk, kind, place, unit, established in posts.values_list(
            "pk", "kind", "locality_id", "organisation_id", "established"
        ):
            self._seats[("v", place, kind) if place else ("c", unit, kind)] = _Seat(pk, established)
        by_post = {s.post: s for s in self._seats.values()}
        ended_later = Tenure.objects.filter(until__gt=ctx.as_of).values_list("post_id", flat=True)
        self._left_later = set(ended_later)
        """Posts somebody is known to have left after the list's day: an older list seats nobody there."""
        standing = Tenure.objects.filter(until__isnull=True)
        for pk, post, person, since, told, claim in standing.values_list(
            "pk", "post_id", "person_id", "since", "told_on", "claim"
        ):
            if post in by_post:
                seat = by_post[post]
                seat.tenure, seat.person, seat.since, seat.told_on, seat.claim = pk, person, since, told, claim

    def seat_secretary(
        self, cell: int, now: int | None, *, before: int | None, since: date | None, holder: Holder | None
    ) -> bool:
        """Seat a cell's secretary, and the one before until the day of the change; say whether anything changed."""
        key = ("c", cell, str(PostKind.SECRETARY))
        fresh = self._establish(key, established=True)
        if fresh and before is not None and since is not None:
            self._new_tenures.append((self._seats[key].post, before, None, since, "", False, self.ctx.as_of))
        return self._hold(key, now, holder, since, fresh=fresh) or fresh

    def seat(self, village: int, kind: str, person: int | None, holder: Holder | None) -> bool:
        """Set a village's post as the list has it; `person` None is vacant. Say whether anything changed."""
        key = ("v", village, kind)
        fresh = self._establish(key, established=True)
        return self._hold(key, person, holder, None, fresh=fresh) or fresh

    def absent(self, village: int, kind: str) -> bool:
        """Note that the list says there is no such organisation in the village."""
        key = ("v", village, kind)
        fresh = self._establish(key, established=False)
        return self._hold(key, None, None, None, fresh=fresh) or fresh

    def _establish(self, key: Key, *, established: bool) -> bool:
        seat = self._seats.get(key)
        if seat is None:
            seat = self._seats[key] = _Seat(next(self._ids), established)
            place, unit = (key[1], None) if key[0] == "v" else (None, key[1])
            self._new_posts.append((seat.post, key[2], place, unit, established))
            return True
        if seat.established == established:
            return False
        Post.objects.filter(pk=seat.post).update(established=established)
        seat.established = established
        return True

    def _hold(self, key: Key, person: int | None, holder: Holder | None, since: date | None, *, fresh: bool) -> bool:
        seat = self._seats[key]
        if seat.told_on is not None and seat.told_on > self.ctx.as_of:
            return False  # a newer list, or an entry by hand, has already spoken
        if seat.tenure is None and seat.post in self._left_later:
            return False
        claim = holder.claim if holder else ""
        if seat.person == person:
            if person is None or seat.claim == claim or key[0] == "c" or seat.tenure is None:
                return False
            Tenure.objects.filter(pk=seat.tenure).update(claim=claim)
            seat.claim = claim
            return True
        if seat.tenure is not None:
            self._end(seat.tenure, seat, since or self.ctx.as_of)
        seat.person, seat.tenure, seat.claim = person, None, claim
        if person is not None:
            start = since or (None if fresh else self.ctx.as_of)
            elected = holder.newly_elected if holder else False
            self._new_tenures.append((seat.post, person, start, None, claim, elected, self.ctx.as_of))
        return True

    @staticmethod
    def _end(tenure: int, seat: _Seat, until: date) -> None:
        if seat.since is not None and until <= seat.since:
            Tenure.objects.filter(pk=tenure).delete()  # both told of one day: the list corrects itself
        else:
            Tenure.objects.filter(pk=tenure).update(until=until)

    def flush(self) -> None:
        """Write the new posts and tenures (after the people)."""
        insert_rows(Post, ("id", "kind", "locality", "organisation", "established"), self._new_posts)
        insert_rows(
            Tenure, ("post", "person", "since", "until", "claim", "newly_elected", "told_on"), self._new_tenures
        )
        self._new_posts, self._new_tenures = [], []
