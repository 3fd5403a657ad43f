"""A case tried on the rules: a form, its verdict, a file. Nothing of it is kept here, and nothing goes to the trail."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from taonguon.orgs.asked import Asked, asked
from taonguon.procedures.book import book
from taonguon.procedures.forms import MOST_ROWS, CaseForm, as_sent, one_row_more
from taonguon.procedures.verdicts import judge
from taonguon.rules.casefile import CaseError, read, write
from taonguon.rules.cases import STEPS, Case
from taonguon.rules.refusal import RefusedError
from taonguon.wording.errors import case_error

LARGEST_FILE = 100_000  # bytes
DEED, ADD, SAVE, OPEN = "viec", "them", "luu", "mo"
FIRST_STEP = "cell-vote"
PARTS = {"verdict": "procedures/_verdict.html", "trial": "procedures/_trial.html"}


@require_http_methods(["GET", "HEAD", "POST"])
def trial(request: HttpRequest) -> HttpResponse:
    """Show the form and its verdict; give the case as a file; fill the form from a file."""
    page = asked(request, ahead=True)
    if request.method != "POST":
        step = request.GET.get("buoc", "")
        return _page(request, page, _form(as_sent(Case(step if step in STEPS else FIRST_STEP, page.on))))
    deed = request.POST.get(DEED)
    if deed == OPEN:
        return _opened(request, page)
    form = _form(one_row_more(request.POST) if deed == ADD else request.POST)
    return _file(form.case()) if deed == SAVE and form.is_valid() else _page(request, page, form)


def _form(sent: MultiValueDict[str, str]) -> CaseForm:
    return CaseForm(sent, book=book(), language=get_language())


def _page(
    request: HttpRequest, page: Asked, form: CaseForm, *, problem: str = "", notices: tuple[str, ...] = ()
) -> HttpResponse:
    sound = form.is_valid()
    judged = judge(form.case(), book(), get_language()) if sound else None
    asked_for, others = form.groups(frozenset(where for where, _name in judged.missing) if judged else frozenset())
    context = {
        "asked": page,
        "here": "trial",
        "form": form,
        "groups": asked_for,
        "others": others,
        "full": form.rows >= MOST_ROWS,
        "judged": judged,
        "wrong": [form[name] for name in form.errors if name in form.fields],
        "live": request.headers.get("HX-Target") == "verdict",
        "problem": problem,
        "notices": notices,
    }
    part = PARTS.get(request.headers.get("HX-Target", ""))
    # A part is asked for while the form is still being filled: what is wrong in it is no failed request.
    status = 200 if part or (sound and not problem) else 422
    return render(request, part or "procedures/trial.html", context, status=status)


def _file(case: Case) -> HttpResponse:
    name = slugify(case.id) or f"{case.step}-{case.on}"
    answer = HttpResponse(write(case), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.toml")
    return answer


def _opened(request: HttpRequest, page: Asked) -> HttpResponse:
    """Fill the form with the file's case, or say what is wrong with the file beside an empty form."""
    file = request.FILES.get("tep")
    try:
        case = _read(file)
    except RefusedError as refused:
        return _page(request, page, _form(as_sent(Case(FIRST_STEP, page.on))), problem=refused.sentence)
    notices = [_("Đã mở tệp %(file)s.") % {"file": file.name if file else ""}]
    if case.expect is not None:
        notices.append(_("Phần [expect] của tệp không dùng ở trang này và không được lưu lại."))
    introducers = len(case.introduced_by or ())
    if introducers > MOST_ROWS:
        notices.append(
            _("Tệp có %(count)s người giới thiệu; trang này chỉ giữ %(most)s người đầu.")
            % {"count": introducers, "most": MOST_ROWS}
        )
    return _page(request, page, _form(as_sent(case)), notices=tuple(notices))


def _read(file: "UploadedFile[Any] | None") -> Case:
    if file is None:
        raise RefusedError("tep", _("Chưa chọn tệp nào."))
    name = file.name or ""
    if (file.size or 0) > LARGEST_FILE:
        raise RefusedError("tep", _("Tệp %(file)s lớn hơn 100 kB; một tệp trường hợp chỉ vài kB.") % {"file": name})
    try:
        return read(file.read().decode("utf-8-sig"), frozenset(book().rules))
    except UnicodeDecodeError:
        raise RefusedError("tep", case_error(name, CaseError("", name, "utf-8"), get_language())) from None
    except CaseError as error:
        raise RefusedError("tep", case_error(name, error, get_language())) from None
