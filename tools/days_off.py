"""Write taonguon/rules/books/holidays.toml from the `holidays` package.

    python tools/days_off.py          write the file
    python tools/days_off.py --check  say whether it is up to date (exit code 1 if not)

Kept as a file so that the engine starts without the package and a day once reckoned stays so.
"""

import importlib
import sys
from datetime import date
from pathlib import Path

FIRST, LAST = 2005, 2045
TARGET = Path(__file__).parents[1] / "taonguon/rules/books/holidays.toml"
CULTURE = (11, 24)


def text() -> str:
    """Give the file: public holidays on working days, year by year; swapped days are left to swaps.toml."""
    package = importlib.import_module("holidays")
    lines = [
        "# Public holidays (Labour Code), with the days that replace those falling on a weekly day off.",
        f"# Made by tools/days_off.py from the `holidays` package {package.__version__}; do not edit.",
        f"first_year = {FIRST}",
        f"last_year = {LAST}",
        "off = [",
    ]
    culture = []
    for year in range(FIRST, LAST + 1):
        found = package.country_holidays("VN", years=[year], language="en_US")
        swapped = {d for d, name in found.items() if "substituted" in name}
        days = sorted(d for d in found if d.weekday() < 5 and d not in swapped)
        culture += [d for d in days if (d.month, d.day) == CULTURE or "Cultur" in found[d]]
        lines.append("  " + ", ".join(str(d) for d in days if d not in culture) + ",")
    lines += ["]", "# 24 November rests on 80-NQ/TW of 7/1/2026; the amended Labour Code was not seen."]
    lines.append("culture_day = [" + ", ".join(str(d) for d in culture) + "]")
    return "\n".join(lines) + "\n"


def swapped() -> list[tuple[date, date]]:
    """Give the swapped days the package knows, as (day off, Saturday worked), to compare with swaps.toml."""
    package = importlib.import_module("holidays")
    out = []
    for year in range(FIRST, LAST + 1):
        found = package.country_holidays("VN", years=[year], language="en_US")
        for day, name in sorted(found.items()):
            if "substituted" in name:
                month, number, worked_year = name.rsplit("from ", 1)[1].rstrip(")").split("/")
                out.append((day, date(int(worked_year), int(month), int(number))))
    return out


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(0 if TARGET.read_text("utf-8") == text() else f"{TARGET.name} is out of date: run tools/days_off.py")
    TARGET.write_text(text(), "utf-8")
