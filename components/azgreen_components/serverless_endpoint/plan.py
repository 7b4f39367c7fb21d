"""What will a ServerlessEndpoint create? Values in, a plan or every fault out; nothing deployed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pulumi

from azgreen.catalog import ServerlessModel
from azgreen.estimate import Traffic
from azgreen_components._common import (
    Common,
    read_common,
    read_flag,
    read_name,
    read_own_name,
)
from azgreen_components._inputs import Faults, check_keys, flag, given_or
from azgreen_components._models import read_traffic_below
from azgreen_components._naming import ML_WORKSPACE, SERVERLESS_ENDPOINT
from azgreen_components.serverless_endpoint.args import (
    ServerlessEndpointArgs,
    ServerlessTrafficArgs,
)
from azgreen_components.serverless_endpoint.load import Load, read_load
from azgreen_components.serverless_endpoint.model import read_serverless_model


@dataclass(frozen=True)
class Plan:
    """Everything that a ServerlessEndpoint creates."""

    common: Common
    model: ServerlessModel
    endpoint_name: str | None
    workspace_name: pulumi.Input[str] | None
    """None: a new hub and project are made."""
    subscribes: bool
    filters_content: bool
    load: Load | None
    """None: the traffic is not known."""

    @property
    def traffic(self) -> Traffic | None:
        """The mean traffic, where it is known."""
        return None if self.load is None else self.load.traffic


def plan(name: str, args: ServerlessEndpointArgs, today: date) -> Plan:
    """Say what will be created, or raise every fault at once.

    Args:
        name: The component's own name.
        args: What the user wrote.
        today: The date by which a model counts as retired.
    """
    faults, given = Faults(), dict[str, object](args)
    check_keys(faults, "", given, ServerlessEndpointArgs)
    common = read_common(faults, given)
    model = read_serverless_model(faults, given, common.location, today)
    workspace = read_own_name(faults, given, "workspace_name", ML_WORKSPACE)
    subscribes = read_flag(faults, given, "accept_marketplace_terms")
    _check_terms(faults, given, model, is_new=given.get("workspace_name") is None)
    traffic = read_traffic_below(faults, "", given, ServerlessTrafficArgs)
    load = None if traffic is None else read_load(faults, traffic)
    endpoint = read_name(faults, given, "endpoint_name", SERVERLESS_ENDPOINT)
    wanted = given_or(given, "filter_content", default=True)
    filters = flag(faults, "filterContent", wanted)
    faults.raise_any(f"ServerlessEndpoint {name!r}")
    assert model is not None  # noqa: S101 - there was no fault
    return Plan(common, model, endpoint, workspace, subscribes, filters, load)


def _check_terms(
    faults: Faults, given: Mapping[str, object], model: ServerlessModel | None, *, is_new: bool
) -> None:
    """Note terms that have to be accepted, or that there are none of."""
    accepted = given.get("accept_marketplace_terms")
    if model is None:
        return
    if accepted is True and not model.needs_subscription:
        what = f"{model.model!r} is Microsoft's own and not sold in Azure Marketplace"
        faults.add("acceptMarketplaceTerms", f"{what}; leave it out")
    if accepted in {None, False} and model.needs_subscription and is_new:
        what = f"{model.model!r} is sold in Azure Marketplace, and a new project has subscribed to"
        fix = "read its terms and write true, or workspaceName of a project that has"
        faults.add("acceptMarketplaceTerms", f"{what} nothing; {fix}")
