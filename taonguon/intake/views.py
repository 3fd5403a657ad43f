"""Pages of loading: the files offered, one load with its findings, the doubts to decide."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from taonguon.accounts.enums import MAY_LOAD, MAY_LOAD_CLASSES
from taonguon.intake import jobs
from taonguon.intake.access import doubt_for, load_for
from taonguon.intake.decisions import decide_different, decide_same
from taonguon.intake.models import Doubt, Load
from taonguon.intake.queries import doubts_for, findings_of, loads_for, notes_of, reason_of
from taonguon.intake.sentences import KINDS, defect_name, doubt_sentence
from taonguon.orgs.access import Scope
from taonguon.orgs.asked import Asked, asked
from taonguon.people.queries.listing import people_details
from taonguon.rules.refusal import RefusedError
from taonguon.web.paging import Page, asked_page, clip

MOST_FILES = 20
_ISSUES = 100


def _loader(request: HttpRequest, roles: frozenset[str] = MAY_LOAD_CLASSES) -> tuple[Asked, Scope]:
    """Let only those through who may load something somewhere; with it the part of their reach in which they may."""
    who = asked(request)
    if not who.scope.may(roles):
        raise Http404
    return who, who.scope.holding(roles)


@require_http_methods(["GET", "POST"])
def loads(request: HttpRequest) -> HttpResponse:
    """List loads; take files."""
    who, reach = _loader(request)
    problem = _take(request, who, reach) if request.method == "POST" else ""
    if request.method == "POST" and not problem:
        return redirect("loads")
    rows = loads_for(reach, who.user.pk)
    total = rows.count()
    number = clip(asked_page(request), total)
    shown = [jobs.settle_silent(row) for row in rows[(number - 1) * 50 : number * 50]]
    context = {
        "asked": who, "here": "loads", "page": Page(shown, number, total), "problem": problem,
        "kinds": _kinds(), "only_classes": not who.scope.may(MAY_LOAD),
        "limit_mb": settings.UPLOAD_MAX_BYTES // 2**20, "running": any(_open(row) for row in shown),
        "doubts": doubts_for(reach).count() if who.scope.may(MAY_LOAD) else 0,
    }  # fmt: skip
    return render(request, "intake/loads.html", context, status=422 if problem else 200)


def _take(request: HttpRequest, who: Asked, reach: Scope) -> str:
    files = request.FILES.getlist("files")
    if not files:
        return _("Chưa chọn tệp nào; hãy chọn hoặc kéo thả tệp .xlsx, .xls hoặc .csv.")
    if len(files) > MOST_FILES:
        return _("Đã chọn %(count)s tệp; mỗi lần nạp nhiều nhất %(most)s tệp.") % {
            "count": len(files),
            "most": MOST_FILES,
        }
    for file in files:
        if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
            return _("Tệp “%(file)s” nặng %(size)s MB; nhiều nhất %(most)s MB. Không tệp nào được nạp.") % {
                "file": file.name, "size": (file.size or 0) // 2**20, "most": settings.UPLOAD_MAX_BYTES // 2**20,
            }  # fmt: skip
    made = jobs.put_aside(files, who.user, reach.home)
    jobs.start(made)
    count = len(made)
    text = ngettext("Đã nhận %(count)s tệp; đang nạp.", "Đã nhận %(count)s tệp; đang nạp.", count)
    messages.success(request, text % {"count": count})
    return ""


def _open(row: Load) -> bool:
    return row.state in {Load.State.WAITING, Load.State.RUNNING}


def _kinds() -> dict[str, str]:
    return {str(kind): str(name) for kind, name in KINDS.items()}


@require_GET
def load(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one load: how far, or what it did, cell by cell."""
    who, reach = _loader(request)
    row = jobs.settle_silent(load_for(reach, who.user.pk, pk))
    issues = row.issues.order_by("pk")
    kind = request.GET.get("loai", "")
    kinds = sorted(set(issues.values_list("kind", flat=True)))
    if kind in kinds:
        issues = issues.filter(kind=kind)
    total = issues.count()
    number = clip(asked_page(request), total, _ISSUES)
    context = {
        "asked": who, "here": "loads", "load": row, "running": _open(row), "step": jobs.progress_of(row),
        "kind_name": _kinds().get(row.kind, ""), "issue_kinds": [(code, defect_name(code)) for code in kinds], "issue_kind": kind,
        "page": Page(findings_of(issues[(number - 1) * _ISSUES : number * _ISSUES]), number, total, _ISSUES),
        "reason": reason_of(row), "notes": notes_of(row),
    }  # fmt: skip
    part = request.headers.get("HX-Target") == "progress"
    if part and not _open(row):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "intake/_progress.html" if part else "intake/load.html", context)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a load under way."""
    who, reach = _loader(request)
    row = load_for(reach, who.user.pk, pk)
    if _open(row):
        jobs.cancel(row)
        messages.info(
            request, _("Đang dừng việc nạp “%(file)s”; không có gì của tệp được ghi.") % {"file": row.file_name}
        )
    return redirect("load", pk=pk)


@require_GET
def feedback(request: HttpRequest, pk: int) -> FileResponse:
    """Give the returned workbook."""
    who, reach = _loader(request)
    row = load_for(reach, who.user.pk, pk)
    file = settings.DATA / "feedback" / row.feedback
    if not row.feedback or not file.is_file():
        raise Http404
    return FileResponse(file.open("rb"), as_attachment=True, filename=f"tra-lai-{row.feedback}")


@require_GET
def doubts(request: HttpRequest) -> HttpResponse:
    """List the pairs that may be one person."""
    who, reach = _loader(request, MAY_LOAD)
    rows = doubts_for(reach)
    total = rows.count()
    number = clip(asked_page(request), total)
    context = {
        "asked": who,
        "here": "loads",
        "page": Page(_pairs(who, rows[(number - 1) * 50 : number * 50]), number, total),
    }
    return render(request, "intake/doubts.html", context)


def _pairs(who: Asked, found: Iterable[Doubt]) -> list[dict[str, object]]:
    rows = list(found)
    details = people_details({p for row in rows for p in (row.one_id, row.other_id)}, who.map)
    return [
        {"doubt": row, "sides": (details[row.one_id], details[row.other_id]), "reason": doubt_sentence(row.reason)}
        for row in rows
    ]


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a person's decision on a pair."""
    who, reach = _loader(request, MAY_LOAD)
    row = doubt_for(reach, pk)
    verbs: dict[str, Callable[..., None]] = {"same": decide_same, "different": decide_different}
    verb = verbs.get(request.POST.get("verdict", ""))
    if verb is None:
        messages.error(request, _("Hãy chọn “là một người” hoặc “là hai người”."))
        return redirect("doubts")
    try:
        verb(row, actor=who.user)
    except RefusedError as refused:
        messages.error(request, refused.sentence)
        return redirect("doubts")
    messages.success(request, _("Đã ghi quyết định về “%(name)s”.") % {"name": row.one.name})
    return redirect("doubts")
