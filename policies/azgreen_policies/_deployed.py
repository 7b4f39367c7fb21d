"""What does a deployment serve: which model, under which SKU, in whose region, for what traffic?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from azgreen import catalog
from azgreen.errors import AzgreenError, UnknownNameError
from azgreen.estimate import Spread, footprint
from azgreen.estimate.need import Need
from azgreen.estimate.placement.workload import SECONDS_PER_MONTH
from azgreen_policies._reading import fields, need_of, region_of
from azgreen_policies._stack import Member, Stack

ACCOUNT = ("cognitiveservices", "Account")
DEPLOYMENT = ("cognitiveservices", "Deployment")


@dataclass(frozen=True)
class Deployed:
    """A deployment as far as the program and the catalogue say."""

    name: str
    model: catalog.Model
    version: str | None
    sku: str
    region: catalog.Region | None
    """Of its account; None where that is not in the stack, or has no region of the catalogue."""
    props: Mapping[str, Any]

    @property
    def need(self) -> Need:
        """What its tag declares; InputError where that cannot be read."""
        return need_of(self.props)

    @property
    def told(self) -> str:
        """Say what it serves."""
        where = "" if self.region is None else f" in {self.region.name!r}"
        return f"{self.name!r} serves {self.model.name} as {self.sku}{where}"

    def gco2e_per_month(self, region: str, share: float = 1.0) -> Spread | None:
        """Return gCO2e a month of a share of its requests, were it in a region; None: not known."""
        traffic = self.need.traffic
        if traffic is None:
            return None
        try:
            each = footprint(self.model.name, self.sku, region, traffic, 1)
        except AzgreenError:
            return None
        return each.gco2e * (traffic.requests_per_second * SECONDS_PER_MONTH * share)


def deployed(member: Member, stack: Stack) -> Deployed | None:
    """Return what a deployment serves; None where its model or SKU is not one of the catalogue.

    Raises:
        UnknownValueError: model, SKU or the account's region is not known in a preview.
    """
    model = fields(fields(member.props.get("properties")).get("model"))
    sku = str(fields(member.props.get("sku")).get("name"))
    names = {each.lower(): each for each in catalog.deployable_skus()}
    try:
        known = catalog.model(str(model.get("name")))
    except UnknownNameError:
        return None
    if sku.lower() not in names:
        return None
    version = model.get("version")
    return Deployed(
        member.name,
        known,
        None if version is None else str(version),
        names[sku.lower()],
        _region(account_of(member, stack)),
        member.props,
    )


def account_of(member: Member, stack: Stack) -> Member | None:
    """Return the account of the stack that a deployment belongs to: by its making, or its name."""
    return stack.parent(member, *ACCOUNT, "accountName")


def _region(account: Member | None) -> catalog.Region | None:
    name = None if account is None else region_of(account.props)
    try:
        return None if name is None else catalog.region(name)
    except UnknownNameError:
        return None
