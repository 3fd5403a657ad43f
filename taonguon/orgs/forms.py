"""Forms about units and villages: strings of a request to typed values."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taonguon.orgs.access import Scope
from taonguon.orgs.enums import CELLS, LocalityKind, OrganisationKind, Sector, ServiceKind
from taonguon.rules.names import VILLAGE_FORMS, fold, words_of
from taonguon.rules.tree import Node
from taonguon.web.fields import DayField, TypedField, declared

_CODE = re.compile(r"\(([^()]+)\)\s*$")
_SHOWN = 60
_NEAR = 3
SUGGESTED = 20
CELL_KINDS = frozenset(str(kind) for kind in CELLS)
COMMITTEE_KINDS = frozenset(str(kind) for kind in OrganisationKind) - CELL_KINDS


def label_of(node: Node) -> str:
    """Give a unit the way the search field shows and reads it: name and code."""
    return f"{node.name} ({node.code})"


def place_label(node: Node) -> str:
    """Give a village the way the search field shows and reads it: word, name, commune and code."""
    above = f", {node.parent.name}" if node.parent else ""
    return f"{node.sector} {node.name}{above} ({node.code})".strip()


def reached_units(scope: Scope, kinds: frozenset[str] | None = None) -> list[Node]:
    """Give the units of a scope in the office's order, all or only some kinds of them."""
    units = scope.organisation_ids
    return [n for n in scope.map.organisations.walk() if n.pk in units and (kinds is None or n.kind in kinds)]


def suggested(nodes: Iterable[Node], text: str) -> list[Node]:
    """Give the first units whose name or code holds every word of the text, marks and case aside."""
    words = words_of(text).split()
    found = (n for n in nodes if all(w in f"{words_of(n.name)} {_above(n)} {fold(n.code)}" for w in words))
    return [n for _at, n in zip(range(SUGGESTED), found, strict=False)]


def _above(node: Node) -> str:
    return words_of(node.parent.name) if node.parent and node.kind == LocalityKind.VILLAGE else ""


def reached_villages(scope: Scope) -> list[Node]:
    """Give the villages of a scope in the office's order."""
    return [n for n in scope.map.villages() if n.pk in scope.locality_ids]


class UnitField(TypedField):
    """A unit found by typing: suggestions come while one types. Gives the node, or None for nothing."""

    address, listed, label_node = "unit-options", "units", staticmethod(label_of)

    def __init__(self, **kwargs: Any) -> None:
        told = gettext_lazy("Gõ tên hoặc mã rồi chọn; trong ngoặc là mã trong sổ.")
        kwargs["help_text"] = format_lazy("{} {}", kwargs["help_text"], told) if kwargs.get("help_text") else told
        super().__init__(**kwargs)
        self.nodes: list[Node] = []
        self.widget.attrs.update(
            {
                "list": self.listed,
                "hx-get": reverse_lazy(self.address),
                "hx-trigger": "input changed delay:250ms, focus once",
                "hx-target": f"#{self.listed}",
            }
        )

    def to_python(self, value: Any) -> Node | None:
        """Find the unit by the code in brackets, by its code alone, or by a name only it has."""
        text = self.text(value)
        if not text:
            return None
        bracket = _CODE.search(text)
        codes = {text, bracket[1].strip() if bracket else text}
        found = [n for n in self.nodes if n.code in codes] or [n for n in self.nodes if fold(n.name) == fold(text)]
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(
                _("Có %(count)s nơi cùng tên “%(text)s”; hãy chọn một dòng có mã trong danh sách gợi ý.")
                % {"count": len(found), "text": text[:_SHOWN]}
            )
        near = suggested(self.nodes, text)[:_NEAR]
        if near:
            names = "; ".join(self.label_node(node) for node in near)
            raise ValidationError(
                _("“%(text)s” chưa đủ rõ; có phải %(names)s?") % {"text": text[:_SHOWN], "names": names}
            )
        raise ValidationError(
            _("Không thấy “%(text)s” trong phạm vi của tài khoản này; hãy chọn trong danh sách gợi ý.")
            % {"text": text[:_SHOWN]}
        )

    def prepare_value(self, value: Any) -> Any:
        """Show a unit by name and code."""
        return self.label_node(value) if isinstance(value, Node) else value


class VillageField(UnitField):
    """A village found by typing."""

    address, listed, label_node = "village-options", "villages", staticmethod(place_label)


def _name(label: Any, length: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=length)


class UnitForm(forms.Form):
    """A new unit below another."""

    name = _name(gettext_lazy("Tên tổ chức"), 200)
    kind = forms.ChoiceField(label=gettext_lazy("Loại"), choices=OrganisationKind)
    sector = forms.ChoiceField(label=gettext_lazy("Nơi sinh hoạt"), choices=Sector, required=False)
    since = DayField(
        label=gettext_lazy("Từ ngày"),
        required=False,
        help_text=gettext_lazy("Ngày thành lập; bỏ trống nếu có từ trước."),
    )

    def __init__(self, *args: Any, kinds: tuple[OrganisationKind, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = declared(self, "kind", forms.ChoiceField)
        field.choices = [(kind.value, kind.label) for kind in kinds]
        field.initial = OrganisationKind.CELL if OrganisationKind.CELL in kinds else None


class UnitChangeForm(forms.Form):
    """Another name or parent from a day on."""

    name = _name(gettext_lazy("Tên tổ chức"), 200)
    parent = UnitField(
        label=gettext_lazy("Trực thuộc"), help_text=gettext_lazy("Gõ vài chữ của tên rồi chọn trong danh sách.")
    )
    on = DayField(
        label=gettext_lazy("Từ ngày"), help_text=gettext_lazy("Trước ngày này, tên và nơi trực thuộc vẫn như cũ.")
    )

    def __init__(self, *args: Any, parents: list[Node], movable: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        declared(self, "parent", UnitField).nodes = parents
        if not movable:
            del self.fields["parent"]


class ServiceForm(forms.Form):
    """Which cell serves a village from a day on."""

    cell = UnitField(
        label=gettext_lazy("Chi bộ"), help_text=gettext_lazy("Gõ vài chữ của tên rồi chọn trong danh sách.")
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Cách phụ trách"), choices=ServiceKind, initial=ServiceKind.COVERS, widget=forms.RadioSelect
    )
    on = DayField(label=gettext_lazy("Từ ngày"))

    def __init__(self, *args: Any, cells: list[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        declared(self, "cell", UnitField).nodes = cells


class VillageForm(ServiceForm):
    """A new village of a commune, and the cell that serves it."""

    form = forms.ChoiceField(label=gettext_lazy("Gọi là"), choices=[(f, f) for f in VILLAGE_FORMS])
    name = _name(gettext_lazy("Tên thôn, bản, khu phố"), 120)
    field_order = ("form", "name", "cell", "kind", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cell"].required = False
        self.fields["cell"].help_text = _("Bỏ trống nếu chưa có chi bộ nào phụ trách.")
        self.fields["on"].required = False
        self.fields["on"].help_text = _("Ngày thành lập; bỏ trống nếu có từ trước.")
