"""The one file with which a committee checks certificates without a network: public keys and words written into it."""

import base64
import html
import json
import re
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from taonguon.classes.tokens import VERSION, Public, point_of
from taonguon.wording.tokens import words

_PAGE = Path(__file__).parent / "check.htm"


def checking_page(keys: Mapping[str, Public], withdrawn: Collection[str], made: date, language: str) -> str:
    """Write the file. It asks for nothing, and its own policy forbids it to."""
    said, label = words("offline", language), words("labels", language)
    data = {
        "version": VERSION,
        "keys": {name: base64.b64encode(point_of(key)).decode() for name, key in keys.items()},
        "withdrawn": sorted(withdrawn),
        "labels": label,
        "offline": said,
        "refusals": words("refusals", language),
    }
    about = said["made"].format(day=f"{made:%d/%m/%Y}", keys=", ".join(keys) or "–")
    places = {name: html.escape(text) for name, text in (said | {"title": label["title"], "made": about}).items()}
    places["language"] = language
    places["data"] = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return re.sub(r"@@([a-z-]+)@@", lambda found: places[found[1]], _PAGE.read_text("utf-8"))
