"""A process of our own that may do little: what it gives up, and what it is told of the world."""

import os
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


def give_up(memory: int, seconds: int) -> None:
    """Give up what parsing does not need: memory, time, writing files. Windows has no such limits; there only the clock watches."""
    try:
        import resource  # noqa: PLC0415 - not on every platform
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
    ):
        _, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))


def bare_environment() -> dict[str, str]:
    """Give a child the way to our code and nothing else of what the parent knows."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return {"PYTHONPATH": str(_ROOT), **kept}
