"""Loading who holds which village post."""

from taonguon.intake.appliers.base import CREATED, UNCHANGED, UPDATED, Context
from taonguon.intake.appliers.register import Register
from taonguon.intake.appliers.seats import Seats
from taonguon.intake.interpret.records import CellIssue, Holder, PostsRow
from taonguon.intake.matching import Named
from taonguon.people.enums import PostKind
from taonguon.rules.names import fold
from taonguon.rules.tree import Node


def apply_posts(ctx: Context) -> None:
    """Write the posts of every village of a file, and their holders."""
    rows = [r for r in ctx.parsed.rows if isinstance(r, PostsRow)]
    placed = [(row, village) for row in rows if (village := _village(ctx, row)) is not None]
    _leave_out_repeats(placed)
    register = Register(ctx.map)
    named: dict[tuple[int, str], Named] = {}
    for row, village in placed:
        around = frozenset(register.around_village(village.pk))
        for kind, holder in _holders(row):
            named[(id(row), kind)] = Named(fold(holder.name), holder.born, around)
    _share_births(named, placed)
    register.open(named.values(), len(named))
    seats = Seats(ctx, most_new=7 * len(placed))
    for number, (row, village) in enumerate(placed, start=1):
        _row(ctx, row, village, register, seats, named)
        ctx.step(number, len(placed))
    register.flush()
    seats.flush()
    ctx.doubts.extend(register.doubts)


def _holders(row: PostsRow) -> list[tuple[str, Holder]]:
    out = [(kind, holder) for kind, holder in row.posts.items() if holder is not None]
    return [*out, (PostKind.SECRETARY, row.secretary)] if row.secretary else out


def _share_births(named: dict[tuple[int, str], Named], placed: list[tuple[PostsRow, Node]]) -> None:
    """Where one name stands twice in a village's row, once with a birth and once without, both are one person."""
    for row, _ in placed:
        kinds = [kind for kind, _ in _holders(row)]
        for kind in kinds:
            one = named[(id(row), kind)]
            if one.born is None:
                births = {
                    n.born for k in kinds if (n := named[(id(row), k)]).folded == one.folded and n.born is not None
                }  # fmt: skip
                if len(births) == 1:
                    named[(id(row), kind)] = Named(one.folded, births.pop(), one.places)


def _leave_out_repeats(placed: list[tuple[PostsRow, Node]]) -> None:
    """Where a post stands twice in a file (last year's sheet left in), the first word is taken and the second named."""
    told: dict[tuple[int, str], PostsRow] = {}
    for row, village in placed:
        for kind in [*row.posts, *row.absent]:
            first = told.setdefault((village.pk, kind), row)
            if first is row:
                continue
            holder = row.posts.pop(kind, None)
            row.absent.discard(kind)
            column, shown = (holder.column, holder.name) if holder else (row.village_column, row.village)
            row.issues.append(CellIssue(row.row, column, shown, "listed_twice", f"{first.sheet}!{first.row + 1}"))


def _village(ctx: Context, row: PostsRow) -> Node | None:
    commune = ctx.places.commune(row.commune) or ctx.places.commune(ctx.parsed.communes.get(row.sheet, ""))
    village = ctx.places.village(row.village, commune)
    if village is None:
        ctx.reject(row, row.village_column, row.village, "unknown_unit")
        return None
    if not ctx.reaches_place(village.pk):
        ctx.reject(row, row.village_column, row.village, "out_of_scope")
        return None
    if row.rejected:
        ctx.done(row, "rejected")
        return None
    return village


def _row(
    ctx: Context, row: PostsRow, village: Node, register: Register, seats: Seats, named: dict[tuple[int, str], Named]
) -> None:
    made = changed = False
    people: dict[str, int] = {}
    for kind, holder in _holders(row):
        one = named[(id(row), kind)]
        match = register.find(one)
        if match.person is None and kind == PostKind.SECRETARY:
            continue  # the list of organisations says who is secretary; a name it does not know adds nobody
        if match.person is None:
            made = True
        people[kind] = (match.person or register.make(holder.name, one, doubts=match)).pk
        if match.doubts and match.person is None:
            row.issues.append(CellIssue(row.row, holder.column, holder.name, "doubtful_person"))
    for kind, listed in row.posts.items():
        changed |= seats.seat(village.pk, kind, people.get(kind), listed)
    for kind in row.absent:
        changed |= seats.absent(village.pk, kind)
    person = people.get(PostKind.HEAD)
    ctx.done(row, CREATED if made else UPDATED if changed else UNCHANGED, person)
