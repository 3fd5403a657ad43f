"""Member lists, and lists of admissions and recognitions."""

from dataclasses import replace

from taonguon.intake.readers.book import Book
from tests.intake.layouts.page import ROMAN, Page, day_of, lines_above, name_of, ordered, title_of, word


def member_columns(look):
    two = look.party_days == "levels"
    name = word(look, "Họ và tên", "Họ tên", "Họ và tên khai sinh", "Họ tên đảng viên")
    birth = word(look, "Ngày sinh", "NS", "Ngày, tháng, năm sinh", "Sinh ngày")
    columns = [("stt", (word(look, "STT", "TT", "Số TT"),))]
    columns += (
        [("name", (name,))]
        if look.name_columns == 1
        else [("surname", (name, "Họ đệm")), ("given", (name, "Tên"))]
        if look.name_columns == 2
        else [("surname", ("Họ đệm",)), ("given", ("Tên",))]
    )
    columns += {
        "dates": [("m", (birth, "Nam")), ("f", (birth, "Nữ"))],
        "ticks": [("born", (birth,)), ("m", ("Giới tính", "Nam")), ("f", ("Giới tính", "Nữ"))],
        "column": [("born", (birth,)), ("sex", (word(look, "Giới tính", "Nam/Nữ", "Giới"),))],
        "female": [("born", (birth,)), ("f", ("Nữ",))],
    }[look.sex]
    if look.births == "parts":
        apart = [(part, (birth, text)) for part, text in (("day", "Ngày"), ("month", "Tháng"), ("year", "Năm"))]
        columns = [x for c in columns for x in (apart if c[0] == "born" else [c])]
    columns += [("ethnicity", (word(look, "Dân tộc", "DT"),)), ("origin", ("Quê quán",))]
    columns += {
        "one": [
            ("residence", (word(look, "Nơi ở hiện nay", "Nơi thường trú", "Chỗ ở hiện nay", "Địa chỉ thường trú"),))
        ],
        "two": [("r-village", ("Nơi thường trú", "Thôn, khu")), ("r-commune", ("Nơi thường trú", "Xã, thị trấn"))],
        "village": [("r-village", ("Thôn",))],
    }[look.residence]
    if look.groups == "columns":
        columns += [
            ("cell", (word(look, "Chi bộ", "Chi bộ sinh hoạt", "Tên chi bộ"),)),
            ("committee", (word(look, "Đảng bộ", "Đảng bộ cơ sở", "TCCSĐ"),)),
        ]
    columns += (
        [("admitted", ("Ngày vào Đảng", "Dự bị")), ("official", ("Ngày vào Đảng", "Chính thức"))]
        if two
        else [
            ("admitted", (word(look, "Ngày vào Đảng", "Ngày kết nạp", "Ngày KN", "Ngày vào ĐCSVN"),)),
            ("official", (word(look, "Ngày chính thức", "Ngày CT", "Chính thức", "Ngày công nhận chính thức"),)),
        ]
    )
    if look.standing_only:
        columns.pop()
    if look.status or look.standing_only:
        columns.append(("status", (word(look, "Tư cách", "Đảng viên" if look.status else "CT, DB", "Loại đảng viên"),)))
    columns += [("vh", ("Trình độ", "Văn hóa")), ("cm", ("Trình độ", "Chuyên môn"))]
    if look.card:
        columns.append(("card", (word(look, "Số thẻ", "Số thẻ ĐV", "Thẻ ĐV", "Số thẻ đảng viên"),)))
    columns.append(("note", ("Ghi chú",)))
    return ordered(columns, look)


_GONE = {
    "died": ("Chết 11/2017", "Mất tháng 12/2017", "Từ trần ngày 3/2/2018", "Đã mất"),
    "moved": ("Chuyển sinh hoạt Đảng đi Hạ Long 9/2017", "Chuyển đi", "Chuyển SHĐ về xã khác 10/2017", "Đã chuyển SH Đảng 12/2017"),
    "struck-off": ("Xóa tên 8/2017", "Bị xóa tên khỏi danh sách đảng viên", "Xoá tên QĐ 12/2017", "Xóa tên"),
    "expelled": ("Khai trừ QĐ 12-QĐ/HU ngày 5/2/2018", "Bị khai trừ 2/2018", "Khai trừ", "Khai trừ khỏi Đảng 01/2018"),
}  # fmt: skip
_STAYED = (
    "Chuyển đến từ Đảng bộ huyện bên 9/2016",
    None,
    "Miễn SH",
    None,
    None,
    None,
    "Chuyển SHĐ từ nơi khác đến",
    None,
)


def member_line(person, number, look):
    surname, _, given = name_of(person, look, number).rpartition(" ")
    mark = day_of(person.born, look, number) if look.sex == "dates" else ("x", "X", "x ")[number % 3]
    if look.days == "years":
        mark = mark if look.sex != "dates" else person.born.year
    shown_official = None if person.recognised and number % 2 else person.official
    village = person.village
    return {
        "day": person.born.day, "month": person.born.month, "year": person.born.year,
        "stt": number, "name": name_of(person, look, number), "surname": surname, "given": given,
        person.sex: mark, "born": person.born.year if look.days == "years" else day_of(person.born, look, number),
        "sex": {"m": "Nam", "f": "Nữ"}[person.sex], "ethnicity": person.ethnicity, "origin": "Xã Sơn Động",
        "residence": f"{village.spoken}, {village.commune.form} {village.commune.name}" if village else None,
        "r-village": village.spoken if village else None, "r-commune": village.commune.name if village else None,
        "cell": person.cell.name, "committee": person.cell.base.name if person.cell.parent else None,
        "admitted": day_of(person.admitted, look, number + 1), "official": day_of(shown_official, look, number + 2),
        "status": ("ĐVCT" if shown_official else "ĐVDB"), "vh": "12/12", "cm": "TC",
        "card": person.card if number % 2 else int(person.card),
        "note": _GONE[person.gone][number % 4] if person.gone else _STAYED[number % 8],
    }  # fmt: skip


def members_book(district, look):
    columns = member_columns(look)
    pages = []
    tops = [u for u in district.units if u.parent is None]
    sheets = [[t] for t in tops] if look.per_commune else [tops]
    for number, some in enumerate(sheets, start=1):
        commune = some[0].commune if look.per_commune else None
        page = Page(f"Sheet{number}", look, columns)
        page.head(lines_above(district, look, commune), title_of(district, "DANH SÁCH ĐẢNG VIÊN"))
        page.heading()
        _member_rows(district, page, some)
        page.foot()
        pages.append(page.sheet)
    return Book("ds.xlsx", pages)


def _member_rows(district, page, tops):
    look, number = page.look, 0
    for order, top in enumerate(tops):
        cells = [c for c in district.cells if c.base is top]
        if look.groups == "rows" and top.level == "committee" and look.committee_rows:
            page.group(top.name, ROMAN[order])
        for place, cell in enumerate(cells, start=1):
            people = [p for p in district.people if p.cell is cell and p.listed]
            if look.groups == "rows":
                page.group(cell.name, place if cell.parent else ROMAN[order])
            for person in people:
                number += 1
                page.line(member_line(person, number, look))
            if look.totals and look.groups == "rows":
                page.line({"name": f"Cộng chi bộ: {len(people)} đ/c", "surname": f"Cộng chi bộ: {len(people)} đ/c"})
    if look.totals:
        page.line({"name": "TỔNG CỘNG", "surname": "TỔNG CỘNG", "note": f"{number} đảng viên"})


# -- admissions and recognitions


def acts_book(district, look, kind):
    admissions = kind == "admissions"
    rows = [p for p in district.people if (p.decided if admissions else p.recognised)]
    rows.sort(key=lambda p: p.decided if admissions else p.recognised)
    columns = ordered(_admission_columns(look) if admissions else _recognition_columns(look), look)
    page = Page("Quy I", look, columns)
    what = (
        "DANH SÁCH KẾT NẠP ĐẢNG VIÊN QUÝ I"
        if admissions
        else "DANH SÁCH ĐẢNG VIÊN DỰ BỊ ĐƯỢC CÔNG NHẬN CHÍNH THỨC QUÝ I"
    )
    page.head(lines_above(district, look), title_of(district, what))
    page.heading()
    month = None
    for number, person in enumerate(rows, start=1):
        decided = person.decided if admissions else person.recognised
        if look.groups == "rows" and decided.month != month:
            month = decided.month
            page.put(page.next, page.place("name", "surname"), f"Tháng {month}/{decided.year}")
        line = member_line(person, number, look)
        line |= {
            "number": f"{200 + number}-QĐ/HU" + (f", {decided:%d/%m/%Y}" if look.acts == "joined" else ""),
            "decided": day_of(decided, look, number),
            "received": day_of(decided, look),
            "met": day_of(decided, look, 2),
            "vote": f"{number + 5}/{number + 5}",
            "helper": "Ninh Thị Lập",
            "note": None,
        }
        line |= {"admitted": day_of(person.admitted, look, number), "official": day_of(person.official, look, number)}
        line |= {
            "cell": person.cell.name.replace("Chi bộ", ("CB", "Chi bộ", "CB.")[number % 3]),
            "committee": person.cell.base.name.replace("Đảng bộ", ("ĐB", "Đảng bộ")[number % 2]),
        }
        page.line(line)
    if look.totals:
        page.line({"name": f"Tổng cộng: {len(rows)} đồng chí", "surname": f"Tổng cộng: {len(rows)} đồng chí"})
    page.foot()
    return Book("qd.xlsx", [page.sheet])


def _identity(look):
    keep = {
        "day",
        "month",
        "year",
        "stt",
        "name",
        "surname",
        "given",
        "m",
        "f",
        "born",
        "sex",
        "ethnicity",
        "residence",
        "r-village",
        "r-commune",
    }
    columns = [c for c in member_columns(replace(look, shuffle=0, standing_only=False)) if c[0] in keep]
    return [
        *columns,
        ("cell", (word(look, "Chi bộ", "Chi bộ đề nghị", "Sinh hoạt tại chi bộ"),)),
        ("committee", (word(look, "Đảng bộ", "Đảng ủy", "Đảng bộ, chi bộ cơ sở"),)),
    ]


def _admission_columns(look):
    columns = _identity(look)
    if look.acts == "nested":
        columns += [("met", ("Nghị quyết chi bộ", "Ngày")), ("vote", ("Nghị quyết chi bộ", "Đồng ý"))]
        group = word(look, "Quyết định kết nạp", "QĐ kết nạp", "QĐKN")
        columns += [("number", (group, "Số")), ("decided", (group, "Ngày ký")), ("received", (group, "Ngày nhận QĐ"))]
    else:
        columns += (
            [("number", ("Số, ngày QĐ kết nạp",))]
            if look.acts == "joined"
            else [
                ("number", (word(look, "Số QĐ kết nạp", "Số quyết định", "Số QĐ"),)),
                ("decided", (word(look, "Ngày QĐ kết nạp", "Ngày quyết định", "Ngày ký QĐ"),)),
            ]
        )
    return [
        *columns,
        ("admitted", (word(look, "Ngày tổ chức lễ kết nạp", "Ngày kết nạp", "Lễ kết nạp"),)),
        ("helper", ("Đảng viên giúp đỡ",)),
        ("note", ("Ghi chú",)),
    ]


def _recognition_columns(look):
    columns = [*_identity(look), ("admitted", (word(look, "Ngày kết nạp", "Ngày vào Đảng", "Kết nạp ngày"),))]
    if look.acts == "nested":
        group = word(look, "QĐ công nhận ĐVCT", "Quyết định công nhận chính thức", "Quyết định chuyển đảng chính thức")
        columns += [
            ("number", (group, "Số QĐ")),
            ("decided", (group, "Ngày QĐ")),
            ("official", (group, "Chính thức từ ngày")),
        ]
    else:
        official = ("official", (word(look, "Ngày chính thức", "Tính từ ngày"),))
        columns += (
            [("number", ("Số, ngày QĐ công nhận chính thức",)), official]
            if look.acts == "joined"
            else [
                ("number", (word(look, "Số QĐ công nhận chính thức", "Số QĐ chuyển chính thức"),)),
                ("decided", (word(look, "Ngày QĐ công nhận chính thức", "Ngày ký QĐ chuyển chính thức"),)),
                official,
            ]
        )
    return [*columns, ("note", ("Ghi chú",))]
