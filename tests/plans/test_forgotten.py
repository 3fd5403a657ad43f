"""Units a plan must not forget: without members, without source, or long without an admission."""

from datetime import date

import pytest
from django.urls import reverse

from taonguon.admissions.actions import open_candidacy
from taonguon.orgs.models import Organisation
from taonguon.orgs.queries import part_of
from taonguon.plans.forgotten import forgotten_in
from tests.builders import TODAY, a_district, a_membership, a_person, a_user, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    made = a_district()
    made["school"] = an_organisation(
        "Chi bộ Trường Tiểu học", "cell", made["committees"][0], sector="school", position=9
    )
    return made


def found(district, years=3, on=TODAY, unit="top"):
    return forgotten_in(part_of(district[unit].pk, on), years, TODAY)


def names(lines):
    return [line.cell.name for line in lines]


def test_schools_and_agencies_without_members_or_source(district):
    empty = found(district)
    assert (names(empty.schools), names(empty.agencies)) == (["Chi bộ Trường Tiểu học"], ["Chi bộ Cơ quan Huyện ủy"])
    assert (empty.schools[0].members.total, empty.schools[0].candidates) == (0, 0)

    a_membership(a_person(), district["school"], date(2016, 1, 1))
    assert [(line.members.total, line.candidates) for line in found(district).schools] == [(1, 0)]
    open_candidacy(a_person("Lý Thị Nguồn"), district["school"], date(2018, 2, 1), actor=None, today=TODAY)
    assert found(district).schools == ()
    assert names(found(district, on=date(2018, 1, 31)).schools) == ["Chi bộ Trường Tiểu học"]


def test_villages_without_members_with_the_cell_that_serves_them(district):
    a_membership(a_person(lives_in=district["villages"][0]), district["cells"][0])

    assert [(village.name, cell.name) for village, cell in found(district).villages] == [
        ("Khe Hai", "Chi bộ thôn Khe Hai"), ("Khe Ba", "Chi bộ thôn Khe Ba"),
    ]  # fmt: skip


def test_how_long_a_cell_has_admitted_nobody(district):
    one, two, three = district["cells"]
    a_membership(a_person(), one, date(2013, 4, 20))
    a_membership(a_person(), one, date(2014, 4, 20))
    a_membership(a_person(), two, date(2015, 4, 19))
    a_membership(a_person(), three, date(2015, 4, 20))

    idle = {line.cell.pk: line for line in found(district).idle}

    assert three.pk not in idle
    assert [(str(idle[c.pk].last), idle[c.pk].years, idle[c.pk].months_more) for c in (one, two)] == [
        ("20/04/2014", 3, 11), ("19/04/2015", 3, 0),
    ]  # fmt: skip
    assert two.pk not in {line.cell.pk for line in found(district, on=date(2018, 4, 18)).idle}
    assert {line.cell.pk for line in found(district, 1).idle} >= {one.pk, two.pk, three.pk}


def test_without_any_admission_on_record_it_counts_from_the_founding_or_is_not_known(district):
    one, two, three = district["cells"]
    Organisation.objects.filter(pk=one.pk).update(founded_on=date(2010, 1, 1), founded_precision="y")
    Organisation.objects.filter(pk=two.pk).update(founded_on=date(2017, 3, 1), founded_precision="d")

    idle = {line.cell.pk: line for line in found(district).idle}

    assert (idle[one.pk].last, idle[one.pk].months) == (None, 87)  # from the last day of 2010
    assert two.pk not in idle  # founded thirteen months ago: not three years without
    assert (idle[three.pk].last, idle[three.pk].months) == (None, None)


def test_a_day_known_by_year_alone_is_never_told_too_long_ago(district):
    made = a_membership(a_person(), district["cells"][0], date(2015, 1, 1))
    made.admitted_precision = "y"
    made.save()

    line = next(line for line in found(district, 2).idle if line.cell.pk == district["cells"][0].pk)

    assert (str(line.last), line.years, line.months_more) == ("2015", 2, 3)


def test_the_page_and_the_section_of_the_plan(client, district):
    client.force_login(a_user("board", district["top"]))
    a_membership(a_person(), district["cells"][0], date(2012, 4, 19))

    page = client.get(reverse("forgotten")).content.decode()
    assert "19/04/2012" in page
    assert "chưa có lần nào từ khi có sổ" in page
    assert "6 năm" in page
    assert client.get(reverse("forgotten"), {"so-nam": "10"}).context["years"] == 10
    assert client.get(reverse("forgotten"), {"so-nam": "7"}).context["years"] == 3
    five = client.get(reverse("forgotten"), {"so-nam": "5"}).context["found"]
    assert five.idle[0].cell.pk == district["cells"][0].pk
    plan = client.get(reverse("year-plan")).content.decode()
    assert "1 chi bộ trường học" in plan
    assert f"{reverse('forgotten')}?don-vi={district['top'].pk}#villages" in plan


def test_a_commune_sees_its_own(client, district):
    client.force_login(a_user("commune", district["committees"][1]))

    answer = client.get(reverse("forgotten"))

    assert [village.name for village, _cell in answer.context["found"].villages] == ["Khe Ba"]
    assert names(answer.context["found"].schools) == []
    assert "Khe Một" not in answer.content.decode()


@pytest.mark.parametrize("many", [1, 4])
def test_the_page_asks_the_same_few_questions_however_many_cells(client, district, many, django_assert_num_queries):
    for number in range(many):
        an_organisation(f"Chi bộ Trường số {number}", "cell", district["committees"][0], sector="school")
    client.force_login(a_user("leader", district["top"]))
    client.get(reverse("forgotten"))

    with django_assert_num_queries(10):
        client.get(reverse("forgotten"))


@pytest.mark.parametrize(("role", "told"), [("board", True), ("mass", False)])
def test_how_many_of_the_source_a_school_has_is_told_to_who_sees_cases(client, role, told):
    district = a_district()
    an_organisation("Chi bộ Trường Thử", "cell", district["committees"][0], sector="school")
    client.force_login(a_user(role, district["top"]))

    page = client.get(reverse("forgotten")).content.decode()

    assert ('data-label="Người trong nguồn">0</td>' in page) is told
    assert ('data-label="Người trong nguồn">–</td>' in page) is not told
