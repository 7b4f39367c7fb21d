"""How did the machines come about, and what does an hour of them take?"""

from collections.abc import Sequence
from typing import Any

from azgreen.estimate.sizing import PRODUCTION_INSTANCES
from azgreen_components.online_endpoint.choices import DeploymentPlan


def explain(deployments: Sequence[DeploymentPlan]) -> list[str]:
    """Say how the numbers came about, one thing a line, each with its deployment."""
    return [
        f"{item.name}: {line}"
        for item in deployments
        for line in (_machines(item), *item.size.explain(), *_weak(item))
    ]


def footprint(deployments: Sequence[DeploymentPlan]) -> list[dict[str, Any]]:
    """Return carbon and list price of an hour, the machines as full as in the busiest minute."""
    return [
        {
            "deployment": item.name,
            "instance_type": item.machine.instance.name,
            "instances": float(item.machine.instances),
            "use": item.machine.use,
            "gco2e_per_h": item.machine.gco2e_per_h.as_dict(),
            "usd_per_h": item.machine.usd_per_h,
        }
        for item in deployments
    ]


def _machines(item: DeploymentPlan) -> str:
    best = item.machine
    loads = f"a new one serves after {item.load_time_seconds / 60:.0f} minutes"
    return f"{best.instances} of {best.instance.name}, {best.use:.0%} full; {loads}"


def _weak(item: DeploymentPlan) -> list[str]:
    if item.machine.instances >= PRODUCTION_INSTANCES:
        return []
    number = item.machine.instances
    return [f"weak: {number} of {PRODUCTION_INSTANCES} machines that Microsoft wants in production"]
