"""The pages of the rules: a day's values, their sources, what was before, what changes between two days."""

from datetime import date
from itertools import pairwise

import pytest
from django.urls import reverse

from taonguon.procedures.rulebook import spans_of
from taonguon.rules.book import central
from tests.builders import a_district, a_user

pytestmark = pytest.mark.django_db
LOCAL = """
[text.NQ]
number = "12-NQ/HU"
issued = 2018-01-15

[rules.CLK-DECIDE]
rows = [{ workdays = 50, until = 2025-07-01, cites = ["NQ 3"] }]
"""


@pytest.fixture
def reader(client):
    client.force_login(a_user("cell", a_district()["cells"][0]))
    return client


def listed(answer):
    return [rule.id for _, _, found in answer.context["groups"] for rule in found]


def html(answer):
    return " ".join(answer.content.decode().split())


def test_every_rule_is_listed_under_its_subject(reader):
    answer = reader.get(reverse("rules"))

    assert listed(answer) == list(central().rules)
    assert answer.context["total"] == 95


@pytest.mark.parametrize(
    ("day", "limit"),
    [("2025-06-30", "60 ngày làm việc"), ("2025-07-01", "45 ngày làm việc")],
    ids=["the last day of a text", "the first day of the next"],
)
def test_a_value_is_that_of_the_day(reader, day, limit):
    rule = reader.get(reverse("rule", args=["CLK-DECIDE"]), {"ngay": day}).context["rule"]

    assert limit in rule.now.text


def test_a_value_stands_with_its_source_and_with_what_it_was_before(reader):
    rule = reader.get(reverse("rule", args=["CLK-DECIDE"]), {"ngay": "2025-07-01"}).context["rule"]

    assert rule.now.sources == ("294-QĐ/TW (26/05/2025), điểm 4.3.1",)
    assert (rule.now.since, rule.now.last) == (date(2025, 7, 1), date(2026, 4, 7))
    assert [(s.since, s.last) for s in rule.earlier] == [
        (date(2016, 7, 25), date(2025, 6, 30)),
        (date(2011, 11, 1), date(2016, 7, 24)),
    ]
    assert "60 ngày làm việc" in rule.earlier[0].text
    assert rule.earlier[1].unknown


def test_a_text_that_repeats_the_one_before_it_makes_no_new_span():
    spans = spans_of(central().rules["ADM-AGE-MIN"], "vi")

    assert [(s.since, s.last) for s in spans] == [
        (date(2026, 7, 26), None),
        (date(2026, 4, 8), date(2026, 7, 25)),
        (date(2016, 7, 25), date(2026, 4, 7)),
        (date(2011, 11, 1), date(2016, 7, 24)),
        (None, date(2011, 10, 31)),
    ]
    assert [s.unknown for s in spans] == [False, True, False, True, True]
    assert [source.split(",")[0] for source in spans[2].sources] == [
        "29-QĐ/TW (25/07/2016)", "24-QĐ/TW (30/07/2021)", "232-QĐ/TW (20/01/2025)", "294-QĐ/TW (26/05/2025)",
    ]  # fmt: skip


@pytest.mark.parametrize("rule", central().rules.values(), ids=lambda rule: rule.id)
def test_the_spans_of_a_rule_leave_no_day_out(rule):
    spans = spans_of(rule, "vi")[::-1]

    assert spans[0].since is None
    assert spans[-1].last is None
    assert all((b.since - a.last).days == 1 for a, b in pairwise(spans))


def test_what_is_not_known_is_said_to_be_so(reader):
    answer = reader.get(reverse("rules"), {"ngay": "2026-09-01", "tim": "ADM-EDU-EXC-AREA"})

    assert 'ADM-EDU-EXC-AREA</span> <span class="chip is-warn">chưa biết</span>' in html(answer)
    assert "chưa biết 208-QĐ/TW ngày 26/07/2026 quy định thế nào" in html(answer)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("adm-age", ["ADM-AGE-MIN", "ADM-AGE-MAX", "ADM-AGE-OVER60"]),
        ("cong dan viet nam", ["ADM-CITIZEN"]),
        ("CÔNG DÂN Việt Nam", ["ADM-CITIZEN"]),
        ("khong co gi nhu the", []),
    ],
    ids=["by id", "without marks", "with marks", "nothing"],
)
def test_rules_are_found_by_id_and_by_words(reader, search, found):
    assert listed(reader.get(reverse("rules"), {"tim": search})) == found


def test_rules_are_found_by_the_number_of_a_text(reader):
    found = listed(reader.get(reverse("rules"), {"tim": "09-hd/btctw"}))

    assert found == [r.id for r in central().rules.values() if r.id in found]
    assert "CAND-PERMIT" in found
    assert "ADM-CITIZEN" not in found


def test_rules_are_narrowed_to_a_step(reader):
    found = listed(reader.get(reverse("rules"), {"buoc": "card"}))

    assert found == [rule.id for rule in central().rules.values() if "card" in rule.steps]
    assert "CARD" in found


def test_a_step_that_there_is_not_narrows_nothing(reader):
    assert len(listed(reader.get(reverse("rules"), {"buoc": "no-such-step"}))) == 95


def test_a_rule_that_there_is_not_is_no_page(reader):
    assert reader.get(reverse("rule", args=["NO-SUCH-RULE"])).status_code == 404


def test_a_rule_names_the_facts_it_asks_for_and_leads_to_a_case(reader):
    page = html(reader.get(reverse("rule", args=["ADM-CITIZEN"])))

    assert "<li>Có quốc tịch Việt Nam hay không</li>" in page
    assert f'href="{reverse("trial")}?buoc=cell-vote"' in page


def test_what_changes_between_two_days(reader):
    answer = reader.get(reverse("rule-changes"), {"tu": "30/06/2025", "den": "01/07/2025"})
    found = answer.context["found"]

    assert [text.number for text in found.texts] == ["294-QĐ/TW"]
    changed = {change.id: change for change in found.changed}
    assert "60 ngày làm việc" in changed["CLK-DECIDE"].before.text
    assert "45 ngày làm việc" in changed["CLK-DECIDE"].after.text
    assert "ADM-AGE-MIN" in {change.id for change in found.repeated}
    assert not set(changed) & {change.id for change in found.repeated}


def test_days_in_the_wrong_order_are_put_right(reader):
    answer = reader.get(reverse("rule-changes"), {"tu": "2025-07-01", "den": "2025-06-30"})

    assert (answer.context["first"], answer.context["second"]) == (date(2025, 6, 30), date(2025, 7, 1))


def test_the_same_day_twice_changes_nothing(reader):
    found = reader.get(reverse("rule-changes"), {"tu": "01/07/2025", "den": "01/07/2025"}).context["found"]

    assert (found.texts, found.changed, found.repeated) == ([], [], [])


def test_without_days_the_latest_turn_is_shown(reader):
    answer = reader.get(reverse("rule-changes"), {"ngay": "2025-07-15"})

    assert (answer.context["first"], answer.context["second"]) == (date(2025, 6, 30), date(2025, 7, 15))


def test_a_day_that_is_none_is_spoken_of(reader):
    assert "“hôm qua” không có năm bốn chữ số" in html(reader.get(reverse("rule-changes"), {"tu": "hôm qua"}))


def test_a_value_of_the_site_s_own_book_is_marked(reader, tmp_path, settings):
    (tmp_path / "own.toml").write_text(LOCAL, encoding="utf-8")
    settings.RULES = str(tmp_path / "own.toml")

    answer = reader.get(reverse("rules"), {"tim": "clk-decide", "ngay": "2018-04-19"})

    assert 'CLK-DECIDE</span> <span class="chip is-good">quy định riêng của địa phương</span>' in html(answer)
    assert "50 ngày làm việc" in html(answer)
    assert "12-NQ/HU (15/01/2018), điểm 3; 29-QĐ/TW (25/07/2016), điểm 4.3" in html(answer)


def test_the_pages_speak_english_too(reader):
    reader.cookies["django_language"] = "en"

    assert "Applies at" in html(reader.get(reverse("rule", args=["ADM-CITIZEN"])))
    assert "Vietnamese citizen" in html(reader.get(reverse("rules"), {"tim": "citizen"}))


@pytest.mark.parametrize("name", ["rules", "rule-changes"])
@pytest.mark.parametrize("day", ["2018-04-19", "2026-09-01"])
def test_the_rules_cost_no_question_to_the_database(reader, name, day, django_assert_num_queries):
    reader.get(reverse(name), {"ngay": day})

    with django_assert_num_queries(4):
        reader.get(reverse(name), {"ngay": day})
