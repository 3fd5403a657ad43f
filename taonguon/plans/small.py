"""Small numbers of the ledger: who does not see the cases is not told them, as they could be guessed."""

LEAST_TOLD = 10
"""So many people of the ledger are needed before others are told how they stand: fewer could be guessed."""


def too_few(count: int, *, sees_cases: bool) -> bool:
    """Say whether a number of people of the ledger, and how they divide, is kept from a reader."""
    return not sees_cases and count < LEAST_TOLD
