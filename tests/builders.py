"""Ten-line builders of invented units, places, people and log-ins."""

import itertools
from datetime import date

from taonguon.accounts.models import Grant, User
from taonguon.orgs.actions import trees_changed
from taonguon.orgs.models import Locality, LocalitySpan, Organisation, OrganisationSpan, Service
from taonguon.people.actions import rewrite_activities
from taonguon.people.models import Membership, Person, Post, Residence, Tenure
from taonguon.rules.membership import Stay
from taonguon.rules.names import fold, sort_key

TODAY = date(2018, 4, 19)
_numbers = itertools.count(1)


def an_organisation(name="Chi bộ thôn Khe Thử", kind="cell", parent=None, territory=None, since=None, **more):
    made = Organisation.objects.create(code=f"T{next(_numbers):05d}", territory=territory)
    OrganisationSpan.objects.create(organisation=made, parent=parent, name=name, kind=kind, since=since, **more)
    trees_changed()
    return made


def a_locality(name="Khe Thử", kind="village", parent=None, since=None, **more):
    made = Locality.objects.create(code=f"L{next(_numbers):05d}")
    LocalitySpan.objects.create(locality=made, parent=parent, name=name, kind=kind, since=since, **more)
    trees_changed()
    return made


def a_service(cell, village, kind="covers", since=None, until=None):
    made = Service.objects.create(cell=cell, locality=village, kind=kind, since=since, until=until)
    trees_changed()
    return made


def a_person(name="Hoàng Văn Thử", born=None, sex="", ethnicity="", lives_in=None):
    made = Person.objects.create(
        name=name, folded=fold(name), sort_key=sort_key(name), sex=sex, ethnicity=ethnicity,
        born_on=born, born_precision="d" if born else "",
    )  # fmt: skip
    if lives_in:
        Residence.objects.create(person=made, locality=lives_in)
    return made


def a_membership(person, cell, admitted=date(2010, 5, 19), official=None, recognised=None, **more):
    made = Membership.objects.create(
        person=person, admitted_on=admitted, admitted_precision="d",
        official_on=official, official_precision="d" if official else "", recognised_on=recognised, **more,
    )  # fmt: skip
    rewrite_activities(made, [Stay(cell.pk)])
    return made


def a_post(kind="head", locality=None, organisation=None, holder=None, since=None, until=None, **more):
    made = Post.objects.create(kind=kind, locality=locality, organisation=organisation, **more)
    if holder:
        Tenure.objects.create(post=made, person=holder, since=since, until=until)
    return made


def a_user(role=None, at=None, username=None, since=date(2018, 1, 1)):
    made = User.objects.create_user(username or f"user{next(_numbers)}", password="mat-khau-thu-2018")
    if role:
        Grant.objects.create(user=made, role=role, organisation=at, since=since)
    return made


def a_district():
    """Give a small district: two communes, three villages, three cells and one agency cell."""
    place = a_locality("Bình Thử", "district")
    top = an_organisation("Đảng bộ huyện Bình Thử", "district", territory=place)
    one = a_locality("Đồng Thử", "commune", place, form="xã")
    two = a_locality("Lục Thử", "commune", place, form="xã")
    villages = [a_locality("Khe Một", parent=one), a_locality("Khe Hai", parent=one), a_locality("Khe Ba", parent=two)]
    committees = [
        an_organisation("Đảng bộ xã Đồng Thử", "grassroots", top, one, position=1),
        an_organisation("Đảng bộ xã Lục Thử", "grassroots", top, two, position=2),
    ]
    cells = [
        an_organisation("Chi bộ thôn Khe Một", "cell", committees[0], sector="village", position=1),
        an_organisation("Chi bộ thôn Khe Hai", "cell", committees[0], sector="village", position=2),
        an_organisation("Chi bộ thôn Khe Ba", "cell", committees[1], sector="village", position=1),
    ]
    agency = an_organisation("Chi bộ Cơ quan Huyện ủy", "base-cell", top, sector="agency", position=3)
    for cell, village in zip(cells, villages, strict=True):
        a_service(cell, village)
    return {
        "top": top, "place": place, "communes": [one, two], "villages": villages,
        "committees": committees, "cells": cells, "agency": agency,
    }  # fmt: skip
