"""The only door from an id in an address to a candidacy, and the rows a log-in may see."""

from django.db.models import QuerySet
from django.http import Http404

from taonguon.accounts.enums import MAY_SEE_CASES
from taonguon.admissions.models import Act, Candidacy, HandOver
from taonguon.admissions.review_models import Round, Suggestion
from taonguon.orgs.access import Scope, organisation_for
from taonguon.orgs.enums import CELLS
from taonguon.orgs.models import Organisation


def candidacies_in(scope: Scope) -> QuerySet[Candidacy]:
    """Give the candidacies a log-in may see: those handled by a cell it reaches with a role that sees cases."""
    return candidacies_reached(scope.holding(MAY_SEE_CASES))


def candidacies_reached(scope: Scope) -> QuerySet[Candidacy]:
    """Give the candidacies handled in reach, whatever the role: for lists that show of them only what a role works on."""
    rows = Candidacy.objects.all()
    return rows if scope.everything else rows.filter(cell_id__in=scope.organisation_ids)


def candidacy_for(scope: Scope, pk: int) -> Candidacy:
    """Give the candidacy if the log-in may see it; else the same 404 as if there were none."""
    found = candidacies_in(scope).select_related("person", "cell").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def act_for(scope: Scope, pk: int) -> Act:
    """Give the act if its case lies in the scope; else the same 404 as if there were none.

    One that was corrected in the meantime is given too: whoever comes second is told so, in words.
    """
    found = Act.objects.select_related("candidacy__person", "candidacy__cell").filter(pk=pk).first()
    if found is None or not candidacies_in(scope).filter(pk=found.candidacy_id).exists():
        raise Http404
    return found


def cell_for(scope: Scope, pk: int) -> Organisation:
    """Give the unit if it is a cell in the scope; else the same 404 as if there were none."""
    node = scope.map.organisations.get(pk)
    if node is None or node.kind not in CELLS:
        raise Http404
    return organisation_for(scope, pk)


def round_for(scope: Scope, pk: int) -> Round:
    """Give the round if its cell lies in the scope; else the same 404 as if there were none."""
    found = Round.objects.filter(pk=pk).first()
    if found is None or found.cell_id not in scope.holding(MAY_SEE_CASES).organisation_ids:
        raise Http404
    return found


def suggestion_for(scope: Scope, pk: int) -> Suggestion:
    """Give the suggestion if its cell lies in the scope; else the same 404 as if there were none."""
    found = Suggestion.objects.select_related("person").filter(pk=pk).first()
    if found is None or found.cell_id not in scope.organisation_ids:
        raise Http404
    return found


def hand_over_for(scope: Scope, pk: int) -> HandOver:
    """Give the line of the register if its case lies in the scope, also one corrected in the meantime; else the same 404."""
    found = HandOver.objects.select_related("candidacy__person", "candidacy__cell").filter(pk=pk).first()
    if found is None or not candidacies_in(scope).filter(pk=found.candidacy_id).exists():
        raise Http404
    return found
