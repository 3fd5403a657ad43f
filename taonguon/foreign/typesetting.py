"""Setting pages by typst: words come as JSON, which a source shows and reads none of as markup."""

import json
from pathlib import Path
from typing import Any

import typst

FONTS = Path(__file__).parent / "fonts"
"""Liberation Serif, whose letters are as wide as those of Times New Roman."""
_compile: Any = typst.compile
"""Its own types ask that source and folders be of one type; it takes both."""


def set_pages(source: Path, data: object) -> bytes:
    """Give the PDF a source makes of `sys.inputs.data`; no font of the system, no package and no network is used."""
    made = _compile(
        source.read_bytes(),
        root=str(source.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        pdf_tags=False,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    return bytes(made)
