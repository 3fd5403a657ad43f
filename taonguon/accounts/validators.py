"""What a password must be, beyond Django's own checks."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LongEnough:
    """Django's check of the length has no Vietnamese sentence; this one says what was found, too."""

    def __init__(self, min_length: int = 10) -> None:
        self.min_length = min_length

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002 Django calls it so
        """Refuse a short one."""
        if len(password) < self.min_length:
            raise ValidationError(
                _("Mật khẩu có %(found)s ký tự; cần ít nhất %(needed)s.")
                % {"found": len(password), "needed": self.min_length}
            )

    def get_help_text(self) -> str:
        """Say what is needed before anything is typed."""
        return _("Ít nhất %(needed)s ký tự.") % {"needed": self.min_length}
