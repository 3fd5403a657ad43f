"""One page of a long list, with the exact count of the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import HttpRequest

from taonguon.web.asking import as_number

PAGE = "trang"
SIZE = 50
T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """The rows of one page. `number` counts from 1 and never lies beyond the last page."""

    rows: Sequence[T]
    number: int
    total: int
    size: int = SIZE

    @property
    def count(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))

    @property
    def before(self) -> int | None:
        """The page before this one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The page after this one."""
        return self.number + 1 if self.number < self.count else None

    @property
    def start(self) -> int:
        """The running number of the first row, from 1."""
        return (self.number - 1) * self.size + 1


def asked_page(request: HttpRequest) -> int:
    """Read the number of the page from the address; 1 where there is none or it is no number."""
    return max(1, as_number(request.GET.get(PAGE, ""), 6) or 1)


def clip(number: int, total: int, size: int = SIZE) -> int:
    """Give the asked page, or the last one there is."""
    return min(number, max(1, -(-total // size)))
