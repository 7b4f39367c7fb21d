"""Is throughput held ready in Cosmos DB only where the load takes it?

Provisioned throughput is billed and kept for every hour, used or not; autoscale goes down to a
tenth of its maximum and no further. Serverless holds nothing ready: it is paid by the request unit,
up to 5,000 a second of a container. At list prices it costs less than autoscale while the mean load
is under 1.3 % of the maximum (East US 2, `service_prices.csv`): a cache that few use.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pulumi_policy import Severity

from azgreen_policies._environment import stage_of
from azgreen_policies._limits import NUMBER_PER_STAGE, limit_of
from azgreen_policies._reading import need_of
from azgreen_policies._rule import make_stack_rule
from azgreen_policies._stack import Member, Stack
from azgreen_policies.size._throughput import (
    ACCOUNT,
    CONTAINER,
    DATABASE,
    is_serverless,
    throughput_of,
    why_serverless,
)

LIMITS = {"dev": 1000, "test": 4000, "prod": 50_000}
_SETTING = "maxRuPerSecond"


def _check(member: Member, stack: Stack) -> Iterator[str]:
    held = throughput_of(member.props)
    if held is None:
        return
    limits = {**LIMITS, **stack.settings.get(_SETTING, {})}
    account = stack.parent(member, *ACCOUNT, "accountName")
    props: Mapping[str, Any] = {} if account is None else account.props
    limit, stage = limit_of(stage_of(props, stack.tags, limits), limits)
    if held.ru_per_s > limit:
        yield f"{member.name!r} has {held}, over the limit of {limit:,g} for {stage}; lower it"
    why = None if is_serverless(props) else why_serverless(held, need_of(props))
    if why is not None:
        yield f"{member.name!r} has {held}, but {why}; use the capability EnableServerless"


rule = make_stack_rule(
    __name__,
    ref="AZG-S012",
    severity=Severity.MEDIUM,
    of=CONTAINER,
    also=(DATABASE,),
    check=_check,
    summary="Throughput is held ready in Cosmos DB only where the load takes it.",
    fix="Lower the throughput, or make the account serverless (capability EnableServerless).",
    links={"Serverless": "https://learn.microsoft.com/azure/cosmos-db/serverless"},
    config={_SETTING: {**NUMBER_PER_STAGE, "default": LIMITS, "description": "Most, by stage."}},
)
