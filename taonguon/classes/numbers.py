"""How the number of a certificate is written."""

import re

_FIELD = re.compile(r"\{(number|year)(?::0([1-9]))?\}")


def is_pattern(pattern: str) -> bool:
    """Say whether a pattern has the number once, and nothing in braces but number and year."""
    names = [found[1] for found in _FIELD.finditer(pattern)]
    rest = _FIELD.sub("", pattern)
    return names.count("number") == 1 and "{" not in rest and "}" not in rest


def shape(pattern: str) -> str:
    """Give a pattern without leading zeros: ('{number:02}/{year}') and ('{number:03}/{year}') number one series."""
    return _FIELD.sub(lambda found: f"{{{found[1]}}}", pattern)


def tells_year(pattern: str) -> bool:
    """Say whether the numbers of a pattern tell the year."""
    return any(found[1] == "year" for found in _FIELD.finditer(pattern))


def written(pattern: str, number: int, year: int) -> str:
    """Write a number of a series: ('{number:02}/{year}/GCN', 7, 2018) gives '07/2018/GCN'."""
    values = {"number": number, "year": year}
    return _FIELD.sub(lambda found: f"{values[found[1]]:0{found[2] or 0}d}", pattern)


def leading(number: str) -> int:
    """Give the number with which a printed number begins; 0 where it begins with none."""
    found = re.match(r"\s*(\d{1,9})", number)
    return int(found[1]) if found else 0
