"""Names of acts in the language of the page."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from taonguon.wording.sentences import word


def language() -> str:
    """Give the language of the page."""
    return (get_language() or "vi")[:2]


def act_name(key: str) -> str:
    """Name an act."""
    ours = {
        "dossier-sent": _("nộp hồ sơ lên ban tổ chức"),
        "strike-off-resolution": _("nghị quyết của chi bộ đề nghị xóa tên"),
        "strike-off-committee-resolution": _("nghị quyết của đảng ủy cơ sở đề nghị xóa tên"),
        "strike-off-decision": _("quyết định xóa tên đảng viên dự bị"),
    }
    named = ours[key] if key in ours else word("done", key, language())
    return named[:1].upper() + named[1:]
