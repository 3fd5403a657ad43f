"""What the forms about posts and homes need to know before they are filled in."""

from taonguon.orgs.models import Locality, Organisation
from taonguon.people.enums import PostKind
from taonguon.people.models import Person, Post, Residence, Tenure


def sitting_in(post: Post) -> Tenure | None:
    """Give who holds the post now, with the person."""
    return Tenure.objects.filter(post=post, until__isnull=True).select_related("person").first()


def established_posts(village: Locality) -> list[str]:
    """Give the kinds of post a village has now."""
    rows = Post.objects.filter(locality=village, until__isnull=True, established=True)
    return list(rows.values_list("kind", flat=True))


def residence_pk(person: Person) -> int | None:
    """Give the village a person lives in now."""
    rows = Residence.objects.filter(person=person, until__isnull=True)
    return rows.values_list("locality_id", flat=True).first()


def secretary_of(cell: Organisation) -> Post | None:
    """Give a cell's secretary's post, where it has one."""
    return Post.objects.filter(organisation=cell, kind=PostKind.SECRETARY, until__isnull=True).first()
