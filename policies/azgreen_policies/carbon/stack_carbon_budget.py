"""Does the stack emit no more a month than it may?

A budget of carbon is what makes a saving in one place worth something in another. Counted is what
is known before anything is made: tokens of a declared need, and machines with GPUs for as long as
they are there; use and hardware, on the grid of the region. Azure publishes the power of no cache,
search service or gateway: those are named as missing, not counted as nothing.
"""

from collections.abc import Iterator

from pulumi_policy import Severity

from azgreen.estimate.inventory import Total
from azgreen_policies._inventory import Budget, largest, missing, over_budget, spread
from azgreen_policies._rule import make_whole_rule
from azgreen_policies._stack import Stack

_SETTING, _CONFIG = "maxKgco2ePerMonth", "carbonBudget"
_PER_KG = 1000


def _check(stack: Stack) -> Iterator[str]:
    return over_budget(stack, _SETTING, _CONFIG, _judged)


def _judged(found: Total, budget: Budget) -> Iterator[str]:
    if found.gco2e.mid / _PER_KG > budget.most:
        sum_of = f"{spread(found.gco2e, _PER_KG)} kgCO2e a month, {found.told('gco2e')}"
        first = largest(found, "gco2e", "kg", _PER_KG)
        most = f"most of it: {first}{missing(found, 'gco2e')}"
        yield f"the stack emits {sum_of}, over the {budget.most:,g} of {budget.source}; {most}"


rule = make_whole_rule(
    __name__,
    ref="AZG-C005",
    severity=Severity.HIGH,
    check=_check,
    summary="What the stack emits a month is within its budget.",
    fix="Move, shrink or spare what the message names first, or raise the budget on purpose.",
    links={"How carbon is estimated": "docs/METHODOLOGY.md"},
    config={
        _SETTING: {
            "type": "number",
            "minimum": 0,
            "description": f"Most kgCO2e a month; azgreen:{_CONFIG} when left out.",
        }
    },
)
