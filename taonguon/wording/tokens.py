"""Why the token of a certificate is refused, and the words of pages that check one."""

import tomllib
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((Path(__file__).parent / "tokens.toml").read_text("utf-8"))


def refusal(code: str, detail: str, language: str) -> str:
    """Say why a token is refused, and what to do."""
    return _words()["refusals"][code][language].format(detail=detail)


def words(part: str, language: str) -> dict[str, str]:
    """Give the words of a part, `refusals`, `labels` or `offline`, by code."""
    return {code: said[language] for code, said in _words()[part].items()}
