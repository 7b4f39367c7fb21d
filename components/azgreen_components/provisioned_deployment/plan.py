"""What will a ProvisionedDeployment create? Values in, a plan or every fault out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pulumi

from azgreen_components._account import AccountNames, read_account_names
from azgreen_components._alerts import MetricRule, read_action_groups
from azgreen_components._common import Common, read_common, read_flag
from azgreen_components._inputs import Faults, camel, check_keys
from azgreen_components._models import read_deployment_name, read_policies
from azgreen_components.content_safety.of_account import check_filter
from azgreen_components.content_safety.plan import read_safety
from azgreen_components.provisioned_deployment.alerts import (
    Thresholds,
    read_thresholds,
    utilisation_rules,
)
from azgreen_components.provisioned_deployment.args import ProvisionedDeploymentArgs
from azgreen_components.provisioned_deployment.offer import PtuOffer, read_offer
from azgreen_components.provisioned_deployment.reservation import Reservation
from azgreen_components.provisioned_deployment.size import Purchase, read_purchase
from azgreen_components.provisioned_deployment.spillover import SpilloverChoice, read_spillover
from azgreen_components.provisioned_deployment.workload import read_workload


@dataclass(frozen=True)
class Plan:
    """Everything that a ProvisionedDeployment creates."""

    common: Common
    names: AccountNames
    deployment: str
    content_filter: str
    version_upgrade_option: str
    purchase: Purchase
    spillover: SpilloverChoice
    thresholds: Thresholds
    action_group_ids: tuple[pulumi.Input[str], ...]
    has_alerts: bool

    @property
    def offer(self) -> PtuOffer:
        """What is bought, where."""
        return self.purchase.offer

    @property
    def reservation(self) -> Reservation:
        """Whether to reserve the PTUs."""
        return Reservation(self.purchase)

    @property
    def alerts(self) -> tuple[MetricRule, ...]:
        """When to tell somebody."""
        return () if not self.has_alerts else self._utilisation

    @property
    def _utilisation(self) -> tuple[MetricRule, MetricRule]:
        return utilisation_rules(self.offer, self.deployment, self.thresholds)

    def warnings(self) -> list[str]:
        """Say what may be wrong although Azure takes it."""
        found: list[str] = []
        if self.reservation.could_not_pay:
            found.append(self.reservation.verdict())
        found += self._standing_alerts() if self.has_alerts else []
        if self.spillover.why_none is not None:
            found.append(f"no spillover: {self.spillover.why_none}; at 100 % Azure answers 429")
        if not self.offer.is_listed:
            what = f"where {self.offer.model.name!r} is sold in PTUs is not known"
            place = self.offer.location
            found.append(f"{what}: only deploying it shows whether {place!r} has it")
        return found

    def _standing_alerts(self) -> list[str]:
        """Say which alert the stated traffic alone would keep raised."""
        bought, (high, low) = self.purchase, self._utilisation
        ends = (
            ("low", bought.expected_use, "under", low.threshold),
            ("high", bought.mean_use, "over", high.threshold),
        )
        return [
            f"the alert on {end} use would stay raised: {use:.0%} is {side} {limit:g} %"
            for end, use, side, limit in ends
            if use is not None and (100 * use < limit) == (end == "low")
        ]


def plan(name: str, args: ProvisionedDeploymentArgs, today: date) -> Plan:
    """Say what will be created, or raise every fault at once.

    Args:
        name: The component's own name.
        args: What the user wrote.
        today: The date by which a model counts as retired.
    """
    faults, given = Faults(), dict[str, object](args)
    check_keys(faults, "", given, ProvisionedDeploymentArgs)
    common, names = read_common(faults, given), read_account_names(faults, given)
    offer = read_offer(faults, given, common.location, today)
    purchase = read_purchase(faults, given, offer, read_workload(faults, given))
    deployment = _name(faults, given, offer)
    spillover = read_spillover(faults, given, offer, deployment, purchase)
    policies = read_policies(faults, "", given)
    safety = read_safety(faults, "contentSafety", given.get("content_safety"))
    if safety is not None:
        check_filter(faults, "contentFilter", given.get("content_filter"), safety)
    thresholds = read_thresholds(faults, given, offer)
    groups, has_alerts = read_action_groups(faults, given), _has_alerts(faults, given)
    faults.raise_any(f"ProvisionedDeployment {name!r}")
    assert purchase is not None  # noqa: S101 - where it cannot be read, a fault says so
    own = (purchase, spillover, thresholds, groups, has_alerts)
    return Plan(common, names, deployment, *policies, *own)


def _has_alerts(faults: Faults, given: Mapping[str, object]) -> bool:
    """Return whether there are alerts; note what is said of alerts that are not there."""
    if given.get("alerts") is None or read_flag(faults, given, "alerts"):
        return True
    for key in ("high_utilisation_percent", "low_utilisation_percent", "action_group_ids"):
        if given.get(key) is not None:
            faults.add(camel(key), "there are no alerts; leave it out")
    return False


def _name(faults: Faults, given: Mapping[str, object], offer: PtuOffer | None) -> str:
    own = read_deployment_name(faults, "", given, "name")
    return own or ("" if offer is None else offer.model.name)
