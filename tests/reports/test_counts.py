"""Posts counted by the database are the posts that stand there, village by village."""

from collections import Counter
from datetime import date

import pytest

from taonguon.orgs.actions import trees_changed
from taonguon.orgs.models import OrganisationSpan
from taonguon.orgs.queries import part_of
from taonguon.people.enums import VILLAGE_POSTS
from taonguon.people.models import Tenure
from taonguon.people.queries.seats import PostState, posts_by_village, seats
from taonguon.reports.behind import people_behind
from taonguon.reports.figures import figures
from taonguon.reports.overview import overview
from tests.builders import TODAY, a_district, a_membership, a_person, a_post, an_organisation

pytestmark = pytest.mark.django_db


def posts_of_every_sort(land):
    """In the first village each sort of holder; in the second a post that is not established; in the third nothing."""
    village, cell = land["villages"][0], land["cells"][0]
    sorts = [("official", "official"), ("official", ""), ("probationary", "official"), (None, "official"), (None, "")]
    for kind, (standing, claim) in zip(VILLAGE_POSTS, sorts, strict=False):
        person = a_person(f"Lý Văn {kind}", lives_in=village)
        if standing:
            official = date(2011, 5, 19) if standing == "official" else None
            a_membership(person, cell, date(2010, 5, 19) if official else date(2018, 2, 3), official)
        a_post(str(kind), village, holder=person)
        Tenure.objects.filter(person=person).update(claim=claim)
    a_post("veteran", village)
    a_post("head", land["villages"][1], established=False)


def states_of(village_seats):
    return Counter(PostState(s.kind, s.established, s.filled, s.standing, s.claim) for s in village_seats)


def test_posts_counted_are_the_posts_listed(django_assert_num_queries):
    land = a_district()
    posts_of_every_sort(land)

    for unit in (land["top"], *land["committees"], land["cells"][0]):
        part = part_of(unit.pk, TODAY)
        with django_assert_num_queries(1):
            counted = posts_by_village(part)
        listed = seats(part)
        assert {pk: Counter(posts.states) for pk, posts in counted.items()} == {
            pk: states_of(s for s in listed if s.village == pk) for pk in {s.village for s in listed}
        }
        heads = {s.village: (s.person, s.standing) for s in listed if s.kind == "head"}
        assert {pk: (posts.head, posts.head_standing) for pk, posts in counted.items()} == heads


def test_a_day_counts_the_holder_of_that_day():
    land = a_district()
    village = land["villages"][0]
    first, second = a_person("Lý Văn A"), a_person("Lý Văn B")
    a_membership(second, land["cells"][0], date(2010, 5, 19), date(2011, 5, 19))
    post = a_post("head", village, holder=first, until=date(2017, 1, 1))
    Tenure.objects.create(post=post, person=second, since=date(2017, 1, 1))

    before, after = (
        posts_by_village(part_of(land["top"].pk, day))[village.pk] for day in (date(2016, 12, 31), date(2017, 1, 1))
    )

    assert (before.head, before.head_standing, before.states[0].standing) == (first.pk, None, None)
    assert (after.head, after.head_standing, after.states[0].standing) == (second.pk, "official", "official")


def test_where_villages_are_too_many_for_a_grid_the_first_open_posts_are_listed_and_all_counted(monkeypatch):
    land = a_district()
    for village in land["villages"]:
        for kind in ("front", "head"):
            a_post(kind, village, holder=a_person(f"Lý Văn {kind} {village.pk}"))
    with_grid = overview(land["top"].pk, TODAY)
    monkeypatch.setattr("taonguon.reports.overview.MOST_GRID_ROWS", 2)
    monkeypatch.setattr("taonguon.reports.overview.MOST_LISTED", 3)

    seen = overview(land["top"].pk, TODAY)

    assert (seen.grid, seen.grid_left_out, seen.next_posts_in_all) == ((), 3, 6)
    assert seen.next_posts == with_grid.next_posts[:3]
    assert (seen.coverage, seen.units) == (with_grid.coverage, with_grid.units)


def test_a_cell_that_moves_later_counts_where_it_stands_on_the_day():
    land = a_district()
    cell = an_organisation("Chi bộ Trường học", "cell", land["committees"][0], sector="school")
    OrganisationSpan.objects.filter(organisation=cell).update(until=date(2018, 1, 1))
    OrganisationSpan.objects.create(
        organisation=cell, parent=land["committees"][1], name="Chi bộ Trường học", kind="cell", since=date(2018, 1, 1)
    )
    trees_changed()
    a_membership(a_person("Hoàng Văn Thử"), cell, date(2010, 5, 19), date(2011, 5, 19))

    def members(unit, day):
        return figures(day, unit.pk)["members"]["district"]["total"], len(people_behind("members", unit.pk, day))

    assert [members(unit, date(2017, 12, 31)) for unit in land["committees"]] == [(1, 1), (0, 0)]
    assert [members(unit, date(2018, 1, 1)) for unit in land["committees"]] == [(0, 0), (1, 1)]
