"""How many machines are there at least behind a deployment's endpoint?"""

from dataclasses import dataclass

from azgreen_policies._autoscaled import bounds_of, targets
from azgreen_policies._online import ONLINE, why_not_managed
from azgreen_policies._pointing import endpoint_of, monitoring
from azgreen_policies._reading import fields, number
from azgreen_policies._stack import Member, Stack


@dataclass(frozen=True)
class Kept:
    """The fewest instances that a deployment has, and where that is written."""

    instances: float
    where: str


def kept(deployment: Member, stack: Stack) -> Kept | None:
    """Return the least that autoscale leaves, else the fixed number; None where none is stated."""
    least = [
        Kept(bounds.least, f"the minimum of {setting.name!r}")
        for setting in monitoring(stack, "AutoscaleSetting")
        if setting.known("enabled") is not False
        and deployment.urn in {each.urn for each in targets(setting, stack)}
        for bounds in bounds_of(setting.props)
    ]
    if least:
        return min(least, key=lambda each: each.instances)
    count = number(fields(deployment.props.get("sku")).get("capacity"))
    return None if count is None else Kept(count, "sku.capacity")


def too_few(deployment: Member, stack: Stack, least: float, where: str) -> str | None:
    """Say that an endpoint may be left with too few machines; None where it may not."""
    own = kept(deployment, stack)
    if own is None or own.instances >= least or not gets_traffic(deployment, stack):
        return None
    others = kept_beside(deployment, stack)
    if own.instances + others >= least:
        return None
    has = f"{deployment.name!r} may be left with {own.instances:g} by {own.where}"
    lacks = f"the other deployments of its endpoint with {others:g}: the least for {where} is"
    return f"{has}, {lacks} {least:g}; raise it, or split the traffic over a second deployment"


def kept_beside(deployment: Member, stack: Stack) -> float:
    """Return the fewest instances of the endpoint's other deployments that get traffic."""
    found = [
        kept(each, stack)
        for each in stack.of(*ONLINE)
        if each.urn != deployment.urn
        and why_not_managed(each.resource.resource_type, each.props) is None
        and _are_beside(each, deployment, stack)
        and gets_traffic(each, stack)
    ]
    return sum(each.instances for each in found if each is not None)


def gets_traffic(deployment: Member, stack: Stack) -> bool:
    """Tell whether the endpoint sends requests to a deployment; so it is where nobody says."""
    endpoint = endpoint_of(deployment, stack)
    split = fields(None if endpoint is None else endpoint.known("properties", "traffic"))
    name = deployment.known("deploymentName") or deployment.known("name")
    if not split or not name:
        return True
    return any(key == name and number(share) != 0 for key, share in split.items())


def _are_beside(one: Member, other: Member, stack: Stack) -> bool:
    """Tell whether two deployments are of one endpoint, of this stack or another."""
    mine, theirs = endpoint_of(one, stack), endpoint_of(other, stack)
    if mine is not None and theirs is not None:
        return mine.urn == theirs.urn
    named = [(each.known("workspaceName"), each.known("endpointName")) for each in (one, other)]
    return named[0] == named[1] and named[0][1] is not None
