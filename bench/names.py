"""Invented names. Nobody of these names is meant; the mixture is only as uneven as real lists are."""

import random

SURNAMES = (
    ("Nguyễn", 310), ("Trần", 110), ("Lê", 95), ("Phạm", 70), ("Hoàng", 90), ("Vi", 40), ("Nông", 35), ("Lý", 30),
    ("Bùi", 25), ("Đặng", 25), ("Đỗ", 20), ("Vũ", 20), ("Tằng", 18), ("Chìu", 15), ("Trưởng", 12), ("Loan", 12),
    ("Dương", 12), ("La", 10), ("Ninh", 10), ("Lục", 8), ("Tô", 8), ("Mã", 6), ("Hứa", 5), ("Đàm", 4), ("Sằn", 1),
)  # fmt: skip
MIDDLES = (
    "Văn", "Văn", "Văn", "Thị", "Thị", "Thị", "Đức", "Minh", "Quang", "Thanh", "Ngọc", "Hữu", "Đình", "Thu", "Kim",
    "Hồng", "Xuân", "Mạnh", "Tiến", "Thế", "Công", "A", "Sềnh", "Dếnh", "Chăn", "Phúc",
)  # fmt: skip
GIVEN = (
    "An", "Anh", "Ánh", "Bảo", "Bắc", "Bình", "Bích", "Cường", "Chiến", "Chung", "Công", "Cúc", "Dung", "Dũng", "Duy",
    "Dương", "Đạt", "Điệp", "Đông", "Đức", "Giang", "Hà", "Hải", "Hạnh", "Hằng", "Hiền", "Hiếu", "Hòa", "Hoan", "Hoàng",
    "Hồng", "Huệ", "Hùng", "Huy", "Huyền", "Hưng", "Hương", "Kiên", "Khánh", "Khoa", "Lan", "Lâm", "Lập", "Liên", "Linh",
    "Loan", "Long", "Lợi", "Mai", "Mạnh", "Minh", "My", "Nam", "Nga", "Ngân", "Nghĩa", "Ngọc", "Nhung", "Oanh", "Phong",
    "Phú", "Phúc", "Phương", "Quân", "Quang", "Quý", "Quyên", "Sinh", "Sơn", "Tâm", "Tân", "Thành", "Thảo", "Thắng",
    "Thìn", "Thịnh", "Thu", "Thủy", "Thúy", "Tiến", "Tình", "Toàn", "Trang", "Trung", "Trường", "Tú", "Tuấn", "Tùng",
    "Tuyết", "Uyên", "Vân", "Việt", "Vinh", "Vượng", "Xuân", "Yến",
)  # fmt: skip
ETHNIC = (("Kinh", 50), ("Tày", 25), ("Dao", 12), ("Sán Chỉ", 8), ("Nùng", 3), ("Hoa", 2))
PLACES = ("Khe", "Nà", "Bản", "Phiêng", "Pắc", "Ngàn", "Đồng", "Cốc", "Khau", "Lũng", "Bó", "Tà", "Suối", "Gốc", "Co")
PLACE_ENDS = (
    "Áng", "Bắc", "Cài", "Chè", "Đin", "Gianh", "Hỏa", "Làng", "Lạc", "Mạ", "Mừng", "Nghè", "Pất", "Phạ", "Quế", "Sam",
    "Sen", "Tao", "Thanh", "Tiên", "Va", "Vằn", "Xanh", "Ỏi", "Luông", "Mười",
)  # fmt: skip


def names(rng: random.Random, count: int) -> list[str]:
    """Give so many names, some of them often."""
    surnames = rng.choices([s for s, _ in SURNAMES], [w for _, w in SURNAMES], k=count)
    middles, given = rng.choices(MIDDLES, k=count), rng.choices(GIVEN, k=count)
    return [" ".join(parts) for parts in zip(surnames, middles, given, strict=True)]


def ethnic(rng: random.Random, count: int) -> list[str]:
    """Give so many ethnic groups as lists spell them."""
    return rng.choices([e for e, _ in ETHNIC], [w for _, w in ETHNIC], k=count)


def place_names(count: int) -> list[str]:
    """Give so many different names of places."""
    pairs = [f"{a} {b}" for b in PLACE_ENDS for a in PLACES]
    if count > len(pairs):
        pairs += [f"{p} {q}" for q in ("Trên", "Dưới", "Trong", "Ngoài") for p in pairs]
    return pairs[:count]
