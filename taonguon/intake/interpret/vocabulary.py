"""The words offices use for columns. All are compared folded: no case, no marks, no punctuation."""

import re
from functools import cache, lru_cache

ORDINAL = r"(s ?t ?t|so tt|so thu tu|tt)"
NAME = (
    r"(ho va ten( khai sinh| dang vien| nguoi giu chuc danh| quan chung| doi tuong)?|ho ten( dang vien| khai sinh)?|"
    r"ten dang vien|ho va ten dv|ho ten dv|ho va ten can bo|nguoi giu|ho chu dem va ten( khai sinh)?|"
    r"ho va ten nguoi duoc ket nap)"
)
SURNAME = r"(ho va dem|ho dem|ho va chu dem|ho va ten dem|ho lot|ho chu dem|ho)"
GIVEN = r"ten"
BIRTH = (
    r"(ngay sinh|nam sinh|ngay thang nam sinh|ngay thang sinh|sinh ngay|ns|n sinh|ngay thang nam sinh nam nu|"
    r"sinh nam|ngay nam sinh|ntns|tuoi nam sinh)"
)
MALE, FEMALE = r"nam( gioi)?", r"nu( gioi)?"
SEX = r"(gioi tinh|gioi|nam nu|phai)"
ETHNICITY = r"(dan toc|thanh phan dan toc|dt)"
RESIDENCE = (
    r"(noi o( hien nay| hien tai)?|cho o( hien nay| hien tai)?|noi cu tru|noi thuong tru|dia chi( thuong tru| hien nay)?|"
    r"thuong tru|ho khau thuong tru|noi dang ky ho khau thuong tru|noi sinh song|que quan cho o|noi o thon xa)"
)
ORIGIN = r"(que quan|nguyen quan|noi sinh|que)"
_FORM = r"(thon|ban|khu pho|khu dan cu|to dan pho|khu|xom|ap|lang|buon|to)"
VILLAGE = rf"((ten|cac|don vi|dia ban) )?{_FORM}( {_FORM})*( phu trach)?"
COMMUNE = r"(xa|xa thi tran|xa phuong|xa phuong thi tran|ten xa|don vi xa|thuoc xa)"
CELL = (
    r"(chi bo|chi bo sinh hoat|ten chi bo|sinh hoat tai chi bo|sinh hoat chi bo|chi bo truc thuoc|chi bo de nghi|"
    r"noi sinh hoat|don vi sinh hoat|thuoc chi bo)"
)
COMMITTEE = (
    r"(dang bo|dang uy|dang bo co so|dang uy co so|dang bo cs|to chuc co so dang|tccsd|dang bo dang uy|"
    r"thuoc dang bo|dang bo chi bo co so|don vi|dang bo truc thuoc|co so dang)"
)
ADMITTED = (
    r"(ngay vao dang|ngay ket nap|vao dang|ngay kn|ngay ket nap vao dang|ket nap|ngay to chuc le ket nap|ngay le ket nap|"
    r"le ket nap|ngay to chuc le|ngay ket nap dang|ngay vao dcsvn|ngay vao dang csvn|ngay du bi|ngay thang ket nap|"
    r"ngay vao dang du bi|to chuc le ket nap|ngay ket nap dang vien|ngay le)"
)
OFFICIAL = (
    r"(ngay chinh thuc|chinh thuc tu ngay|ngay ct|chinh thuc|ngay vao dang chinh thuc|ngay cong nhan chinh thuc|"
    r"ngay chuyen chinh thuc|ngay cong nhan dvct|tinh tu ngay|dang vien chinh thuc tu ngay|duoc cong nhan chinh thuc tu ngay)"
)
CARD = r"(so the( dv| dang vien| dang)?|the dang( vien)?|so tdv|ma so the|the dv)"
NOTE = r"(ghi chu|chu thich|ghi chu khac)"
OCCUPATION = r"(nghe nghiep|cong viec|nghe nghiep hien nay)"
POSITION = r"(chuc vu|chuc danh|chuc vu chuc danh|chuc vu dang chinh quyen doan the|chuc danh dang giu|loai chuc danh)"
LEVEL = r"(trinh do|vh|cm|llct|van hoa|chuyen mon|ly luan chinh tri|hoc van|gdpt|trinh do van hoa|tdvh)"
STANDING = r"(tu cach( dang vien)?|loai dang vien|ct db|dv ct db|chinh thuc du bi|dang vien ct db)"
STATUS = r"(chinh thuc du bi|tu cach dang vien|dang vien ct db)|(tu cach|loai dang vien|dang vien|tinh trang|dv|trang thai|la dang vien|ct db|dv ct db)"

CODE = r"(ma so|ma so tcd|ma tcd|ma to chuc|ma to chuc dang|ma don vi|ma so to chuc dang|ma)"
UNIT = (
    r"(ten to chuc dang|ten to chuc|to chuc dang|ten to chuc co so dang|ten tcd|ten don vi|ten dang bo chi bo|"
    r"dang bo chi bo|ten chi bo dang bo|to chuc co so dang chi bo|ten dang bo chi bo truc thuoc|ten tccsd)"
)
UNIT_TYPE = r"(loai hinh|loai hinh to chuc|loai hinh chi bo|loai|khoi|loai to chuc)"
SERVED = (
    r"(thon ban khu pho phu trach|phu trach thon|dia ban( phu trach)?|thon( ban)?( khu)?( pho)? (do chi bo )?phu trach|"
    r"thon phu trach|phu trach thon ban( khu( pho)?)?|khu dan cu phu trach|thon khu phu trach|cac thon phu trach|"
    r"thon ban khu pho|thon to dan pho phu trach|dia ban dan cu)"
)
FOUNDED = r"(ngay thanh lap|nam thanh lap|thanh lap|ngay thanh lap chi bo|ngay qd thanh lap)"
HANDLER = r"(chi bo (duoc )?(giao )?phu trach|chi bo duoc giao|don vi phu trach|giao chi bo)"
COUNTS = r"(so dang vien|tong so|tong so dang vien|ct|db|dtts|so dv|dang so|so nguoi|tong)"

SECRETARY_GROUP = r"(bi thu( chi bo)?|bi thu cb|bt chi bo|btcb|ho ten bi thu( chi bo)?|ho va ten bi thu( chi bo)?)"
CONCURRENT = r"(kiem|kiem (truong thon|truong khu|tt|tk|truong ban)( khu| ban)?( pho)?|kiem truong thon khu|kiem nhiem|bi thu kiem truong thon)"
YOUTH_SECRETARY = r"bi thu (chi )?doan"

# Deputies are other posts; 'khu phố' and 'tổ dân phố' are no deputies.
DEPUTY = r"\b(pho (truong|bi thu|ban|chi hoi|tr|bt)|(chi hoi|doan|thon) pho|pbt)\b"
POST_GROUPS = {
    "youth": r"(chi doan|bi thu (chi )?doan|bt (chi )?doan|thanh nien|\bdtn\b|doan tn)",
    "front": r"(mat tran|\b(tb |b)?ct ?mt\b|\bub?mttq|\btbctmt\b|\bmt(tq)?\b)",
    "head": r"\b(truong|tr|t) (thon|ban|khu|to|xom|ap|lang|khoi|buon)\b(?! cong tac)",
    "farmer": r"(nong dan|\bnd\b|hnd)",
    "women": r"(phu nu|\bpn\b|hpn)",
    "veteran": r"(cuu chien binh|ccb|hccb)",
}
MARK_OFFICIAL = r"((dv|dang vien|la dang vien)? ?(ct|chinh thuc|dvct)|dvct)"
MARK_PROBATIONARY = r"((dv|dang vien|la dang vien)? ?(db|du bi|dvdb)|dvdb)"
MARK_ANY = r"(dv|dang vien|la dang vien|la dv|dang vien x)"

RESOLUTION = r"(nghi quyet( cua)?|nq|nq cb|hop|bien ban)( cua)?( de nghi)?( chi bo| cb| dang uy| dang uy co so| du| duy| dang bo| dang uy cs)?"
VOTE = r"(dong y tong so|dong y|phieu|so phieu|ket qua bieu quyet|bieu quyet|ty le|tan thanh|so phieu tan thanh|tong so phieu)"
ADMISSION_DECISION = r"(quyet dinh ket nap|qd ket nap|quyet dinh|qd|quyet dinh ket nap dang vien|qd ket nap dang vien|qdkn|quyet dinh kn|qd kn)"
RECOGNITION_DECISION = (
    r"((quyet dinh|qd) (cong nhan|chuyen chinh thuc|cn)( dvct| dang vien chinh thuc| chinh thuc| dv chinh thuc)?|qd cong nhan dvct|"
    r"cong nhan dang vien chinh thuc|cong nhan chinh thuc|qdcn|chuyen dang chinh thuc|cong nhan dvct|qd chuyen dang chinh thuc|"
    r"quyet dinh chuyen dang chinh thuc)"
)
DECISION_NUMBER = r"(so|so qd|so quyet dinh|so hieu|qd so|quyet dinh so|so qd ket nap|so qd cong nhan)"
DECISION_DAY = r"(ngay|ngay ky|ngay qd|ngay quyet dinh|ngay ban hanh|ngay thang qd|ngay ky qd|ngay ra qd|ngay thang)"
RECEIVED_DAY = r"(ngay (chi bo |cb )?nhan( qd| quyet dinh)?|ngay cb nhan qd|chi bo nhan|ngay nhan qd)"
PROBATION_END = r"(het 12 thang|het han du bi|ngay het du bi|het thoi gian du bi|het du bi|du 12 thang)"
HELPER = r"(dang vien giup do|nguoi giup do|dv giup do|dang vien (duoc )?phan cong giup do|dv phu trach giup do|nguoi gioi thieu)"

_FILE = r"(hs|ho so)"
SOURCE_GROUP = (
    rf"((xet )?cong nhan (qcut|quan chung uu tu|cam tinh dang)|(phan cong )?(dang vien )?giup do|xet ket nap|{_FILE}|"
    r"lop (boi duong )?(ve )?nhan thuc( ve dang)?|lop boi duong( ket nap dang)?)"
)
SOURCE_PART = (
    r"(chi bo (cong nhan|theo doi|quan ly)|so (nq|nghi quyet)( bc)?|ngay (hop|phan cong|cap|hoc)|so (qd|quyet dinh) mo lop|thoi gian hoc|"
    rf"so (gcn|giay chung nhan)|(gcn|giay chung nhan)( so)?|(don vi|noi|co quan) cap|ngay cho phep lam {_FILE}|(ngay|noi) tham tra( xong)?|"
    r"ngay (nq|nghi quyet|hop) (chi bo|cb|dang uy|du)|phieu (chi bo|cb|dang uy|du)( dong y tong so)?|"
    rf"ngay nop {_FILE}( (ve|len) (btc|ban to chuc|huyen uy)( \w+){{0,2}})?|dua ra khoi (danh sach|ds)( \w+){{0,3}}|tien do|tra cuu|"
    r"(nam nu|gioi tinh) dan toc( ton giao)?|nghe nghiep chuc vu|so dien thoai|so cmnd( cccd)?)"
)

CLASS_PART = (
    r"(xep loai|diem( thi| so| kiem tra| bai thu hoach)?|kha|tb|trung binh|kd|khong dat|dat|xuat sac|ky nhan|so chung nhan|"
    r"ket qua( hoc tap)?|(chi bo|dang bo|chi dang bo|don vi|noi|to chuc dang)( \w+)? (gioi thieu|cu)( di hoc)?|suc khoe|"
    r"dan toc ton giao|gcn|giay chung nhan|doi tuong|don vi cong tac|noi cong tac)"
)

TARGET_UNIT = r"(chi,? ?dang bo( co so)?( truc thuoc)?|ten chi,? ?dang bo( co so)?|chi bo dang bo( co so)?( truc thuoc)?|don vi duoc giao)"
TARGET_PART = (
    r"((giao )?(chi tieu|ke hoach ket nap)( duoc giao| giao)?( phat trien| ket nap)?( dang vien| dv| dang)?( moi)?( nam)?( \d{4})?|"
    r"muc tieu( de an)?( \w+){0,5}|doan vien( tn| thanh nien)|dvtn|dan toc thieu so)"
)

_HEADINGS = re.compile(
    "^(?:"
    + "|".join(
        (
            ORDINAL, NAME, SURNAME, GIVEN, BIRTH, MALE, FEMALE, SEX, ETHNICITY, RESIDENCE, ORIGIN, VILLAGE, COMMUNE,
            CELL, COMMITTEE, ADMITTED, OFFICIAL, CARD, NOTE, OCCUPATION, POSITION, LEVEL, STATUS, CODE, UNIT, UNIT_TYPE,
            SERVED, FOUNDED, HANDLER, COUNTS, SECRETARY_GROUP, CONCURRENT, MARK_OFFICIAL, MARK_PROBATIONARY, MARK_ANY,
            RESOLUTION, VOTE, ADMISSION_DECISION, RECOGNITION_DECISION, DECISION_NUMBER, DECISION_DAY, RECEIVED_DAY,
            PROBATION_END, HELPER, SOURCE_GROUP, SOURCE_PART, CLASS_PART,
            TARGET_UNIT, TARGET_PART,
            r"so,? ngay( thang)? (qd|quyet dinh)( \w+){0,4}", r"(so|ngay( ky| ra| ban hanh)?) (qd|quyet dinh)( \w+){1,5}", r"truong (cac )?doan the.*", r"truong (thon|ban|khu|to|xom)( \w+){0,3}", r"truong ban (cong tac )?(mat tran|mt)( thon)?",
            r"(chi hoi|hoi)( truong)?( hoi)? (nong dan|phu nu|cuu chien binh|nd|pn|ccb)", r"(chi )?doan (tn|thanh nien)", r"chi doan",
            r"bi thu (chi )?doan( thanh nien| tn)?", r"ban cong tac mat tran", r"mat tran( to quoc)?", r"cac chuc danh.*",
            r"(ho( va)? ten|nam sinh|ngay sinh|ns|dv|dang vien) (truong|chi hoi|bi thu|chi doan|mat tran|tb|ct|db).*", r"chuc danh .*", r"nong dan|phu nu|cuu chien binh|ccb",
        )
    )
    + ")$"
)  # fmt: skip


@lru_cache(maxsize=20_000)
def is_heading(words: str) -> bool:
    """Say whether a folded text is a column's heading as offices write them."""
    return bool(words) and len(words) < 80 and _HEADINGS.match(words) is not None


@lru_cache(maxsize=20_000)
def parts_of(words: str) -> tuple[str, ...]:
    """Part a heading that says its group too, as a header of one row does: 'ngay sinh nam' is 'ngay sinh', 'nam'."""
    if words and not is_heading(words):
        for place in reversed([m.start() for m in re.finditer(" ", words)]):
            if is_heading(words[:place]) and is_heading(words[place + 1 :]):
                return words[:place], words[place + 1 :]
    return (words,) if words else ()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(f"(?:{pattern})$")


def is_(pattern: str, words: str) -> bool:
    """Say whether the whole of a folded text matches a pattern above."""
    return _compiled(pattern).match(words) is not None
