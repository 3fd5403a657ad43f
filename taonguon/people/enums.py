"""Codes about people, posts and membership, and the sets made from them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    """As the papers give it; empty is not known."""

    MALE = "m", _("Nam")
    FEMALE = "f", _("Nữ")


class PostKind(models.TextChoices):
    """The six kinds of village post the Scheme speaks of, and the cell's own secretary."""

    HEAD = "head", _("Trưởng thôn (bản, khu)")
    FRONT = "front", _("Trưởng ban công tác mặt trận")
    FARMER = "farmer", _("Chi hội trưởng nông dân")
    WOMEN = "women", _("Chi hội trưởng phụ nữ")
    YOUTH = "youth", _("Bí thư chi đoàn")
    VETERAN = "veteran", _("Chi hội trưởng cựu chiến binh")
    SECRETARY = "secretary", _("Bí thư chi bộ")


MASS_ORGANISATION_HEADS = (PostKind.FARMER, PostKind.WOMEN, PostKind.YOUTH, PostKind.VETERAN)
VILLAGE_POSTS = (PostKind.HEAD, PostKind.FRONT, *MASS_ORGANISATION_HEADS)


class Standing(models.TextChoices):
    """A member is on probation from the ceremony, official from the decision that recognises it."""

    PROBATIONARY = "probationary", _("Dự bị")
    OFFICIAL = "official", _("Chính thức")


class Claim(models.TextChoices):
    """What a post list marks beside a holder. A claim, not a source."""

    OFFICIAL = "official", _("đánh dấu chính thức")
    PROBATIONARY = "probationary", _("đánh dấu dự bị")
    NONE = "", _("không đánh dấu")


class EndReason(models.TextChoices):
    """Why a membership or an activity ended."""

    DIED = "died", _("từ trần")
    MOVED = "moved", _("chuyển sinh hoạt đi nơi khác")
    STRUCK_OFF = "struck-off", _("xóa tên")
    EXPELLED = "expelled", _("khai trừ")
    LEFT = "left", _("xin ra khỏi Đảng")
    TRANSFERRED = "transferred", _("chuyển sang chi bộ khác")


class CertificateKind(models.TextChoices):
    """What a certificate counts as for the rules; empty: for none of them."""

    AWARENESS = "awareness", _("Lớp nhận thức về Đảng")
    NEW_MEMBER = "new-member", _("Lớp đảng viên mới")
    OTHER = "", _("Lớp khác")


class Reissued(models.TextChoices):
    """Why a certificate was replaced by another."""

    LOST = "lost", _("Bị mất")
    DAMAGED = "damaged", _("Bị hỏng")
    CENTRE = "centre", _("Nơi cấp ghi sai")
