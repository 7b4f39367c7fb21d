"""Where do requests go that provisioned throughput cannot take?"""

from pulumi_policy.proxy import UnknownValueError

from azgreen import catalog
from azgreen.estimate.sizing.ptu_money import by_token_sku
from azgreen_policies._deployed import Deployed, deployed
from azgreen_policies._reading import fields
from azgreen_policies._stack import Member, Stack


def unspilled(deployment: Member, stack: Stack, where: str) -> str | None:
    """Say that nothing takes what PTUs cannot; None where something does, or nothing could.

    Spillover goes to a deployment by the token of the same pool, model and version.
    """
    found = deployed(deployment, stack)
    if found is None or catalog.way_of(found.sku) != catalog.PROVISIONED:
        return None
    by_token = by_token_sku(found.sku)
    if _spills(deployment) or not _is_offered(found, by_token):
        return None
    fix = f"set properties.spilloverDeploymentName to a deployment of it as {by_token}"
    return f"{found.told} and nothing takes what its PTUs cannot, which {where} needs; {fix}"


def _spills(deployment: Member) -> bool:
    try:
        return bool(fields(deployment.props.get("properties")).get("spilloverDeploymentName"))
    except UnknownValueError:
        return True  # some name is set, whichever


def _is_offered(found: Deployed, by_token: str) -> bool:
    """Tell whether the pool has the model by the token, as far as the catalogue knows."""
    model = found.model.name
    if not catalog.offers(model):
        return True
    if by_token not in catalog.skus():
        return False
    offered = catalog.offers(model, by_token, None if found.region is None else found.region.name)
    return any(found.version in {None, each.version} for each in offered)
