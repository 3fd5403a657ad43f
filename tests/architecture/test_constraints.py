"""The database holds what must never be false: each named constraint is broken once here."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from taonguon.accounts.models import Grant
from taonguon.admissions.models import Act, Assignment, Candidacy, Errand, Handling, HandOver, Paper, Tally
from taonguon.admissions.review_models import Round, RoundLine, Suggestion
from taonguon.audit.models import Entry
from taonguon.classes.models import (
    Course,
    CourseKind,
    Distance,
    Enrolment,
    Mark,
    PaperTemplate,
    Proposal,
    Series,
    Session,
)  # fmt: skip
from taonguon.intake.models import Doubt, Load
from taonguon.orgs.models import LocalitySpan, OrganisationSpan, Service
from taonguon.outreach.models import Gathering, Photo
from taonguon.people.models import Activity, Certificate, Membership, Post, Residence, Tenure
from taonguon.plans.models import ConsolidationPlan, CoverageGoal, Decision, Election, Scheme, Target, YearPlan
from taonguon.reminders.models import Addressee, Dispatch, Snapshot
from taonguon.reminders.models import Series as DispatchSeries
from tests.builders import a_locality, a_membership, a_person, a_post, a_user, an_organisation

pytestmark = pytest.mark.django_db
DAY = date(2018, 1, 1)
BACKWARD = {"since": DAY, "until": DAY}
BEFORE = date(2017, 12, 31)


def _span_of_a_place(**more):
    LocalitySpan.objects.create(locality=a_locality(), name="Khe Lạ", kind="village", **more)


def _span_of_a_unit(**more):
    OrganisationSpan.objects.create(organisation=an_organisation(), name="Chi bộ lạ", kind="cell", **more)


def _service_of(village, **more):
    return Service.objects.create(cell=an_organisation(), locality=village, kind="covers", **more)


def _activity_of(membership, **more):
    cell = an_organisation()
    return Activity.objects.create(
        membership=membership, person=membership.person, cell=cell, standing="official", **more
    )


def _two_services():
    village = a_locality()
    _service_of(village)
    _service_of(village)


def _two_residences():
    person = a_person(lives_in=a_locality())
    Residence.objects.create(person=person, locality=a_locality())


def _two_memberships():
    person = a_person()
    Membership.objects.create(person=person)
    Membership.objects.create(person=person)


def _two_activities():
    _activity_of(a_membership(a_person(), an_organisation()))


def _two_holders():
    post = a_post(locality=a_locality(), holder=a_person())
    Tenure.objects.create(post=post, person=a_person())


def _two_posts(**seat):
    a_post(**seat)
    a_post(**seat)


def _two_doubts():
    one, other = a_person(), a_person()
    Doubt.objects.create(one=one, other=other, reason="same-name")
    Doubt.objects.create(one=one, other=other, reason="same-name")


def _goal(**more):
    given = {"percent": Decimal(60), "since": DAY, **more}
    CoverageGoal.objects.create(organisation=an_organisation(), posts="head", **given)


def _plan_of(village, **more):
    ConsolidationPlan.objects.create(village=village, way="appointment", by=DAY, since=DAY, **more)


def _election(place, **more):
    Election.objects.create(**{"place": place, "kind": "head", "on": date(2020, 1, 1), "since": DAY} | more)


def _two_elections():
    village = a_locality()
    _election(village)
    _election(village)


def _scheme(**more):
    given = {"unit": an_organisation(), "title": "Đề án", "since": DAY, "until": date(2020, 12, 31)} | more
    return Scheme.objects.create(**given)


def _year_plan(**more):
    return YearPlan.objects.create(**{"unit": an_organisation(), "year": 2018} | more)


def _two_drafts():
    plan = _year_plan()
    for _ in range(2):
        Decision.objects.create(plan=plan)


def _two_targets():
    plan = _year_plan()
    decision = Decision.objects.create(plan=plan)
    for number in (3, 4):
        Target.objects.create(decision=decision, unit=plan.unit, measure="total", number=number)


def _two_plans():
    village = a_locality()
    _plan_of(village)
    _plan_of(village)


def _case():
    return Candidacy.objects.create(person=a_person(), cell=an_organisation())


def _series(**more):
    return DispatchSeries.objects.create(**{"unit": an_organisation(), "symbol": "CV/ĐU", "since": DAY} | more)


def _two_dispatch_series():
    _series(unit=_series().unit)


def _dispatch(**more):
    unit = an_organisation()
    snapshot = Snapshot.objects.create(unit=unit, on=DAY, content="{}", digest="d")
    given = {"unit": unit, "snapshot": snapshot, "kind": "single", "due_on": date(2018, 1, 11), "drafted_on": DAY}
    return Dispatch.objects.create(**given | more)


def _numbered(**more):
    return _dispatch(
        **{"series": more.get("series") or _series(), "number": 1, "signed_on": DAY, "way": "paper"} | more
    )


def _two_of_one_number():
    _numbered(series=_numbered().series)


def _addressees(count, **more):
    row, unit = _dispatch(), an_organisation()
    for _number in range(count):
        Addressee.objects.create(dispatch=row, unit=unit, name="Đơn vị", **more)


def _two_candidacies():
    case = _case()
    Candidacy.objects.create(person=case.person, cell=case.cell)


def _two_handlings():
    case = _case()
    for _number in range(2):
        Handling.objects.create(candidacy=case, cell=case.cell)


def _twice(model, **given):
    case = _case()
    for _number in range(2):
        model.objects.create(candidacy=case, **given)


def _line(**told):
    HandOver.objects.create(candidacy=_case(), on=DAY, matter="admission", **told)


def _tally(**counts):
    Tally.objects.create(act=Act.objects.create(candidacy=_case(), key="cell-resolution"), body="cell", **counts)


def _suggestion(**more):
    given = {"origin": "cell", "made_on": DAY, **more}
    person, cell = more.get("person") or a_person(), more.get("cell") or an_organisation()
    return Suggestion.objects.create(**{**given, "person": person, "cell": cell})


def _two_suggestions():
    first = _suggestion()
    _suggestion(person=first.person, cell=first.cell)


def _round(**more):
    given = {"month": DAY, "resolved_on": DAY, "kept": 0, "listed": 0, "taken_off": 0, "set_aside": 0, **more}
    return Round.objects.create(**{"cell": more.get("cell") or an_organisation(), **given})


def _distance(*, twice=False, backwards=False):
    one, other = sorted((a_locality(), a_locality()), key=lambda place: place.pk, reverse=backwards)
    for _number in range(1 + twice):
        Distance.objects.create(one=one, other=other, km=7)


def _two_lines():
    reviewed, case = _round(), _case()
    for _number in range(2):
        RoundLine.objects.create(round=reviewed, candidacy=case, outcome="kept")


def _course(**more):
    values = {"kind": CourseKind.objects.first(), "unit": an_organisation(), "name": "Lớp", "since": DAY, "until": DAY}
    return Course.objects.create(**{**values, **more})


def _two_courses():
    _course(unit=_course().unit)


def _twice_of_a_course(model, **more):
    course = _course()
    for _ in range(2):
        model.objects.create(course=course, **more)


def _two_class_proposals():
    person, cell = a_person(), an_organisation()
    for _ in range(2):
        Proposal.objects.create(person=person, kind=CourseKind.objects.first(), cell=cell, made_on=DAY)


def _two_marks():
    learner = Enrolment.objects.create(course=_course(), person=a_person())
    session = Session.objects.create(course=learner.course, on=DAY)
    for _ in range(2):
        Mark.objects.create(
            session=session, enrolment=learner, presence="present", operation=uuid4(), marked_at=timezone.now()
        )


def _two_series():
    unit = an_organisation()
    for _ in range(2):
        Series.objects.create(unit=unit, pattern="{number}/{year}/GCN", year=2018)


def _certified_without_passing():
    certificate = Certificate.objects.create(person=a_person())
    Enrolment.objects.create(course=_course(), person=certificate.person, certificate=certificate)


def _photo_without_words():
    gathering = Gathering.objects.create(
        body="women", unit=an_organisation(), form="talk", on=DAY, topic="Chủ đề", present=9
    )
    Photo.objects.create(gathering=gathering, file="a.jpg", width=1, height=1, caption="", credit="Ai Đó")


def _two_certificates():
    for _ in range(2):
        Certificate.objects.create(person=a_person(), series="1/1/2018", serial=1)


def _two_of_a_number():
    unit = an_organisation()
    for series in ("one", "other"):
        Certificate.objects.create(person=a_person(), unit=unit, number="01/2018/GCN", series=series, serial=1)


def _two_templates():
    unit = an_organisation()
    for _ in range(2):
        PaperTemplate.objects.create(unit=unit, file_name="a.docx", content=b"", digest="", added_on=DAY)


BROKEN = {
    "locality_span_ends_after_it_begins": lambda: _span_of_a_place(**BACKWARD),
    "one_standing_span_of_a_locality": _span_of_a_place,
    "organisation_span_ends_after_it_begins": lambda: _span_of_a_unit(**BACKWARD),
    "one_standing_span_of_an_organisation": _span_of_a_unit,
    "service_ends_after_it_begins": lambda: _service_of(a_locality(), **BACKWARD),
    "one_standing_service_of_a_village": _two_services,
    "residence_ends_after_it_begins": lambda: Residence.objects.create(
        person=a_person(), locality=a_locality(), **BACKWARD
    ),
    "one_standing_residence_of_a_person": _two_residences,
    "one_standing_membership_of_a_person": _two_memberships,
    "activity_ends_after_it_begins": lambda: _activity_of(Membership.objects.create(person=a_person()), **BACKWARD),
    "one_standing_activity_of_a_person": _two_activities,
    "post_ends_after_it_begins": lambda: Post.objects.create(kind="head", locality=a_locality(), **BACKWARD),
    "post_has_one_seat": lambda: a_post(locality=a_locality(), organisation=an_organisation()),
    "one_standing_post_of_a_kind_in_a_locality": lambda: _two_posts(locality=a_locality()),
    "one_standing_post_of_a_kind_in_an_organisation": lambda: _two_posts(organisation=an_organisation()),
    "tenure_ends_after_it_begins": lambda: a_post(locality=a_locality(), holder=a_person(), **BACKWARD),
    "one_sitting_holder_of_a_post": _two_holders,
    "goal_ends_after_it_begins": lambda: _goal(until=DAY),
    "goal_is_a_share": lambda: _goal(percent=Decimal("100.5")),
    "goal_set_aside_is_replaced": lambda: _goal(standing=False),
    "one_standing_election_of_a_post_and_day": _two_elections,
    "election_does_not_end_before_it_begins": lambda: _election(a_locality(), until=BEFORE),
    "scheme_ends_after_it_begins": lambda: _scheme(until=DAY),
    "one_scheme_of_a_title_and_day": lambda: _scheme(unit=_scheme().unit),
    "one_plan_a_year": lambda: _year_plan(unit=_year_plan().unit),
    "one_draft_of_a_plan": _two_drafts,
    "one_target_of_a_unit": _two_targets,
    "one_standing_consolidation_plan_of_a_village": _two_plans,
    "consolidation_plan_does_not_end_before_it_begins": lambda: _plan_of(a_locality(), until=BEFORE),
    "one_dispatch_series": _two_dispatch_series,
    "dispatch_is_sent_or_a_draft": lambda: _dispatch(number=3),
    "one_dispatch_a_number": _two_of_one_number,
    "dispatch_is_due_after_it_is_signed": lambda: _numbered(due_on=DAY),
    "only_a_report_has_no_last_day": lambda: _dispatch(due_on=None),
    "only_a_sent_dispatch_is_withdrawn_for_a_reason": lambda: _dispatch(withdrawn_on=DAY, withdrawn_because="unit"),
    "one_addressee_a_unit": lambda: _addressees(2),
    "reminder_is_done_for_a_reason": lambda: _addressees(1, done_on=DAY),
    "answered_reminder_has_a_number": lambda: _addressees(1, answered_on=DAY),
    "grant_ends_after_it_begins": lambda: Grant.objects.create(user=a_user(), role="board", since=DAY, until=BEFORE),
    "load_adds_up": lambda: Load.objects.create(at=timezone.now(), file_name="a.xlsx", read=3, created=1),
    "one_doubt_a_pair": _two_doubts,
    "one_open_candidacy_of_a_person": _two_candidacies,
    "handling_ends_after_it_begins": lambda: Handling.objects.create(
        candidacy=_case(), cell=an_organisation(), **BACKWARD
    ),
    "one_standing_handling_of_a_candidacy": _two_handlings,
    "one_standing_act_of_a_kind": lambda: _twice(Act, key="listed"),
    "tally_votes_within_members": lambda: _tally(members=9, in_favour=10, base=9, needed=6),
    "tally_base_within_members": lambda: _tally(members=9, in_favour=8, base=10, needed=7),
    "assignment_ends_after_it_begins": lambda: Assignment.objects.create(candidacy=_case(), name="A", **BACKWARD),
    "assignment_names_somebody": lambda: Assignment.objects.create(candidacy=_case()),
    "one_waiting_suggestion_of_a_person": _two_suggestions,
    "suggestion_has_consent": lambda: _suggestion(origin="school"),
    "suggestion_waits_or_is_decided": lambda: _suggestion(decided_on=DAY),
    "suggestion_listed_leads_to_a_case": lambda: _suggestion(state="listed", decided_on=DAY),
    "one_standing_round_of_a_month": lambda: _round(cell=_round().cell),
    "round_resolved_in_its_month": lambda: _round(resolved_on=BEFORE),
    "round_waits_or_is_answered": lambda: _round(state="returned", answered_on=DAY),
    "round_lists_somebody_or_nobody": lambda: _round(nobody_new=True, listed=1),
    "one_line_a_case_of_a_round": _two_lines,
    "one_distance_of_two_communes": lambda: _distance(twice=True),
    "distance_of_two_in_order": lambda: _distance(backwards=True),
    "attended_share_is_a_percent": lambda: CourseKind.objects.create(code="x", name="x", attended_percent=101),
    "course_ends_no_earlier_than_it_begins": lambda: _course(until=BEFORE),
    "one_course_of_a_name_and_day": _two_courses,
    "one_session_a_half_day": lambda: _twice_of_a_course(Session, on=DAY),
    "one_waiting_proposal_of_a_person": _two_class_proposals,
    "one_place_of_a_person_in_a_course": lambda: _twice_of_a_course(Enrolment, person=a_person("Lý Văn Học")),
    "certified_only_after_passing": _certified_without_passing,
    "one_standing_mark_of_a_learner": _two_marks,
    "one_series_a_year": _two_series,
    "photo_has_caption_and_credit": _photo_without_words,
    "one_certificate_a_number_of_a_series": _two_certificates,
    "one_certificate_a_number_of_a_unit": _two_of_a_number,
    "numbered_certificate_has_a_serial": lambda: Certificate.objects.create(person=a_person(), series="1/1/2018"),
    "one_standing_template_of_a_unit": _two_templates,
    "hand_over_asks_until_a_day": lambda: _line(kind="asked"),
    "hand_over_returns_for_a_reason": lambda: _line(kind="returned"),
    "one_errand_of_a_kind": lambda: _twice(Errand, kind="supplement", actor="cell"),
    "one_line_a_paper": lambda: _twice(Paper, form="1-KNĐ"),
}


def named_constraints():
    for model in apps.get_models():
        if model.__module__.startswith("taonguon."):
            for constraint in model._meta.constraints:
                yield constraint.name


def test_every_named_constraint_is_broken_once_here():
    assert sorted(named_constraints()) == sorted(BROKEN)


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(name):
    act = BROKEN[name]

    # SQLite names the columns of a unique index, not the index.
    said = name if connection.vendor == "postgresql" else f"{name}|UNIQUE constraint failed"
    with pytest.raises(IntegrityError, match=said), transaction.atomic():
        act()


def test_a_post_without_any_seat_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(kind="head")


def _tenures_overlap():
    post = a_post(locality=a_locality(), holder=a_person(), since=DAY, until=date(2018, 6, 1))
    Tenure.objects.create(post=post, person=a_person(), since=date(2018, 5, 31), until=date(2018, 7, 1))
    connection.check_constraints()  # the wall is asked at the end of the transaction


def _activities_overlap():
    membership = Membership.objects.create(person=a_person())
    _activity_of(membership, since=DAY, until=date(2018, 6, 1))
    _activity_of(membership, since=date(2018, 5, 31), until=date(2018, 7, 1))
    connection.check_constraints()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="the second wall stands on PostgreSQL only")
@pytest.mark.parametrize("act", [_tenures_overlap, _activities_overlap])
def test_postgresql_refuses_spans_that_overlap(act):
    with pytest.raises(IntegrityError, match="overlap"), transaction.atomic():
        act()


def test_the_trail_has_one_entry_for_a_digest():
    kept = {"at": timezone.now(), "verb": "load.applied", "subject_type": "x", "subject_id": 1, "digest": "d"}
    Entry.objects.create(**kept)

    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(**kept)
