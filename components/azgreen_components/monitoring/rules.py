"""Which alerts does a target get, and at which thresholds?"""

from dataclasses import dataclass

from azgreen import catalog
from azgreen.errors import AzgreenError
from azgreen_components._alerts import MetricRule, description_of, rule_of
from azgreen_components._inputs import Faults, at
from azgreen_components.monitoring.budget import (
    CarbonOfGpus,
    CarbonOfTokens,
    carbon_of_gpus,
    carbon_of_tokens,
)
from azgreen_components.monitoring.targets import Target

_PER_MS = {"Seconds": 0.001, "MilliSeconds": 1, "Milliseconds": 1, "Microseconds": 1000}
"""Units of latency metrics in a millisecond; Azure writes the first both ways."""

Carbon = CarbonOfGpus | CarbonOfTokens
"""What the carbon of a target is counted with."""


@dataclass(frozen=True)
class Alert:
    """One rule on one target, the threshold settled."""

    target: Target
    rule: catalog.AlertRule
    threshold: float

    @property
    def name(self) -> str:
        """Name within the component."""
        return f"{self.target.name}-{self.rule.rule}"

    @property
    def description(self) -> str:
        """What has happened, what to do and where the threshold comes from."""
        return description_of(self.rule, self.target.name, self.threshold)

    def as_metric_rule(self) -> MetricRule:
        """Return it as Azure compares it; for rules whose signal is a metric."""
        return rule_of(
            self.rule, self.name, self.target.deployment_name, self.threshold, self.description
        )


@dataclass(frozen=True)
class Watched:
    """A target, its id as Azure gave it, and what its carbon is counted with."""

    target: Target
    resource_id: str
    carbon: Carbon | None


def alerts_of(target: Target, groups: frozenset[str], carbon: Carbon | None) -> tuple[Alert, ...]:
    """Return the alerts of a target.

    Args:
        target: What is watched.
        groups: What rules may be limited to: model families, and whether there are PTUs.
        carbon: What its budget is counted with, if that is known.
    """
    rules = catalog.alert_rules(target.kind.name)
    wanted = [rule for rule in rules if rule.only_for is None or rule.only_for in groups]
    found = [(rule, _threshold(target, rule, carbon)) for rule in wanted]
    return tuple(Alert(target, rule, value) for rule, value in found if value is not None)


def explain(target: Target, carbon: Carbon | None) -> list[str]:
    """Say how a target's budget became a threshold; nothing without a budget."""
    budget, name = target.carbon_budget_gco2e_per_day, target.name
    if budget is None or carbon is None:
        return []
    threshold = f"{carbon.threshold(budget):.4g} {carbon.unit}"
    first = f"{name}: {budget:g} gCO2e a day is reached at {threshold}"
    return [first, *(f"{name}: {line}" for line in carbon.explain)]


def carbon_of(faults: Faults, target: Target) -> Carbon | None:
    """Return what the carbon of a target is counted with, or note why a budget cannot be."""
    budget = at(target.path, "carbon_budget_gco2e_per_day")
    try:
        if target.kind.name == "online_deployment":
            return carbon_of_gpus(target.location, target.instances)
        if target.model is not None and target.traffic is not None:
            return carbon_of_tokens(target.model.name, target.sku, target.location, target.traffic)
    except AzgreenError as error:
        if target.carbon_budget_gco2e_per_day is not None:
            faults.add(budget, str(error))
        return None
    if target.carbon_budget_gco2e_per_day is not None:
        fix = "write it: the carbon of a token depends on it"
        faults.add(at(target.path, "traffic"), f"missing, but there is a carbon budget; {fix}")
    return None


def _threshold(target: Target, rule: catalog.AlertRule, carbon: Carbon | None) -> float | None:
    if rule.practice == "latency" and target.latency_ms is not None:
        return target.latency_ms * _PER_MS[rule.unit]
    if rule.practice == "carbon":
        budget = target.carbon_budget_gco2e_per_day
        return None if carbon is None or budget is None else carbon.threshold(budget)
    return target.thresholds.get(rule.rule, rule.threshold)
