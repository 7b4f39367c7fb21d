"""Is the gateway no larger than its stage and its declared requests take?

API Management is billed by unit and hour, asked or not: a unit of Premium costs 58 times one of
Developer and 19 times one of Basic v2, and all but Consumption have the same AI policies. Which
requests a unit carries no source says: who has measured it sets it, and the units are compared.
"""

from collections.abc import Iterator

from pulumi_policy import ResourceValidationArgs, Severity

from azgreen_policies._environment import environment
from azgreen_policies._limits import limit_of
from azgreen_policies._reading import fields, is_type, need_of, number
from azgreen_policies._rule import make_rule
from azgreen_policies.size._gateways import SETTINGS, TIERS, UNITS, cheapest, priced, units_of


def _check(args: ResourceValidationArgs) -> Iterator[str]:
    if not is_type(args.resource_type, "apimanagement", "ApiManagementService"):
        return args.not_applicable("not a service of API Management")
    sku, settings = fields(args.props.get("sku")), args.get_config()
    tier, units = str(sku.get("name") or ""), number(sku.get("capacity"))
    units = 1.0 if units is None else units
    what = f"{args.name!r} has {priced(tier, units)}"
    tiers = {**TIERS, **settings.get("tiers", {})}
    stage = environment(args, tiers)
    allowed = tiers[stage] if stage else min(tiers.values(), key=len)
    if tier and tier.lower() not in map(str.lower, allowed):
        yield f"{what}, larger than {stage or 'an unknown stage'} needs; use {cheapest(allowed)}"
    limits = {**UNITS, **settings.get("maxUnits", {})}
    limit, told = limit_of(environment(args, limits), limits)
    if units > limit:
        yield f"{what}, over the limit of {limit:g} units for {told}; lower sku.capacity"
    each = number(settings.get("requestsPerSecondPerUnit"))
    enough = units_of(need_of(args.props), each)
    if enough is not None and units > enough:
        yield f"{what}; {enough} of {each:g} requests/s carry the busiest minute (azgreen-need)"
    return None


rule = make_rule(
    __name__,
    ref="AZG-S011",
    severity=Severity.MEDIUM,
    check=_check,
    summary="Gateways are no larger than their stage and their declared requests take.",
    fix="Take the tier and the units that the message names, or allow the stage more on purpose.",
    links={
        "Tiers of API Management": "https://learn.microsoft.com/azure/api-management/api-management-features",
    },
    config=SETTINGS,
)
