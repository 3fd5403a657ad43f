"""Lists of Party organisations and the villages their cells serve."""

from taonguon.intake.readers.book import Book
from tests.intake.layouts.page import ROMAN, Page, day_of, lines_above, name_of, ordered, title_of, word


def unit_columns(look):
    columns = [("stt", (word(look, "STT", "TT"),))] if look.ordinals else []
    if look.codes:
        columns.append(("code", (word(look, "Mã số TCĐ", "Mã số", "Mã đơn vị"),)))
    if look.unit_groups == "columns":
        columns += [("top", ("Đảng bộ",)), ("name", ("Chi bộ",))]
    else:
        columns.append(("name", (word(look, "Tên tổ chức đảng", "Tên đơn vị", "Đảng bộ, chi bộ", "Tổ chức đảng"),)))
    columns.append(("sector", (word(look, "Loại hình", "Loại hình tổ chức"),)))
    if look.served != "absent":
        columns.append(("served", (word(look, "Thôn, bản, khu phố phụ trách", "Địa bàn phụ trách", "Thôn phụ trách"),)))
    if look.words % 2:
        columns += [("secretary", ("Họ và tên bí thư",)), ("born", ("Năm sinh bí thư",))]
    else:
        columns += [("secretary", ("Bí thư chi bộ", "Họ và tên")), ("born", ("Bí thư chi bộ", "Năm sinh"))]
    columns += [("total", ("Số đảng viên", "Tổng số")), ("women", ("Số đảng viên", "Nữ"))]
    return ordered(
        [*columns, ("founded", (word(look, "Ngày thành lập", "Năm thành lập"),)), ("note", ("Ghi chú",))], look
    )


def units_book(district, look, commune=None):
    """The whole district, or one commune's own file."""
    columns = unit_columns(look)
    page = Page("TCĐ", look, columns)
    page.head(lines_above(district, look, commune), title_of(district, "DANH SÁCH TỔ CHỨC ĐẢNG, CHI BỘ"))
    page.heading()
    tops = [u for u in district.units if u.parent is None and (commune is None or u.commune is commune)]
    for order, top in enumerate(tops):
        if top.level == "base-cell" or look.unit_groups == "rows":
            page.line(_unit_line(district, top, ROMAN[order], look))
        number = 0
        for unit in sorted(district.units, key=_under_section):
            if unit.base is top and unit is not top and not (unit.level == "section" and look.unit_groups == "columns"):
                number += 1
                page.line(_unit_line(district, unit, number, look))
    if look.totals:
        page.line({"name": "Tổng cộng", "total": len(district.members)})
    orphans = [(c, v) for c in district.cells for v in c.handles if commune is None or c.commune is commune]
    if look.orphans == "table" and orphans:
        row = page.next + 1
        page.put(row, 0, "CÁC THÔN CHƯA CÓ CHI BỘ")
        for column, text in enumerate(("TT", "Thôn, bản", "Xã", "Chi bộ được giao phụ trách")):
            page.put(row + 1, column, text)
        for number, (cell, village) in enumerate(orphans, start=1):
            for column, value in enumerate((number, village.spoken, village.commune.name, cell.name)):
                page.put(row + 1 + number, column, value)
    page.foot()
    return Book("tcd.xlsx", [page.sheet])


def _under_section(unit):
    """A committee's own cells come before its sections, and these each with their cells."""
    return unit.level == "section" or (unit.parent is not None and unit.parent.level == "section")


_SECTOR = {
    "village": "Chi bộ thôn",
    "school": "CB trường học",
    "agency": "CB cơ quan",
    "health": "CB y tế",
    "forces": "LLVT",
    "": None,
}


def _unit_line(district, unit, number, look):
    here = [p for p in district.members if p.cell is unit]
    spoken = [v.spoken if order % 2 == 0 else v.name for order, v in enumerate(unit.villages)]
    joint = {"newline": "\n", "và": " và "}.get(look.served, f"{look.served} ")
    secretary = unit.secretary
    name = (
        name_of(secretary, look, 1)
        if secretary
        else (("Khuyết", None)[len(unit.name) % 2] if unit.level in {"cell", "base-cell"} else None)
    )
    if secretary and unit.changed and look.change == "arrow":
        name = f"{unit.before} -> {name} (15/3/2018)"
    elif secretary and unit.changed and look.change == "instead":
        name = f"{name} thay {unit.before} từ 15/3/2018"
    shown = unit.name.upper() if unit.level == "committee" and look.group_rows == "loud" else unit.name
    note = None
    if unit.handles and look.orphans == "note":
        note = f"Phụ trách thêm {unit.handles[0].spoken} (chưa có chi bộ)"
    return {
        "stt": number, "code": unit.code, "name": shown, "top": unit.base.name if unit.parent else None,
        "sector": "Chi bộ cơ sở" if unit.level == "base-cell" and not look.ordinals else _SECTOR[unit.sector], "served": joint.join(spoken) or None, "secretary": name,
        "born": secretary.born.year if secretary else None, "total": len(here) or None, "women": sum(p.sex == "f" for p in here) or None,
        "founded": day_of(unit.founded, look, len(unit.name)), "note": note,
    }  # fmt: skip
