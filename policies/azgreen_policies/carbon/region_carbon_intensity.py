"""Does the resource sit on a grid whose electricity is clean enough?

The same request can emit twenty times as much in one region as in another, and a move within a
continent adds a few tens of milliseconds. Development and test hold nobody's data, so nothing ties
them to a country; production may have to stay in one, so its limit is wider.
"""

from collections.abc import Iterator

from pulumi_policy import ResourceValidationArgs, Severity

from azgreen import catalog
from azgreen.errors import CatalogError
from azgreen_policies._environment import environment
from azgreen_policies._reading import is_azure, region_of
from azgreen_policies._rule import make_rule
from azgreen_policies.carbon._cleaner import remedy

LIMITS = {"dev": 100, "test": 100, "prod": 200}
_USUAL = ", ".join(f"{stage} {limit}" for stage, limit in LIMITS.items())
_SETTING = "maxGridGco2ePerKwh"


def _check(args: ResourceValidationArgs) -> Iterator[str]:
    location = region_of(args.props) if is_azure(args.resource_type) else None
    if location is None:
        return args.not_applicable("the resource has no Azure region")
    stage = environment(args, LIMITS)
    usual = LIMITS[stage] if stage else min(LIMITS.values())
    limit = float(args.get_config().get(_SETTING, usual))
    try:
        region = catalog.region(location)
        grid = region.grid_gco2e_per_kwh
    except CatalogError as error:
        yield f"{args.name!r} is in a region whose carbon is not known: {error}"
        return None
    if grid > limit:
        what = f"{args.name!r} is in {region.name!r}: {grid:.0f} gCO2e/kWh ({region.grid_source})"
        yield f"{what}, over the limit of {limit:.0f}; {remedy(region, limit)}"
    return None


rule = make_rule(
    __name__,
    ref="AZG-C001",
    severity=Severity.HIGH,
    check=_check,
    summary="Resources sit on a grid with little carbon.",
    fix="Set the location to a region that the message names.",
    links={"Where the figures come from": "docs/METHODOLOGY.md"},
    config={
        _SETTING: {
            "type": "number",
            "minimum": 0,
            "description": f"Limit of every stage; when left out, by stage: {_USUAL}.",
        }
    },
)
