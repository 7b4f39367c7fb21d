"""What does a rule do in each of the seven cases that every rule has to decide?

A rule's test lists its cases; `check` holds the rule to one. The seventh, a waiver, follows from
the violating ones and needs no writing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal

from pulumi_policy import Policy, ResourceValidationPolicy

from azgreen.testing.judging import Resource, Surroundings, judge, judge_stack
from azgreen_policies import _ledger
from azgreen_policies.waivers import Waiver

if TYPE_CHECKING:
    from azgreen.testing.judging import Judgement

Kind = Literal["compliant", "violating", "missing", "unknown", "configured", "not applicable"]

KINDS: Final[tuple[Kind, ...]] = (
    "compliant",
    "violating",
    "missing",
    "unknown",
    "configured",
    "not applicable",
)
"""What a rule's own cases have to cover, each at least once."""


@dataclass(frozen=True, slots=True)
class Case:
    """Resources, and all that a rule says to them."""

    kind: Kind
    resources: tuple[Resource, ...]
    """The one resource of a rule of single resources, or the whole stack."""
    messages: tuple[str, ...] = ()
    """Every violation in full."""
    not_applicable: str | None = None
    """Why there was nothing to judge."""
    unknown: str | None = None
    """The SDK's words for what could not be known."""
    around: Surroundings = field(default_factory=Surroundings)


def check(rule: Policy, case: Case) -> None:
    """Hold a rule to a case.

    Raises:
        AssertionError: it says something else.
    """
    found = run(rule, case)
    assert found.messages == case.messages
    assert found.not_applicable == case.not_applicable
    assert found.unknown == case.unknown


def check_waived(rule: Policy, case: Case) -> None:
    """Hold a rule to a violating case with a waiver in force, and with one that is over."""
    today = _ledger.today()
    ref = (rule.tags or [""])[0]
    made = today - timedelta(days=30)
    try:
        for ends, over in ((today, False), (today - timedelta(days=1), True)):
            waiver = Waiver(ref, "*", "platform-team", "is being mended", made, ends)
            _ledger.hold([waiver])
            suffix = f" (it was waived {waiver.told}; that is over)"
            told = tuple(f"{message}{suffix}" for message in case.messages) if over else ()
            assert run(rule, case).messages == told
            excused, unused = _ledger.close()
            waived = [item.message for item in excused]
            assert sorted(waived) == ([] if over else sorted(case.messages))
            assert not unused
    finally:
        _ledger.hold([])


def run(rule: Policy, case: Case) -> Judgement:
    """Run a rule against a case."""
    if not isinstance(rule, ResourceValidationPolicy):
        return judge_stack(rule, case.resources, around=case.around)
    (one,) = case.resources
    return judge(rule, one.token, one.inputs, name=one.name, around=case.around)
