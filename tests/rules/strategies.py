"""Made-up cases of every kind, drawn from what `cases.py` says of each fact: as wide as a case file can be.

Each comes from one number, so thousands are made in seconds; `taonguon.rules.casefile.write` shows a failing one.
"""

from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from taonguon.rules.casefile import fields_of
from taonguon.rules.cases import DONE_KEYS, OWN_KEY, STEPS, TABLES, Case, Introducer
from taonguon.rules.dates import PartialDate

FIRST, LAST = date(2012, 1, 1), date(2026, 12, 31)
_AGES = (17, 18, 18, 30, 60, 60, 61, 70)  # those at which something changes, and some between


def _near(random, on):
    return on + timedelta(days=random.choice((random.randint(-2500, 90), random.randint(-150, 10))))


def _born(random, on):
    day = on - timedelta(days=round(random.choice(_AGES) * 365.25) + random.randint(-45, 45))
    return PartialDate(*(day.year, day.month, day.day)[: random.choice((1, 2, 3, 3, 3))])


def _some(random, codes):
    return tuple(random.sample(codes, random.randint(0, min(2, len(codes)))))


def _value(random, field, on):
    """Give a value of one fact, by its kind."""
    match field.metadata["kind"]:
        case "flag":
            return random.random() < 0.5
        case "number":
            return random.choice((random.randint(0, 12), 15, 20, 23, 24, 36, 60))
        case "day":
            return _near(random, on)
        case "partial":
            return _born(random, on)
        case "choice":
            return random.choice(field.metadata["allowed"])
        case "choices":
            return _some(random, field.metadata["allowed"])


def _table(random, kind, on, known):
    """Make a table of facts, each known with a chance."""
    return kind(
        **{name: _value(random, field, on) for name, field in fields_of(kind).items() if random.random() < known}
    )


def _done(random, step, on, known):
    """Give days of acts: in order and close together, as life goes, or at random; some not done, some not known."""
    keys = DONE_KEYS
    if random.random() < 0.5 and step in OWN_KEY:
        keys = DONE_KEYS[: DONE_KEYS.index(OWN_KEY[step])]
    pace, day, out = random.choice((5, 20, 60, 120)), on, {}
    orderly = random.random() < 0.6
    for key in reversed(keys):
        day = max(day - timedelta(days=random.randint(0, pace)), date(2005, 1, 1))
        if random.random() < known:
            out[key] = False if random.random() < 0.1 else day if orderly else _near(random, on)
    return out


def made_up(random, rules=()):
    """Make one case; with `rules`, now and then a question about some of them alone."""
    on = FIRST + timedelta(days=random.randrange((LAST - FIRST).days + 1))
    step, known = random.choice(STEPS), random.choice((0.3, 0.7, 0.95, 1))
    tables = {}
    for name, kind in TABLES.items():
        optional = fields_of(Case)[name].default is None
        if not optional or random.random() < 0.5:
            tables[name] = _table(random, kind, on, known)
    introduced = [_table(random, Introducer, on, known) for _ in range(random.randint(0, 3))]
    return Case(
        step=step,
        on=on,
        only=_some(random, rules) if rules and random.random() < 0.3 else None,
        introduced_by=tuple(introduced) if random.random() < known else None,
        done=_done(random, step, on, known),
        **tables,
    )


def cases(rules=()):
    """Give made-up cases, each from one number."""
    return st.integers(0, 2**40).map(lambda seed: made_up(Random(seed), rules))  # noqa: S311  # made-up cases, no secrets
