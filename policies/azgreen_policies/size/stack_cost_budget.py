"""Does the stack cost no more a month than it may?

Budgets of Azure tell of money that is spent. Here the list prices of what is to be made are added
up before it is made: machines, PTUs, caches, search services, gateways, throughput, and tokens of a
declared need. What has no known price is named, so the sum is never a smaller one unnoticed.
"""

from collections.abc import Iterator

from pulumi_policy import Severity

from azgreen_policies._inventory import Budget, budget_of, largest, missing, month_of, spread
from azgreen_policies._rule import make_whole_rule
from azgreen_policies._stack import Stack

_SETTING, _CONFIG = "maxUsdPerMonth", "budget"


def _check(stack: Stack) -> Iterator[str]:
    budget = budget_of(stack, _SETTING, _CONFIG)
    if budget is None:
        return stack.not_applicable(f"no budget is set: {_SETTING}, or azgreen:{_CONFIG}")
    if not isinstance(budget, Budget):
        yield budget
        return None
    found = month_of(stack)
    if not found.lines:
        return stack.not_applicable("the stack has no resource of Azure")
    if found.usd.mid > budget.most:
        sum_of = f"{spread(found.usd)} USD a month at list price, {found.told('usd')}"
        most = f"most of it: {largest(found, 'usd', 'USD')}{missing(found, 'usd')}"
        yield f"the stack costs {sum_of}, over the {budget.most:,g} of {budget.source}; {most}"
    return None


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
