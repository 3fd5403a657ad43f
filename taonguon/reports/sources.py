"""The figures of the source: outstanding people and sympathisers on a day, by how far each has come."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taonguon.admissions.enums import LEFT_THE_LIST, SOURCE_STAGES, STAGE_OF_ACT, Closed, Stage
from taonguon.admissions.models import Act, Assignment, Handling
from taonguon.orgs.queries import Part, on_day
from taonguon.reports.day import JSON, Day
from taonguon.rules.dates import add_months
from taonguon.rules.names import MAJORITY, place_key

_ORDER = {stage: number for number, stage in enumerate(Stage)}
_CERTIFICATE_MONTHS = 60
_LABELS = {
    Stage.RECOGNISED: gettext_lazy("đã công nhận quần chúng ưu tú, chưa phân công người giúp đỡ"),
    Stage.HELPER: gettext_lazy("đã phân công đảng viên giúp đỡ"),
    Stage.CLASS: gettext_lazy("đã có giấy chứng nhận lớp nhận thức"),
    Stage.DOSSIER: gettext_lazy("được phép làm hồ sơ, đang làm hoặc thẩm tra"),
    Stage.CELL: gettext_lazy("chi bộ đã ra nghị quyết đề nghị kết nạp"),
    Stage.COMMITTEE: gettext_lazy("đảng ủy cơ sở đã họp hoặc đã nộp hồ sơ lên trên"),
    Stage.DECIDED: gettext_lazy("đã có quyết định, chưa tổ chức lễ kết nạp"),
}
_COUNTED = Q(standing=True) | Q(certificate=None, replaced_by__certificate__isnull=False)
"""Acts that stand, and those of the register of the source for which a certificate of the centre stands."""
_MEMBERS = frozenset({Closed.ADMITTED, Closed.RECOGNISED, Closed.STRUCK_OFF})


@dataclass(slots=True)
class _Case:
    """One candidacy on the day."""

    cell: int
    name: str
    sex: str
    ethnicity: str
    closed: str
    """Why it was over by the day; '' where it was open."""
    acts: list[tuple[Stage, date | None]] = field(default_factory=list)
    taken_over: list[tuple[Stage, date | None]] = field(default_factory=list)
    """What the register of certificates proves, though no register of the source says so."""
    told: list[tuple[Stage, date | None]] = field(default_factory=list)
    """What the register of the source says, though a certificate of the centre stands for it now."""
    stage: Stage = Stage.RECOGNISED
    stage_with_lists: Stage = Stage.RECOGNISED
    certified: date | None = None
    replaced: bool = False
    from_list: bool = False
    """A loaded list told of it; what was only entered by hand is no row of a list."""

    @property
    def admitted(self) -> bool:
        """A member by the day."""
        return self.closed in _MEMBERS or _ORDER[self.stage] >= _ORDER[Stage.PROBATION]

    @property
    def off(self) -> bool:
        """Taken off the list by the day."""
        return self.closed in LEFT_THE_LIST and not self.admitted


def sympathisers(day: Day) -> JSON:
    """Count the source of the day."""
    cases = _cases(day.place)
    source = [case for case in cases if not case.admitted and not case.off]
    return {
        "definition": _(
            "Người trong danh sách nguồn chưa được kết nạp và chưa đưa ra khỏi danh sách, mỗi người tính một lần. "
            "Giai đoạn là mốc xa nhất đã qua đến hết ngày xem; mốc có ghi nhưng không rõ ngày được tính từ ngày của mốc trước nó. "
            "Tổ chức theo chi bộ theo dõi; người không rõ ngày công nhận được tính ở mọi ngày. Ngày xem trước ngày của danh sách: chỉ gồm những người danh sách ấy còn ghi, "
            "không có người đã ra khỏi danh sách từ các năm trước."
        ),
        "labels": {str(stage): str(_LABELS[stage]) for stage in SOURCE_STAGES},
        "total": len(source),
        "by_stage": _by_stage(case.stage for case in source),
        "by_stage_with_class_lists": _by_stage(case.stage_with_lists for case in source),
        "with_class_lists_note": _(
            "by_stage chỉ theo danh sách nguồn; by_stage_with_class_lists tính cả giấy chứng nhận chỉ có trong sổ của trung tâm hoặc danh sách lớp."
        ),
        "by_organisation": _by_base(day, source),
        "taken_off_list": sum(case.off for case in cases),
        "admitted_rows": sum(case.admitted and case.from_list for case in cases),
        "women": sum(case.sex == "f" for case in source),
        "ethnic_minority": sum(bool(case.ethnicity) and case.ethnicity != MAJORITY for case in source),
        "certificates_older_than_60_months": sorted(
            (
                case.name
                for case in source
                if case.certified is not None and add_months(case.certified, _CERTIFICATE_MONTHS) < day.on
            ),
            key=place_key,
        ),
        "replaced_helpers": sum(case.replaced for case in cases),
    }


def _cases(place: Part) -> list[_Case]:
    """Read the candidacies handled in the part on the day, in four queries whatever their number."""
    on = place.on
    handled = Handling.objects.filter(on_day(on))
    if not place.whole:
        handled = handled.filter(cell_id__in=place.unit_ids)
    found: dict[int, _Case] = {}
    for pk, cell, name, sex, group, closed, closed_on in handled.order_by("candidacy_id").values_list(
        "candidacy_id", "cell_id", "candidacy__person__name", "candidacy__person__sex",
        "candidacy__person__ethnicity", "candidacy__closed", "candidacy__closed_on",
    ):  # fmt: skip
        over = closed if closed_on is not None and closed_on <= on else ""
        found[pk] = _Case(cell, name, sex, group, over)
    _reached(found, handled, on)
    return list(found.values())


def _reached(found: dict[int, _Case], handled: QuerySet[Handling], on: date) -> None:
    """Say how far each had come by the day."""
    acts = Act.objects.filter(_COUNTED, key__in=STAGE_OF_ACT, candidacy__in=handled.values("candidacy_id"))
    for pk, key, day, certificate, standing, by in acts.values_list(
        "candidacy_id", "key", "on", "certificate_id", "standing", "recorded_by_id"
    ):
        case, act = found[pk], (STAGE_OF_ACT[key], day)
        case.from_list |= by is None and certificate is None
        (case.taken_over if certificate else case.acts if standing else case.told).append(act)
        if key == "class-certificate" and standing:
            case.certified = day
    helped = Assignment.objects.filter(candidacy__in=handled.values("candidacy_id"))
    for pk, since, until in helped.values_list("candidacy_id", "since", "until"):
        found[pk].acts.append((Stage.HELPER, since))
        found[pk].replaced |= until is not None and until <= on
    for case in found.values():
        case.stage = _furthest([*case.acts, *case.told], on)
        case.stage_with_lists = _furthest([*case.acts, *case.taken_over], on) if case.taken_over else case.stage


def _furthest(acts: Iterable[tuple[Stage, date | None]], on: date) -> Stage:
    """Give the furthest stage by a day; a day that is not known is taken to be that of what came before."""
    furthest, before = Stage.RECOGNISED, date.min
    for stage, day in sorted(acts, key=lambda act: (_ORDER[act[0]], act[1] or date.min)):
        reached = day or before
        if reached <= on:
            furthest = stage
        before = max(before, reached)
    return furthest


def _by_stage(stages: Iterable[Stage]) -> JSON:
    counted = Counter(stages)
    return {str(stage): counted[stage] for stage in SOURCE_STAGES if counted[stage]}


def _by_base(day: Day, cases: list[_Case]) -> JSON:
    """Count by the grassroots organisation of the cell that handles each."""
    bases = {unit.pk for unit in day.place.bases}
    of: dict[int, list[_Case]] = {}
    for case in cases:
        node = day.place.map.organisations.get(case.cell)
        while node is not None and node.pk not in bases:
            node = node.parent
        if node is not None:
            of.setdefault(node.pk, []).append(case)
    return {unit.name: _by_stage(case.stage for case in of[unit.pk]) for unit in day.place.bases if unit.pk in of}
