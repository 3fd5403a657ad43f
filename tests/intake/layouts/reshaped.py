"""Gives a known file another shape: columns moved, headings reworded, the header flatter, deeper or not joined."""

import random
from dataclasses import dataclass, field

from taonguon.intake.interpret.tables import find_tables
from taonguon.intake.readers.book import Book, Sheet
from taonguon.rules.names import words_of

SYNONYMS = {
    "stt": "TT", "s t t": "Số TT", "so tt": "STT", "ma so tcd": "Mã đơn vị", "ten to chuc dang": "Đảng bộ, chi bộ",
    "loai hinh": "Loại hình tổ chức", "thon ban khu pho phu trach": "Địa bàn phụ trách", "ngay thanh lap": "Năm thành lập",
    "bi thu chi bo": "Bí thư CB", "khu pho": "Tên khu phố", "thon ban": "Khu dân cư", "truong khu": "Trưởng khu phố",
    "truong thon ban": "TRƯỞNG THÔN", "truong ban cong tac mat tran": "TB CTMT", "chi hoi nong dan": "Hội ND",
    "chi hoi phu nu": "Hội LHPN", "chi doan tn": "Bí thư Đoàn TN", "chi hoi ccb": "Hội Cựu chiến binh",
    "ho va ten": "Họ tên", "nam sinh": "NS", "ns": "Năm sinh", "ho va ten khai sinh": "Họ và tên đảng viên",
    "ngay thang nam sinh": "Ngày sinh", "dan toc": "DT", "noi o hien nay": "Chỗ ở hiện nay", "noi o": "Nơi thường trú",
    "ngay vao dang": "Ngày kết nạp", "ngay chinh thuc": "Ngày công nhận chính thức", "so the dv": "Số thẻ đảng viên",
    "chi bo": "Sinh hoạt tại chi bộ", "dang bo": "Đảng bộ cơ sở", "quyet dinh ket nap": "QĐ kết nạp",
    "ngay to chuc le ket nap": "Ngày lễ kết nạp", "qd cong nhan dvct": "Quyết định công nhận chính thức",
    "chi bo sinh hoat": "Chi bộ", "ngay ket nap": "Ngày vào Đảng", "nghi quyet chi bo": "NQ chi bộ",
    "ngay ky": "Ngày QĐ", "ngay qd": "Ngày ký", "chinh thuc tu ngay": "Tính từ ngày", "dv ct": "ĐVCT", "dv db": "ĐVDB",
    "nam nu dan toc ton giao": "Giới tính; dân tộc; tôn giáo", "chi bo cong nhan": "Chi bộ theo dõi", "so gcn": "Số giấy chứng nhận",
    "ngay cho phep lam hs": "Ngày cho phép làm hồ sơ", "ngay nq chi bo": "Ngày họp chi bộ", "ngay nq dang uy": "Ngày nghị quyết ĐU",
    "dua ra khoi danh sach ngay ly do": "Đưa ra khỏi DS", "trinh do": "Trình độ văn hóa", "don vi cap": "Nơi cấp", "so nq bc": "Số nghị quyết",
    "cong nhan qcut": "Công nhận quần chúng ưu tú", "ngay nop hs ve btc": "Ngày nộp hồ sơ", "ngay tham tra xong": "Ngày thẩm tra",
    "ngay sinh": "Sinh ngày", "dong y tong so": "Số phiếu tán thành", "phieu": "Kết quả biểu quyết", "nu": "Nữ giới",
}  # fmt: skip


@dataclass(frozen=True)
class Reshaping:
    """What is done to every sheet."""

    shuffle: int = 0
    synonyms: bool = False
    header: str = "same"  # 'blank' (cells not joined) | 'flat' (one row) | 'deep' (one row more) | 'bottom'
    above: int = 0
    """Rows put in on top (or, below zero, taken away just above the table)."""


@dataclass
class Moved:
    """Where a sheet's cells went."""

    columns: dict[int, int] = field(default_factory=dict)
    rows: int = 0
    first: int = 0


def reshape(book, how):
    """Give the book in its new shape, and for each sheet where its cells went."""
    sheets, moved = [], {}
    for sheet in book.sheets:
        tables = find_tables(sheet)
        if sheet.hidden or not tables:
            sheets.append(sheet)
            continue
        made, moved[sheet.name] = _sheet(sheet, tables[0], how)
        sheets.append(made)
    return Book(book.file_name, sheets, book.legacy), moved


def _sheet(sheet, table, how):
    width = max(map(len, sheet.rows))
    paths = [*table.headings, *([()] * (width - len(table.headings)))]
    order = _order(paths, how.shuffle)
    moved = Moved({old: new for new, old in enumerate(order)})
    texts = _texts(sheet, table)
    head, merges = _header([paths[old] for old in order], texts, how)
    above = [list(row) for row in sheet.rows[: table.header]]
    above = [[] for _ in range(how.above)] + above if how.above > 0 else above[: len(above) + how.above]
    below = [_moved_row(row, order) for row in sheet.rows[table.first :]]
    moved.rows, moved.first = len(above) + len(head) - table.first, table.first
    shifted = [(t + len(above), a, b + len(above), c) for t, a, b, c in merges]
    return Sheet(sheet.name, False, [*above, *head, *below], shifted), moved


def _moved_row(row, order):
    return [row[old] if old < len(row) else None for old in order]


def _order(paths, seed):
    blocks = []
    for column, path in enumerate(paths):
        if blocks and path and paths[column - 1][:1] == path[:1]:
            blocks[-1].append(column)
        else:
            blocks.append([column])
    first, rest = blocks[:1], blocks[1:]
    if seed:
        random.Random(seed).shuffle(rest)  # noqa: S311 the same in every run
    return [c for block in first + rest for c in block]


def _texts(sheet, table):
    return {
        words_of(v): v for row in sheet.rows[table.header : table.first] for v in row if isinstance(v, str) and words_of(v)
    }  # fmt: skip


def _header(paths, texts, how):
    def text(words):
        return SYNONYMS.get(words, texts[words]) if how.synonyms else texts[words]

    if how.header == "flat":
        return [[" ".join(map(text, path)) for path in paths]], []
    depth, merges = max(map(len, paths)), []
    head = [[None] * len(paths) for _ in range(depth)]
    for column, path in enumerate(paths):
        for level, words in enumerate(path):
            same = column and len(path) > level + 1 and paths[column - 1][: level + 1] == path[: level + 1]
            at = depth - 1 if how.header == "bottom" and len(path) == 1 else level
            head[at][column] = None if same else text(words)
            if how.header in {"same", "deep"} and not same and len(path) > level + 1:
                right = max(c for c in range(column, len(paths)) if paths[c][: level + 1] == path[: level + 1])
                merges.append((level, column, level, right))
        if how.header in {"same", "deep"} and path and len(path) < depth:
            merges.append((len(path) - 1, column, depth - 1, column))
    if how.header == "deep":
        top = [None] * len(paths)
        top[1] = "THÔNG TIN CHUNG"
        head = [top, *head]
        merges = [(0, 1, 0, len(paths) - 1), *((t + 1, a, b + 1, c) for t, a, b, c in merges)]
    return head, merges
