"""Lists of village posts and their holders."""

from taonguon.intake.readers.book import Book
from tests.intake.districts import KINDS, Someone
from tests.intake.layouts.page import ROMAN, Page, day_of, lines_above, name_of, ordered, title_of, word

_GROUPS = {
    "head": ("TRƯỞNG THÔN", "Trưởng thôn, khu", "Trưởng khu phố", "Trưởng thôn (bản, khu)"),
    "front": ("TRƯỞNG BAN CÔNG TÁC MẶT TRẬN", "TB CTMT", "Trưởng Ban CTMT", "Mặt trận"),
    "farmer": ("Chi hội Nông dân", "Chi hội trưởng Hội Nông dân", "Hội ND", "Chi hội trưởng nông dân"),
    "women": ("Chi hội Phụ nữ", "Hội LHPN", "Chi hội PN", "Chi hội trưởng phụ nữ"),
    "youth": ("Chi đoàn TN", "Bí thư Đoàn TN", "Đoàn TNCS HCM", "Bí thư chi đoàn"),
    "veteran": ("Chi hội CCB", "Hội CCB", "Hội Cựu chiến binh", "Chi hội trưởng cựu chiến binh"),
    "secretary": ("BÍ THƯ CHI BỘ", "Bí thư CB", "Bí thư chi bộ", "Bí thư"),
}
_FLAT = {
    "head": "trưởng thôn", "front": "trưởng ban CTMT", "farmer": "CHT nông dân", "women": "CHT phụ nữ",
    "youth": "bí thư chi đoàn", "veteran": "CHT CCB", "secretary": "bí thư chi bộ",
}  # fmt: skip
_EMPTY = (None, "Khuyết", "chưa có", "Chưa bầu", "trống", "đang kiện toàn")


def _marks(person, look):
    standing = person.standing
    if look.marks == "two":
        return {
            "official": "x" if standing == "official" else None,
            "probationary": "x" if standing == "probationary" else None,
        }
    words = {
        "x": ("x", "x", None),
        "code": ("ĐVCT", "ĐVDB", None),
        "ctdb": ("CT", "DB", None),
        "yesno": ("Có", "Có", "Không"),
        "words": ("Đảng viên", "Đảng viên dự bị", "Quần chúng"),
    }[look.marks]
    return {"any": words[("official", "probationary", "").index(standing)]}


def post_columns(look, kinds):
    columns = [("stt", ("TT",))]
    if look.per_commune is False and look.groups == "columns":
        columns.append(("commune", (word(look, "Xã, thị trấn", "Xã", "Tên xã"),)))
    columns.append(("village", (word(look, "Thôn, bản, khu phố", "Tên thôn", "Khu dân cư", "Thôn, tổ dân phố"),)))
    if look.posts == "long":
        marks = (
            [("any", ("Đảng viên",))]
            if look.marks != "two"
            else [("official", ("Đảng viên", "Chính thức")), ("probationary", ("Đảng viên", "Dự bị"))]
        )
        return ordered(
            [
                *columns,
                ("post", ("Chức danh",)),
                ("name", ("Họ và tên",)),
                ("born", ("Năm sinh",)),
                *marks,
                ("note", ("Ghi chú",)),
            ],
            look,
        )
    for kind in kinds:
        if look.deputies and kind in {"head", "secretary"}:
            columns.append(("deputy", ("Phó trưởng thôn" if kind == "head" else "Phó bí thư chi bộ", "Họ và tên")))
        if look.posts == "flat":
            short = _FLAT[kind]
            columns += [(f"{kind}-name", (f"Họ tên {short}",)), (f"{kind}-born", (f"Năm sinh {short}",))]
            columns += (
                [(f"{kind}-official", (f"ĐVCT {short}",)), (f"{kind}-probationary", (f"ĐVDB {short}",))]
                if look.marks == "two"
                else [(f"{kind}-any", (f"ĐV {short}",))]
            )
            continue
        group = (word(look, *_GROUPS[kind]),)
        if look.posts == "nested" and kind not in {"head", "front", "secretary"}:
            group = ("TRƯỞNG CÁC ĐOÀN THỂ", *group)
        columns += [
            (f"{kind}-name", (*group, word(look, "Họ và tên", "Họ tên"))),
            (f"{kind}-born", (*group, word(look, "Năm sinh", "NS", "Ngày sinh"))),
        ]
        if look.marks != "two":
            columns.append((f"{kind}-any", (*group, word(look, "ĐV", "Đảng viên", "Là đảng viên"))))
        elif look.posts == "nested" and kind in {"head", "front"}:
            columns += [
                (f"{kind}-official", (*group, "Đảng viên", "CT")),
                (f"{kind}-probationary", (*group, "Đảng viên", "DB")),
            ]
        else:
            columns += [(f"{kind}-official", (*group, "ĐV CT")), (f"{kind}-probationary", (*group, "ĐV DB"))]
    columns = [c for c in columns if not (look.births == "name" and c[0].endswith("-born"))]
    return ordered([*columns, ("note", ("Ghi chú",))], look)


def posts_book(district, look):
    kinds = (*(("secretary",) if look.secretaries else ()), *KINDS)
    columns = post_columns(look, kinds)
    sheets = [[c] for c in district.communes] if look.per_commune else [district.communes]
    pages = []
    for communes in sheets:
        page = Page(communes[0].name if look.per_commune else "Tổng hợp", look, columns)
        page.head(
            lines_above(district, look, communes[0] if look.per_commune else None),
            title_of(district, "TỔNG HỢP CÁC CHỨC DANH"),
        )
        page.heading()
        number = 0
        for order, commune in enumerate(communes):
            if not look.per_commune and look.groups == "rows":
                page.group(f"{commune.form.capitalize()} {commune.name}", ROMAN[order])
            for village in commune.villages:
                number += 1
                _village_lines(district, page, village, number, kinds)
        if look.totals:
            page.line({"village": "Tổng cộng", "note": number})
        page.foot()
        pages.append(page.sheet)
    return Book("chuc danh.xlsx", pages)


def _born(district, holder, look, number):
    """Now a year, now a day; now and then nothing, unless somebody else has the name."""
    alone = sum(p.name == holder.name for p in district.people) == 1
    if number % 3 == 0 and alone and holder.village.commune is not district.communes[0]:
        return None
    return holder.born.year if number % 2 or look.days == "years" else day_of(holder.born, look, number)


def _village_lines(district, page, village, number, kinds):
    look = page.look
    cell = next((c for c in district.cells if village in c.villages), None)
    base = {
        "stt": number,
        "commune": f"{village.commune.form.capitalize()} {village.commune.name}",
        "village": village.spoken.replace("phố ", "phố số ")
        if look.words % 2 and village.name.isdigit()
        else village.spoken,
    }
    wide = dict(base)
    for order, kind in enumerate(kinds):
        holder = (cell.secretary if cell else None) if kind == "secretary" else district.posts[(village, kind)]
        if holder == "absent":
            facts = {"name": ("Không thành lập", "không có chi hội")[number % 2]}
        elif not isinstance(holder, Someone):
            facts = {"name": _EMPTY[(number + order) % 6]}
        else:
            name = name_of(holder, look, number) + (" (mới bầu)" if number % 7 == 0 and kind == "head" else "")
            same = kind == "front" and holder is district.posts[(village, "head")]
            if same and look.posts != "long":
                facts = {"name": "Trưởng thôn kiêm"}
            else:
                behind = f" ({holder.born.year})" if number % 2 else f", sinh {holder.born.year}"
                facts = (
                    {"name": name + behind}
                    if look.births == "name"
                    else {"name": name, "born": _born(district, holder, look, number)}
                )
            facts |= _marks(holder, look)
        if look.posts == "long":
            titles = {
                "head": f"Trưởng {village.form}",
                "front": "Trưởng ban CTMT",
                "farmer": "Chi hội trưởng Hội Nông dân",
                "women": "Chi hội trưởng phụ nữ",
                "youth": "Bí thư chi đoàn",
                "veteran": "Chi hội trưởng CCB",
                "secretary": "Bí thư chi bộ",
            }
            page.line(base | facts | {"post": titles[kind]})
        wide |= {f"{kind}-{part}": value for part, value in facts.items()}
    wide["deputy"] = "Ninh Thị Lập"
    if look.posts != "long":
        page.line(wide)
