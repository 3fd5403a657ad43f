"""Pictures as they are kept: made anew, no larger than a screen, without what a camera or telephone wrote into them."""

import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from taonguon.rules.refusal import RefusedError

FILE_MAX = 10 * 2**20
PIXELS_MAX = 40_000_000
LONGEST_SIDE = 1600
FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture in the folder."""

    file: str
    width: int
    height: int


def keep(upload: IO[bytes], size: int) -> Kept:
    """Read a picture, turn it upright, make it smaller and write it anew; its place of taking is gone with the rest."""
    if size > FILE_MAX:
        raise RefusedError(
            "file",
            _("Ảnh nặng %(size)s MB; cần dưới %(most)s MB.") % {"size": size // 2**20, "most": FILE_MAX // 2**20},
        )
    made = _made_anew(upload.read(FILE_MAX + 1))
    body = io.BytesIO()
    made.save(body, "JPEG", quality=82, optimize=True)
    name = f"{hashlib.sha256(body.getvalue()).hexdigest()[:40]}.jpg"
    folder = settings.DATA / "photos"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / name).write_bytes(body.getvalue())
    return Kept(name, made.width, made.height)


def _made_anew(body: bytes) -> Image.Image:
    wrong = RefusedError("file", _("Tệp này không phải ảnh JPEG, PNG hoặc WebP đọc được."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(body), formats=FORMATS) as found:
                if found.width * found.height > PIXELS_MAX:
                    raise wrong
                upright = ImageOps.exif_transpose(found).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError,
            Image.DecompressionBombWarning):  # fmt: skip
        raise wrong from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    return bare
