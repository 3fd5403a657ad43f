"""The administrator's pages about log-ins and roles."""

import re
from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from taonguon.accounts.actions import give_grant
from taonguon.accounts.enums import Role
from taonguon.accounts.models import Grant, User
from taonguon.audit.models import Entry
from taonguon.rules.refusal import RefusedError
from tests.builders import TODAY, a_district, a_user

pytestmark = pytest.mark.django_db
GIVEN = {"full_name": "Hoàng Thị Thử", "username": "hoang.thu", "role": "cell", "unit": "Chi bộ thôn Khe Một"}


@pytest.fixture
def district():
    return a_district()


@pytest.fixture
def admin(client, district):
    """The administrator of the whole site, logged in."""
    user = a_user("admin")
    client.force_login(user)
    return user


@pytest.fixture
def commune_admin(client, district):
    """An administrator of the first commune only, logged in."""
    user = a_user("admin", district["committees"][0])
    client.force_login(user)
    return user


def post(client, address, pk=None, /, **fields):
    return client.post(reverse(address, args=[pk] if pk else []), fields)


def verbs():
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


def test_a_new_log_in_gets_a_password_shown_once_that_opens_the_door(client, district, admin):
    cache.clear()

    page = post(client, "account-add", **GIVEN).content.decode()

    password = re.search(r"<code>([a-z0-9-]{19})</code>", page)[1]
    assert list(User.objects.get(username="hoang.thu").grants.values_list("role", "organisation", "since")) == [
        ("cell", district["cells"][0].pk, TODAY)
    ]
    assert verbs() == ["account.added", "grant.given"]
    client.logout()
    assert post(client, "account_login", login="hoang.thu", password=password).status_code == 302
    assert "_auth_user_id" in client.session


def test_the_password_stands_nowhere_but_on_that_page(client, district, admin):
    page = post(client, "account-add", **GIVEN)

    password = page.context["password"]
    assert "no-store" in page["Cache-Control"]
    assert password not in str(list(Entry.objects.values()))
    assert password not in client.get(reverse("account", args=[User.objects.latest("pk").pk])).content.decode()


def test_no_role_and_no_unit_are_chosen_beforehand(client, district, admin):
    form = client.get(reverse("account-add")).context["form"]

    answer = post(client, "account-add", full_name="Hoàng Thị Thử", username="hoang.thu")

    assert [form["role"].value(), form["unit"].value(), form["everywhere"].value()] == [None, None, None]
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "role": ["Chưa chọn vai trò; hãy chọn một vai trò."],
        "unit": ["Chưa chọn đơn vị; hãy chọn đơn vị mà vai trò được giữ, hoặc đánh dấu “Toàn hệ thống”."],
    }
    assert verbs() == []


@pytest.mark.parametrize("role", ["admin", "board", "commune", "cell", "centre", "mass", "leader"])
def test_an_empty_unit_never_means_the_whole_system(client, district, admin, role):
    added = post(client, "account-add", **{**GIVEN, "role": role, "unit": ""})
    given = post(client, "grant-add", a_user().pk, role=role, unit="")

    assert [list(answer.context["form"].errors) for answer in (added, given)] == [["unit"], ["unit"]]
    assert verbs() == []


@pytest.mark.parametrize("role", ["admin", "board", "leader"])
def test_the_whole_system_is_given_by_its_own_tick(client, district, admin, role):
    user = a_user()

    post(client, "grant-add", user.pk, role=role, unit="", everywhere="on")

    assert list(user.grants.values_list("role", "organisation")) == [(role, None)]
    assert verbs() == ["grant.given"]


@pytest.mark.parametrize("role", ["commune", "cell", "centre", "mass"])
def test_work_at_a_unit_is_never_given_for_the_whole_system(client, district, admin, role):
    answer = post(client, "account-add", **{**GIVEN, "role": role, "unit": "", "everywhere": "on"})

    with pytest.raises(RefusedError) as refused:
        give_grant(admin, Role(role), None, actor=None, since=TODAY)
    (sentence,) = answer.context["form"].errors["everywhere"]
    label = Role(role).label
    assert sentence == (
        f"Vai trò {label} được giữ ở một đơn vị; toàn hệ thống chỉ dành cho: Quản trị, Ban tổ chức, Lãnh đạo (chỉ xem)."
    )
    assert refused.value.field == "unit"
    assert verbs() == []


def test_a_unit_and_the_whole_system_are_not_both_taken(client, district, admin):
    answer = post(client, "account-add", **{**GIVEN, "role": "leader", "everywhere": "on"})

    assert list(answer.context["form"].errors) == ["everywhere"]
    assert verbs() == []


def test_an_administrator_of_a_commune_is_not_offered_the_whole_system(client, district, commune_admin):
    answer = post(client, "account-add", **{**GIVEN, "role": "admin", "unit": "", "everywhere": "on"})

    assert answer.context["form"].errors == {"unit": ["Chưa chọn đơn vị; hãy chọn đơn vị mà vai trò được giữ."]}
    assert verbs() == []


def test_help_and_refusal_name_the_same_characters_of_a_user_name(client, district, admin):
    answer = post(client, "account-add", **{**GIVEN, "username": "hoàng thử"})

    form = answer.context["form"]
    assert form.fields["username"].help_text == "Chữ, số và các ký tự @ . + - _ viết liền."
    assert form.errors == {
        "username": [
            "Tên đăng nhập “hoàng thử” có ký tự không dùng được; chỉ gồm chữ, số và các ký tự @ . + - _ viết liền."
        ]
    }
    assert post(client, "account-add", **{**GIVEN, "username": "Đào@thử.a+b-c_1"}).status_code == 200


def test_sending_a_new_log_in_twice_makes_one(client, district, admin):
    post(client, "account-add", **GIVEN)

    answer = post(client, "account-add", **GIVEN)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["username"])
    assert verbs() == ["account.added", "grant.given"]


def test_a_role_is_given_and_taken_away(client, district, admin):
    user = a_user()

    post(client, "grant-add", user.pk, role="leader", unit=district["committees"][0].code)
    grant = Grant.objects.get(user=user)
    again = post(client, "grant-add", user.pk, role="leader", unit=district["committees"][0].code)
    post(client, "grant-end", grant.pk)
    post(client, "grant-end", grant.pk)

    grant.refresh_from_db()
    assert (again.status_code, grant.since, grant.until) == (422, TODAY, TODAY)
    assert verbs() == ["grant.given", "grant.ended"]


def test_a_log_in_is_closed_and_opened_once_each(client, district, admin):
    user = a_user("cell", district["cells"][0])

    for address in ("account-close", "account-close", "account-open", "account-open"):
        post(client, address, user.pk)

    assert verbs() == ["account.closed", "account.opened"]


def test_a_new_password_ends_the_old_one(client, district, admin):
    user = a_user("cell", district["cells"][0])

    page = post(client, "account-password", user.pk)

    user.refresh_from_db()
    assert user.check_password(page.context["password"])
    assert verbs() == ["account.password-set"]


def test_nobody_closes_himself_or_takes_his_own_right_away(client, district, admin):
    post(client, "account-close", admin.pk)
    post(client, "grant-end", Grant.objects.get(user=admin).pk)

    admin.refresh_from_db()
    assert admin.is_active
    assert Grant.objects.get(user=admin).until is None
    assert verbs() == []


def test_an_administrator_of_a_commune_sees_its_log_ins_only(client, district, commune_admin):
    here, there = a_user("cell", district["cells"][0]), a_user("cell", district["cells"][2])
    both = a_user("cell", district["cells"][0])
    Grant.objects.create(user=both, role="leader", organisation=district["top"], since=date(2018, 1, 1))

    page = client.get(reverse("accounts")).content.decode()

    assert [user.username in page for user in (here, there, both)] == [True, False, False]
    statuses = [client.get(reverse("account", args=[user.pk])).status_code for user in (here, there, both)]
    assert statuses == [200, 404, 404]
    assert post(client, "account-password", both.pk).status_code == 404


@pytest.mark.parametrize("unit", ["", "Chi bộ thôn Khe Ba", "Đảng bộ huyện Bình Thử"])
def test_an_administrator_of_a_commune_gives_no_role_beyond_it(client, district, commune_admin, unit):
    answer = post(client, "account-add", **{**GIVEN, "unit": unit})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["unit"])
    assert verbs() == []


@pytest.mark.parametrize("role", ["board", "commune", "cell", "centre", "mass", "leader"])
def test_only_administrators_see_the_log_ins(client, district, role):
    user = a_user(role, district["top"])
    client.force_login(user)

    assert [client.get(reverse(name)).status_code for name in ("accounts", "account-add")] == [404, 404]
    assert post(client, "grant-add", user.pk, role="admin", unit="").status_code == 404
    assert verbs() == []


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_same_few_questions_however_long_it_is(
    client, district, commune_admin, many, django_assert_num_queries
):
    for _ in range(many):
        a_user("cell", district["cells"][0])
    client.get(reverse("accounts"))

    with django_assert_num_queries(6):
        client.get(reverse("accounts"))
