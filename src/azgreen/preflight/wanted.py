"""Which deployments of models does a plan hold, and what is not known of them yet?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.catalog import PROVISIONED, way_of
from azgreen.errors import AzgreenError, EstimateError
from azgreen.estimate.inventory import amount, need_of, parent_of, region_of, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azgreen.estimate.inventory import Resource
    from azgreen.estimate.traffic import Traffic

ACCOUNTS: Final = "Microsoft.CognitiveServices/accounts"
_DEPLOYMENT: Final = "cognitiveservices:Deployment"
_FEWEST: Final = 1.0  # what Azure takes where `sku.capacity` is left out


@dataclass(frozen=True, slots=True)
class Deployed:
    """One deployment of a model as the plan has it."""

    name: str
    """In the program."""
    region: str
    format: str
    model: str
    version: str
    """Empty: Azure takes its default."""
    sku: str
    units: float
    path: str | None = None
    """Below the subscription; None while its names are not known."""
    traffic: Traffic | None = None
    """What its tag `azgreen-need` declares."""

    @property
    def is_provisioned(self) -> bool:
        """Whether its units are PTUs."""
        return way_of(self.sku) == PROVISIONED

    @property
    def told(self) -> str:
        """Name the model and how it is sold."""
        return f"{' '.join(filter(None, (self.model, self.version)))} {self.sku}"


@dataclass(frozen=True, slots=True)
class NotKnown:
    """A resource of which something has to be known that only the deployment tells."""

    name: str
    why: str


def deployments(resources: Sequence[Resource]) -> tuple[list[Deployed], list[NotKnown]]:
    """Return the deployments that can be judged, and those that cannot with the reason."""
    known: list[Deployed] = []
    unknown: list[NotKnown] = []
    for each in resources:
        if each.kind != _DEPLOYMENT:
            continue
        try:
            known.append(_deployed(each, resources))
        except AzgreenError as error:
            unknown.append(NotKnown(each.name, str(error)))
    return known, unknown


def path_of(one: Resource, resources: Sequence[Resource], kind: str, *keys: str) -> str | None:
    """Return the path of a resource below its subscription; None while a name is not known.

    Args:
        one: The resource.
        resources: All of the plan, among them what it is in.
        kind: Its type in Azure, such as `Microsoft.CognitiveServices/accounts/deployments`.
        keys: The inputs with the names, outermost first; the resource group is `resourceGroupName`.
    """
    above = parent_of(one, resources)
    group = known_text(one, "resourceGroupName")
    names = [known_text(one, key) or (known_text(above, key) if above else "") for key in keys]
    namespace, *parts = kind.split("/")
    if not group or not all(names):
        return None
    inside = "/".join(f"{part}/{name}" for part, name in zip(parts, names, strict=True))
    return f"/resourceGroups/{group}/providers/{namespace}/{inside}"


def known_text(one: Resource, *path: str) -> str:
    """Return an input; empty where it is left out, no text, or not known."""
    try:
        return text(one.props, *path)
    except EstimateError:
        return ""


def _deployed(one: Resource, resources: Sequence[Resource]) -> Deployed:
    region = region_of(one, resources)
    if region is None:
        raise EstimateError("the region of its account is not known yet, or not in the catalogue")
    model = text(one.props, "properties", "model", "name")
    sku = text(one.props, "sku", "name")
    if not model or not sku:
        raise EstimateError("names no model or no SKU")
    units = amount(one.props, "sku", "capacity")
    return Deployed(
        one.name,
        region,
        text(one.props, "properties", "model", "format"),
        model,
        text(one.props, "properties", "model", "version"),
        sku,
        _FEWEST if units is None else units,
        path_of(one, resources, f"{ACCOUNTS}/deployments", "accountName", "deploymentName"),
        _traffic(one),
    )


def _traffic(one: Resource) -> Traffic | None:
    try:
        return need_of(one.props).traffic
    except AzgreenError:
        return None
