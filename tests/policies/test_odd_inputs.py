"""Does every rule decide, whatever a property of a violation is replaced by?"""

from __future__ import annotations

import runpy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import pytest
from pulumi_policy.deserialize import SPECIAL_SIG_KEY

from azgreen.testing import UNKNOWN, Case
from azgreen.testing.cases import run
from azgreen_policies import load_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = Path(__file__).parent
ODD: Final[tuple[Any, ...]] = (
    *(None, "", "nan", "odd", -1, 1e308, True, UNKNOWN),
    *([], ["odd", None], {}, {"odd": 1}),
)
MOST = 60
"""Of a rule, spread over all that there are: a stack with many properties has thousands."""


def altered(value: Any) -> Iterator[Any]:
    """Yield copies of a value, in each of which it or something inside is an odd one."""
    yield from ODD
    if isinstance(value, dict) and SPECIAL_SIG_KEY not in value:
        fields = cast("dict[str, Any]", value)
        for key, inner in fields.items():
            for each in altered(inner):
                yield {**fields, key: each}
    elif isinstance(value, list):
        items = cast("list[Any]", value)
        for at, inner in enumerate(items):
            for each in altered(inner):
                yield [*items[:at], each, *items[at + 1 :]]


def odd_cases(case: Case) -> Iterator[Case]:
    """Yield the same case with one of the inputs replaced."""
    for at, one in enumerate(case.resources):
        for key, value in one.inputs.items():
            for odd in altered(value):
                changed = replace(one, inputs={**one.inputs, key: odd})
                others = case.resources[:at], case.resources[at + 1 :]
                yield replace(case, resources=(*others[0], changed, *others[1]))


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.name)
def test_nothing_that_a_property_may_hold_stops_a_rule(rule: Any) -> None:
    _, pillar = rule.tags
    file = TESTS / pillar / f"test_{rule.name.replace('-', '_')}.py"
    cases = [case for case in runpy.run_path(str(file))["CASES"] if case.kind == "violating"]
    # the one with the most to replace
    odd = max((list(odd_cases(case)) for case in cases), key=len)
    assert len(odd) >= len(ODD)
    for case in odd[:: len(odd) // MOST + 1]:
        run(rule, case)
