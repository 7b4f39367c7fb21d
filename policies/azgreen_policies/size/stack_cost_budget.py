"""Does the stack cost no more a month than it may?

Budgets of Azure tell of money that is spent. Here the list prices of what is to be made are added
up before it is made: machines, PTUs, caches, search services, gateways, throughput, and tokens of a
declared need. What has no known price is named, so the sum is never a smaller one unnoticed.
"""

from collections.abc import Iterator

from pulumi_policy import Severity

from azgreen.estimate.inventory import Total
from azgreen_policies._inventory import Budget, largest, missing, over_budget, spread
from azgreen_policies._rule import make_whole_rule
from azgreen_policies._stack import Stack

_SETTING, _CONFIG = "maxUsdPerMonth", "budget"


def _check(stack: Stack) -> Iterator[str]:
    return over_budget(stack, _SETTING, _CONFIG, _judged)


def _judged(found: Total, budget: Budget) -> Iterator[str]:
    if found.usd.mid > budget.most:
        sum_of = f"{spread(found.usd)} USD a month at list price, {found.told('usd')}"
        most = f"most of it: {largest(found, 'usd', 'USD')}{missing(found, 'usd')}"
        yield f"the stack costs {sum_of}, over the {budget.most:,g} of {budget.source}; {most}"


rule = make_whole_rule(
    __name__,
    ref="AZG-S015",
    severity=Severity.HIGH,
    check=_check,
    summary="What the stack costs a month is within its budget.",
    fix="Make smaller what the message names first, or raise the budget on purpose.",
    links={"Prices and where they come from": "docs/METHODOLOGY.md"},
    config={
        _SETTING: {
            "type": "number",
            "minimum": 0,
            "description": f"Most USD a month; azgreen:{_CONFIG} when left out.",
        }
    },
)
