"""Which function judges which rule."""

from collections.abc import Callable

from taonguon.rules.inquiry import Inquiry

Judge = Callable[[Inquiry], None]
JUDGES: dict[str, Judge] = {}


def judges(rule: str) -> Callable[[Judge], Judge]:
    """Register the function that judges a rule."""

    def register(judge: Judge) -> Judge:
        JUDGES[rule] = judge
        return judge

    return register
