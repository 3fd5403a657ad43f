"""A case tried on the rules: the form, the verdict, the file there and back; and that nothing of it stays."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from taonguon.audit.models import Entry
from taonguon.procedures.forms import KNOWN, MOST_ROWS, CaseForm, as_sent
from taonguon.rules.book import central
from taonguon.rules.casefile import fields_of, read, read_file, write
from taonguon.rules.cases import Case, Introducer
from taonguon.rules.engine import check
from tests.builders import a_district, a_user
from tests.rules.strategies import made_up

PUBLISHED = sorted((Path(__file__).parent.parent / "cases").glob("*.toml"))
RULES = frozenset(central().rules)
EXPIRED = {
    "ask.step": "cell-vote",
    "ask.on": "03/02/2025",
    "person.born": "1995",
    "person.citizen": "yes",
    "done.class-certificate": "15/01/2020",
    "done.ceremony.not-yet": "on",
    "unit.official_members": "20",
    "vote.body": "cell",
    "vote.members": "20",
    "vote.temporarily_away": "0",
    "vote.exempt_absent": "0",
    "vote.suspended": "0",
    "vote.in_favour": "13",
}


def filled(sent):
    return CaseForm(sent, book=central(), language="vi")


def same_case(case):
    """Give what the form keeps: not an introducer of whom nothing is known, an empty list of rules, expectations."""
    introduced = tuple(one for one in case.introduced_by or () if one != Introducer())
    return replace(case, expect=None, only=case.only or None, introduced_by=introduced or (case.introduced_by and None))


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_a_published_case_passes_through_the_form_unchanged(path):
    case = read_file(path, RULES)
    form = filled(as_sent(case))

    assert form.errors == {}
    assert form.case() == replace(case, expect=None)


def test_made_up_cases_pass_through_the_form_unchanged():
    random = Random(7)  # noqa: S311  # the same cases each time
    for _ in range(150):
        case = made_up(random, sorted(RULES))
        form = filled(as_sent(case))

        assert form.errors == {}, write(case)
        assert form.case() == same_case(case), write(case)


def test_the_tables_that_concern_only_some_have_a_tick():
    optional = {name for name, field in fields_of(Case).items() if field.default is None}

    assert set(KNOWN) == optional - {"only", "introduced_by", "expect"}


@pytest.mark.parametrize("table", KNOWN)
def test_a_table_that_holds_though_nothing_is_known_of_it_is_kept(table):
    case = read(f'[ask]\nstep = "move"\non = 2025-02-03\n[{table}]', RULES)

    form = filled(as_sent(case))

    assert form.is_valid()
    assert form.case() == case
    assert getattr(form.case(), table) is not None


def test_nobody_introducing_is_not_the_same_as_not_known():
    case = read('introduced_by = []\n[ask]\nstep = "introduction"\non = 2025-02-03', RULES)

    form = filled(as_sent(case))

    assert form.is_valid()
    assert form.case().introduced_by == ()


def test_the_labels_are_those_of_the_reader_s_language():
    with translation.override("en"):
        form = CaseForm(as_sent(read('[ask]\nstep = "card"\non = 2025-02-03', RULES)), book=central(), language="en")

    assert form["person.born"].label == "Date of birth"


# The page.


@pytest.fixture
def reader(client, db):
    client.force_login(a_user("cell", a_district()["cells"][0]))
    return client


def posted(client, part="", **more):
    headers = {"HX-Target": part} if part else {}
    return client.post(reverse("trial"), EXPIRED | more, headers=headers)


def opened(client, content, name="a.toml"):
    data = content if isinstance(content, bytes) else content.encode()
    return client.post(reverse("trial"), {"viec": "mo", "tep": SimpleUploadedFile(name, data)})


def html(answer):
    return " ".join(answer.content.decode().split())


def test_the_verdict_names_what_stands_in_the_way_the_way_out_and_the_figures(reader):
    answer = posted(reader)
    judged = answer.context["judged"]

    assert answer.status_code == 200
    assert judged.name == "Chưa được thực hiện"
    assert (judged.base, judged.needed, judged.in_favour) == (20, 14, 13)
    blocked = {said.rule: said for weight, _, found in judged.groups if weight == "block" for said in found}
    assert list(blocked) == ["CAND-CLASS-TTL", "VOTE-BRANCH"]
    assert "15/01/2025" in blocked["CAND-CLASS-TTL"].message
    assert blocked["CAND-CLASS-TTL"].way_out in html(answer)
    assert "01-HD/TW (28/09/2021)" in "; ".join(blocked["CAND-CLASS-TTL"].sources)
    certificate = next(due for due in judged.dates if due.rule == "CAND-CLASS-TTL")
    assert (f"{certificate.by}", certificate.late) == ("2025-01-15", True)


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_a_published_case_gets_the_engine_s_verdict(path):
    from taonguon.procedures.verdicts import judge
    from taonguon.wording.sentences import word

    case = read_file(path, RULES)
    answer = check(case)

    judged = judge(case, central(), "vi")

    assert judged.name == word("verdict", answer.verdict, "vi")
    assert sum(len(found) for _, _, found in judged.groups) == len(answer.findings)
    assert {due.by for due in judged.dates} >= set(answer.dates.values())


def test_without_facts_the_page_says_what_is_missing_each_once(reader):
    judged = reader.get(reverse("trial"), {"buoc": "cell-vote", "ngay": "2025-02-03"}).context["judged"]

    assert judged.incomplete
    where = [field for field, _ in judged.missing]
    assert len(where) == len(set(where))
    assert {"person.born", "person.citizen", "introduced_by"} <= set(where)


def test_the_fields_of_missing_facts_are_on_the_page(reader):
    answer = reader.get(reverse("trial"), {"buoc": "cell-vote", "ngay": "2025-02-03"})

    page = html(answer)
    assert [where for where, _ in answer.context["judged"].missing if f'id="o-{where}"' not in page] == []


def test_only_what_the_step_asks_for_is_open(reader):
    asked, others = (
        reader.get(reverse("trial"), {"buoc": "list", "ngay": "2025-02-03"}).context[k] for k in ("groups", "others")
    )

    assert [group.name for group in asked] == ["person"]
    assert [fact.field.html_name for fact in asked[0].asked] == [
        "person.born", "person.citizen", "person.schooling", "person.areas", "person.standing",
        "person.place_has_party_organisation", "person.place_has_members", "person.special_need",
        "person.good_health_and_prestige",
    ]  # fmt: skip
    assert {"vote", "introduced_by", "done"} <= {group.name for group in others}


def test_what_is_filled_is_never_folded_away(reader):
    others = posted(reader, **{"ask.step": "list"}).context["others"]

    assert next(group for group in others if group.name == "vote").wants_look
    assert not next(group for group in others if group.name == "move").wants_look


def test_while_typing_only_the_verdict_is_sent_back(reader):
    page = html(posted(reader, part="verdict"))

    assert 'id="verdict-name"' in page
    assert 'hx-swap-oob="innerHTML:#brief"' in page
    assert "<form" not in page


def test_another_step_lays_the_form_out_anew(reader):
    page = html(posted(reader, part="trial", **{"ask.step": "ceremony"}))

    assert '<div class="trial" id="trial">' in page
    assert "<html" not in page


def test_a_mistake_while_typing_is_said_and_is_no_failed_request(reader):
    answer = posted(reader, part="verdict", **{"person.born": "31/02/1990"})

    assert answer.status_code == 200
    assert "“31/02/1990” không có trong lịch" in html(answer)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"ask.on": ""}, "Trường này là bắt buộc."),
        ({"person.born": "hôm qua"}, "“hôm qua” không có năm bốn chữ số; hãy viết như 19/04/2018."),
        ({"done.ceremony": "01/02/2025"}, "Đã ghi ngày thì không đánh dấu “chưa làm”."),
        ({"vote.in_favour": "-1"}, "0"),
        ({"person.areas": ["border", "-"]}, "Đã đánh dấu “không có mục nào” thì không đánh dấu thêm mục khác."),
        ({"ask.only": "ADM-CITIZEN, LA-LA"}, "“LA-LA” không phải mã của quy định nào."),
        (
            {"introduced_by.none": "on", "introduced_by.1.kind": "official-member"},
            "Đã ghi người giới thiệu thì không đánh dấu “chưa có ai giới thiệu”.",
        ),
    ],
    ids=["no day", "no date", "done and not yet", "below nothing", "some and none", "no rule", "some and nobody"],
)
def test_what_cannot_be_is_refused_beside_its_field(reader, sent, sentence):
    answer = posted(reader, **sent)

    assert answer.status_code == 422
    assert answer.context["judged"] is None
    assert any(sentence in error for errors in answer.context["form"].errors.values() for error in errors)


def test_another_introducer_gets_a_row_without_script(reader):
    answer = posted(reader, viec="them", **{"introduced_by.rows": "3"})

    assert answer.context["form"].rows == 4
    assert 'name="introduced_by.4.kind"' in html(answer)


@pytest.mark.parametrize("rows", ["999", "99", "-1", "x", "²"])
def test_rows_are_never_more_than_a_case_can_have(reader, rows):
    assert posted(reader, viec="them", **{"introduced_by.rows": rows}).context["form"].rows <= MOST_ROWS


def test_the_case_is_given_as_a_file_that_reads_back(reader):
    answer = posted(reader, viec="luu")
    case = read(answer.content.decode(), RULES)

    assert answer["Content-Disposition"] == 'attachment; filename="cell-vote-2025-02-03.toml"'
    assert answer.content.decode() == write(case)
    assert (case.vote.in_favour, case.done) == (
        13,
        {"class-certificate": case.done["class-certificate"], "ceremony": False},
    )


def test_a_case_with_a_mistake_is_given_as_no_file(reader):
    answer = posted(reader, viec="luu", **{"ask.on": "31/02/2025"})

    assert answer.status_code == 422
    assert "Content-Disposition" not in answer


def test_a_name_of_a_file_holds_only_plain_letters(reader):
    answer = posted(reader, viec="luu", id='../x"; y/Trường hợp')

    assert answer["Content-Disposition"] == 'attachment; filename="x-ytruong-hop.toml"'


def test_a_file_fills_the_form(reader):
    answer = opened(reader, PUBLISHED[0].read_bytes(), PUBLISHED[0].name)

    assert answer.status_code == 200
    assert answer.context["form"].case() == replace(read_file(PUBLISHED[0], RULES), expect=None)
    assert f"Đã mở tệp {PUBLISHED[0].name}." in html(answer)
    assert "Phần [expect] của tệp không dùng ở trang này" in html(answer)


ASK = '[ask]\nstep = "list"\non = 2025-02-03\n'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (ASK + "[person]\nheight = 3", "a.toml: person.height: khóa này không có trong mẫu"),
        (ASK + '[person]\ncitizen = "x"', "a.toml: person.citizen: thấy “x”; cần true hoặc false"),
        ("[ask", "a.toml: không đọc được theo dạng TOML"),
        ("", "a.toml: ask: chưa có; cần phải ghi"),
        (b"\xff\xfe", "a.toml: chữ trong tệp không theo bảng mã UTF-8"),
        ("a = " + "[\n" * 40_000, "a.toml: các bảng lồng nhau quá sâu"),
        ("a." * 2000 + "a = 1", "a.toml: có dòng quá dài"),
        ("#" * 99 + "\n" + "# \n" * 40_000, "Tệp a.toml lớn hơn 100 kB"),
    ],
    ids=["unknown key", "wrong kind", "no TOML", "empty", "no UTF-8", "deep", "long line", "large"],
)
def test_a_file_that_cannot_be_read_is_told_why(reader, content, sentence):
    answer = opened(reader, content)

    assert answer.status_code == 422
    assert sentence in answer.context["problem"]


def test_no_file_chosen_is_said(reader):
    answer = reader.post(reverse("trial"), {"viec": "mo"})

    assert (answer.status_code, answer.context["problem"]) == (422, "Chưa chọn tệp nào.")


def test_more_introducers_than_rows_are_spoken_of(reader):
    answer = opened(reader, ASK + '[[introduced_by]]\nkind = "official-member"\n' * 21)

    assert "Tệp có 21 người giới thiệu; trang này chỉ giữ 20 người đầu." in html(answer)
    assert len(answer.context["form"].case().introduced_by) == 20


def test_nothing_of_a_case_is_kept_or_recorded(reader):
    before = dict(reader.session)
    posted(reader, viec="luu", title="Trường hợp thử")
    opened(reader, PUBLISHED[0].read_bytes())

    assert Entry.objects.count() == 0
    assert dict(reader.session) == before
    assert reader.get(reverse("trial")).context["form"]["title"].value() == ""


@pytest.mark.parametrize("path", PUBLISHED[::20], ids=lambda path: path.stem)
def test_a_verdict_costs_no_question_to_the_database(reader, path, django_assert_num_queries):
    opened(reader, path.read_bytes())

    with django_assert_num_queries(4):
        opened(reader, path.read_bytes())


def test_the_page_speaks_english_too(reader):
    reader.cookies["django_language"] = "en"

    page = html(posted(reader))

    assert "Try a case" in page
    assert "May not go ahead" in page
