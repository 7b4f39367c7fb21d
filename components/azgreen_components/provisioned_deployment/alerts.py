"""At which use of the PTUs does somebody have to know?

The rules are the catalogue's for every provisioned deployment: on high use, because at 100 % Azure
refuses requests or they spill over; on low use, because the PTUs are paid and kept for nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from azgreen import catalog
from azgreen_components._alerts import MetricRule, rule_of
from azgreen_components._inputs import Faults
from azgreen_components.provisioned_deployment.numbers import within
from azgreen_components.provisioned_deployment.offer import PtuOffer

_KIND = "provisioned_deployment"
_HIGH, _LOW = "ptu-utilisation", "waste"
_OPENAI = "OpenAI"
_FULL = 100


@dataclass(frozen=True)
class Thresholds:
    """Shares of the PTUs in percent; None: the catalogue's."""

    high_percent: float | None
    low_percent: float | None


def read_thresholds(
    faults: Faults, given: Mapping[str, object], offer: PtuOffer | None
) -> Thresholds:
    """Return the user's thresholds, and note those that cannot be used."""
    own = Thresholds(
        within(faults, "", given, "high_utilisation_percent", _FULL),
        within(faults, "", given, "low_utilisation_percent", _FULL),
    )
    if offer is None:
        return own
    high, low = (rule.threshold for rule in utilisation_rules(offer, "", own))
    if low >= high:
        what = f"{low:g} is not below the high threshold of {high:g}"
        faults.add("lowUtilisationPercent", f"{what}; lower it, or raise highUtilisationPercent")
    return own


def utilisation_rules(
    offer: PtuOffer, deployment: str, own: Thresholds
) -> tuple[MetricRule, MetricRule]:
    """Return the alerts of a provisioned deployment: on too much use, and on too little."""
    group = catalog.FOR_OPENAI if offer.model.format == _OPENAI else catalog.FOR_PARTNERS
    rules = {
        rule.rule: rule for rule in catalog.alert_rules(_KIND) if rule.only_for in (None, group)
    }
    return (
        rule_of(rules[_HIGH], "high-use", deployment, own.high_percent),
        rule_of(rules[_LOW], "low-use", deployment, own.low_percent),
    )
