"""Which tier of API Management, and how many units of it?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from azgreen import catalog
from azgreen_components._inputs import Faults, choice, whole_number

_PREFERRED: Final = "v2"
"""Of the generations: made in minutes, and no virtual machine is held for it."""

_WITHOUT_BREAKER: Final = "consumption"
"""azure-docs, api-management/backends: no circuit breakers there."""

_ONE_UNIT: Final = "Developer"
"""The REST reference: of Developer there is one unit, and no promise that it is up."""

_PRODUCTION: Final = "prod"


@dataclass(frozen=True)
class Need:
    """What the gateway has to be able to do, beside backends with circuit breakers."""

    semantic_cache: bool
    token_limit: bool
    token_metric: bool

    def lacks(self, sku: catalog.GatewaySku) -> list[str]:
        """List what a tier cannot do."""
        asked = (
            ("circuit breakers", True, sku.generation != _WITHOUT_BREAKER),
            ("semantic caching", self.semantic_cache, sku.semantic_cache),
            ("token limits", self.token_limit, sku.token_limit),
            ("token metrics", self.token_metric, sku.token_metric),
        )
        return [what for what, wanted, can in asked if wanted and not can]


@dataclass(frozen=True)
class Tier:
    """What is paid for."""

    sku: catalog.GatewaySku
    units: int
    chosen: bool
    """Whether the user left it out."""

    def explain(self) -> list[str]:
        """Say why it is this one, and what it costs."""
        how = f"the cheapest {_PREFERRED} tier that can do it" if self.chosen else "yours"
        price = self.sku.price
        cost = (
            "its price is not known"
            if price is None
            else f"{self.units * price.usd:.3f} USD an hour, asked or not ({price.told})"
        )
        units = f"{self.units} unit{'s' if self.units > 1 else ''}"
        return [
            f"tier: {self.sku.name}, {how}; {units}: {cost}",
            "requests a unit carries: not known; watch " + (self.sku.load_metric or "its load"),
        ]


def read_tier(faults: Faults, given: Mapping[str, object], need: Need) -> Tier:
    """Return tier and units, and note a tier that cannot do what is needed."""
    units = 1
    if given.get("units") is not None:
        units = whole_number(faults, "units", given["units"], "units") or 1
    if given.get("sku") is None:
        tier = Tier(_cheapest(need), units, chosen=True)
    else:
        names = {item.name: item for item in catalog.gateway_skus()}
        name = choice(faults, "sku", given["sku"], names)
        tier = Tier(names[name] if name else _cheapest(need), units, chosen=False)
        _check(faults, given, tier, need)
    most = 1 if tier.sku.name == _ONE_UNIT else tier.sku.max_units
    if most is not None and units > most:
        what = f"{units} is more than {tier.sku.name} has"
        faults.add("units", f"{what}; write {most} or less, or another sku")
    return tier


def _check(faults: Faults, given: Mapping[str, object], tier: Tier, need: Need) -> None:
    lacks = need.lacks(tier.sku)
    if lacks:
        fix = f"leave it out, and it is {_cheapest(need).name!r}"
        faults.add("sku", f"{tier.sku.name!r} has no {' and no '.join(lacks)}; {fix}")
    if tier.sku.name == _ONE_UNIT and given.get("environment") == _PRODUCTION:
        what = f"{tier.sku.name!r} promises nothing about being up, and the environment is 'prod'"
        faults.add("sku", f"{what}; write {_cheapest(need).name!r}, or leave it out")


def _cheapest(need: Need) -> catalog.GatewaySku:
    """Return the preferred tier with the lowest price; the catalogue has one for every need."""
    able = [
        (sku.price.usd, sku)
        for sku in catalog.gateway_skus()
        if sku.generation == _PREFERRED and sku.price is not None and not need.lacks(sku)
    ]
    return min(able, key=lambda item: item[0])[1]
