"""Open cases of the ledger at every stage, written straight into the tables and then settled by the rules."""

import random
from datetime import date, timedelta
from typing import Any

from bench import names
from bench.world import TODAY

_ACTS = (
    "listed", "helper-assigned", "class-certificate", "leave-to-begin", "application", "dossier", "cv",
    "verification-requested", "cv-verified", "introductions", "opinions", "cv-certified", "cell-resolution",
    "committee-resolution", "dossier-sent", "decision-issued", "decision-received", "ceremony",
)  # fmt: skip
_AGAINST = (["CLK-CEREMONY"], ["CAND-CLASS-TTL"], ["VOTE-DENOM", "VOTE-BRANCH"])
_CHUNK = 1000


def make_cases(count: int, seed: int = 2018) -> int:
    """Write open cases, first of village post holders who are no members; give how many acts they have.

    Members of the handling cell help; one in twenty has gone to another since.
    """
    from taonguon.admissions.models import Act, Assignment, Candidacy, Handling
    from taonguon.people.models import Activity

    rng = random.Random(seed)
    cases = Candidacy.objects.bulk_create(
        Candidacy(person_id=person, cell_id=cell, away_at="Khu công nghiệp Thử" if rng.random() < 0.05 else "")
        for person, cell in _people(count, rng)
    )
    acts: list[Act] = []
    helped: list[Assignment] = []
    handlings: list[Handling] = []
    members: dict[int, list[int]] = {}
    for cell, person in Activity.objects.filter(until__isnull=True, standing="official").values_list(
        "cell_id", "person_id"
    ):
        members.setdefault(cell, []).append(person)
    cells = sorted(members)
    for case in cases:
        done = _days(rng)
        acts += [Act(candidacy=case, key=key, on=on, precision="d", **_conduct(rng)) for key, on in done]
        handlings.append(Handling(candidacy=case, cell_id=case.cell_id, since=done[0][1]))
        if len(done) > 1:
            at = case.cell_id if rng.random() < 0.95 and case.cell_id in members else rng.choice(cells)
            helped.append(Assignment(candidacy=case, helper_id=rng.choice(members[at]), since=done[1][1]))
    Handling.objects.bulk_create(handlings)
    Act.objects.bulk_create(acts, batch_size=_CHUNK)
    Assignment.objects.bulk_create(helped)
    _settle(cases)
    return len(acts)


def make_register(seed: int = 2018) -> int:
    """Let the dossiers that were sent lie at the board, each somewhere on its way; give how many lines that takes."""
    from taonguon.admissions.models import Act, Candidacy, HandOver

    rng = random.Random(seed)
    lines: list[HandOver] = []
    sent = Act.objects.filter(key="dossier-sent", on__isnull=False).order_by("pk")
    for case, on, cell in sent.values_list("candidacy_id", "on", "candidacy__cell_id"):
        common = {"candidacy_id": case, "matter": "admission"}
        lines.append(HandOver(kind="received", on=on, unit_id=cell, **common))
        kind = rng.choice(("", "asked", "appraised", "submitted"))
        if kind:
            asks = {"forms": ["2-KNĐ", "3-KNĐ"], "until": on + timedelta(21)} if kind == "asked" else {}
            lines.append(HandOver(kind=kind, on=on + timedelta(3), **asks, **common))
    HandOver.objects.bulk_create(lines, batch_size=_CHUNK)
    _settle(list(Candidacy.objects.filter(hand_overs__isnull=False).distinct()))
    return len(lines)


def make_rounds(months: int = 12) -> int:
    """Let every cell review its list in two months of three, the newest not yet answered; give how many rounds."""
    from taonguon.admissions.review_models import Round
    from taonguon.orgs.enums import CELLS
    from taonguon.orgs.queries import map_on
    from taonguon.rules.dates import add_months

    cells = [node.pk for node in map_on(TODAY).organisations.walk() if node.kind in CELLS]
    rounds = []
    for back in range(months):
        month = add_months(TODAY.replace(day=1), -back)
        on = month.replace(day=5)
        answered = {"state": "agreed", "answered_on": on} if back else {}
        rounds += [
            Round(cell_id=cell, month=month, resolved_on=on, nobody_new=True, kept=3, listed=0, taken_off=0,
                  set_aside=0, **answered)
            for place, cell in enumerate(cells) if (place + back) % 3
        ]  # fmt: skip
    Round.objects.bulk_create(rounds, batch_size=_CHUNK)
    return len(rounds)


def _people(count: int, rng: random.Random) -> list[tuple[int, int]]:
    """Give (person, cell) of each case: post holders who are no members, then new people."""
    from taonguon.orgs.queries import map_on
    from taonguon.people.models import Person, Tenure
    from taonguon.rules.names import fold, sort_key

    on = map_on(TODAY)
    held = Tenure.objects.filter(until__isnull=True, post__locality__isnull=False, person__activities__isnull=True)
    holders = dict(held.order_by("pk").values_list("person_id", "post__locality_id"))
    out = [(person, on.services[village][0]) for person, village in holders.items() if village in on.services]
    out = out[: count // 4]
    cells = sorted({cell for cell, _kind in on.services.values()})
    new = Person.objects.bulk_create(
        [
            Person(name=name, folded=fold(name), sort_key=sort_key(name), sex="f" if " Thị " in name else "m",
                   born_on=date(rng.randrange(1975, 2000), 5, 19), born_precision="d")
            for name in names.names(rng, count - len(out))
        ],
        batch_size=_CHUNK,
    )  # fmt: skip
    return out + [(person.pk, rng.choice(cells)) for person in new]


def _days(rng: random.Random) -> list[tuple[str, date]]:
    """Give acts with their days, the last of them not long ago for those who have come far."""
    reached = rng.choice((1, 2, 2, 3, 3, 3, 4, 6, 9, 12, 13, 15, 16, 17, 18))
    day = TODAY - timedelta(rng.randrange(5, 40) if reached > 4 else rng.randrange(30, 900))
    days = [day]
    for _step in range(reached - 1):
        days.append(days[-1] - timedelta(rng.randrange(3, 60)))
    return list(zip(_ACTS, reversed(days), strict=False))


def _conduct(rng: random.Random) -> dict[str, Any]:
    """Make one act in a hundred irregular."""
    if rng.random() >= 0.01:
        return {}
    return {"irregular": True, "against": rng.choice(_AGAINST), "reason": "Theo thực tế của chi bộ"}


def _settle(cases: list[Any]) -> None:
    from taonguon.admissions.models import Candidacy
    from taonguon.admissions.settling import settle_many

    for first in range(0, len(cases), _CHUNK):
        pks = [case.pk for case in cases[first : first + _CHUNK]]
        settle_many(list(Candidacy.objects.filter(pk__in=pks).select_related("person")), TODAY)
