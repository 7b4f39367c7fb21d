"""How does one test a rule of one's own, as the engine would run it?

`judge` and `judge_stack` run a rule against resources; `Case` and `check` hold it to the cases that
every rule has to decide.
"""

from azgreen.testing.cases import KINDS, Case, Kind, check, check_waived
from azgreen.testing.judging import (
    UNKNOWN,
    Judgement,
    Resource,
    Surroundings,
    judge,
    judge_stack,
    secret,
)

__all__ = [
    "KINDS",
    "UNKNOWN",
    "Case",
    "Judgement",
    "Kind",
    "Resource",
    "Surroundings",
    "check",
    "check_waived",
    "judge",
    "judge_stack",
    "secret",
]
