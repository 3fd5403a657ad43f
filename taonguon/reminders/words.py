"""How units are addressed on paper. What stands on a dispatch is Vietnamese, whoever prints it."""

from taonguon.orgs.enums import OrganisationKind
from taonguon.rules.tree import Node

_COMMITTEES = (("Đảng bộ huyện ", "Huyện ủy "), ("Đảng bộ tỉnh ", "Tỉnh ủy "), ("Đảng bộ ", "Đảng ủy "))
_SYMBOLS = {
    OrganisationKind.PROVINCE: "CV/BTCTU", OrganisationKind.DISTRICT: "CV/BTCHU", OrganisationKind.GRASSROOTS: "CV/ĐU",
}  # fmt: skip
REQUIRED = ("issuer", "symbol", "place", "signer_title", "signer")
"""Without these of its head a document cannot be sent."""
LETTER, REPORT = "CV/", "BC/"
_BOARDS = {OrganisationKind.PROVINCE, OrganisationKind.DISTRICT}


def committee(name: str) -> str:
    """Give the committee a letter is addressed to: "Đảng bộ xã Đồng Tâm" is led by "Đảng ủy xã Đồng Tâm"."""
    for organisation, body in _COMMITTEES:
        if name.startswith(organisation):
            return body + name.removeprefix(organisation)
    return name


def leadership(name: str) -> str:
    """Give the standing committee of a unit, to which its own board reports."""
    return f"Ban Thường vụ {committee(name)}"


def symbol_for(symbol: str, *, report: bool) -> str:
    """Give the symbol of a report to the level above where the letters' is CV/BTCHU: BC/BTCHU, numbered by itself."""
    return REPORT + symbol.removeprefix(LETTER) if report and symbol else symbol


def usual_head(node: Node) -> dict[str, str]:
    """Give what usually stands at the head of a unit's dispatches, to begin with."""
    board = node.kind in _BOARDS
    above = node.parent.name if node.parent is not None else ""
    return {
        "issuer_over": committee(node.name) if board else above,
        "issuer": "Ban Tổ chức" if board else committee(node.name),
        "symbol": _SYMBOLS.get(OrganisationKind(node.kind), "CV/CB"),
        "authority": "" if board else "T/M Ban Thường vụ",
        "signer_title": "Trưởng ban" if board else "Bí thư",
    }
