"""Does an online deployment keep machines that nobody asks?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from azgreen import catalog
from azgreen.azure.metrics import Asked
from azgreen.cli.waste.view import HOUR
from azgreen.estimate.scaling import setting_in_azure
from azgreen.estimate.waste import Idle, idle, idle_month

if TYPE_CHECKING:
    from azgreen.cli._deployed import Deployed
    from azgreen.cli.waste.view import View
    from azgreen.estimate.waste import Judged

TYPE: Final = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments"
_FIX: Final = "delete the deployment: its machines are there whether anybody asks or not"


def judge(resource: Deployed, view: View) -> list[Judged]:
    """Judge it by its requests; that it has instances shows that it sends metrics."""
    requests = view.counted(
        Asked(resource.id, TYPE, "RequestsPerMinute", grain=HOUR),
        Asked(resource.id, TYPE, "DeploymentCapacity", grain=HOUR),
    )
    machine = catalog.instance(resource.props["properties"]["instanceType"])
    count = _machines(resource, view)
    stands = f"kept running: {count} of {machine.name}"
    takes = idle_month(machine, count, resource.props["location"])
    return [idle(Idle(view.label(resource), requests, stands, takes, _FIX))]


def _machines(resource: Deployed, view: View) -> int:
    """Return how many it has while nothing comes."""
    scaled = view.place.autoscale(resource)
    if scaled is None:
        fixed: Any = resource.props["sku"]["capacity"]
        return int(fixed)
    setting = setting_in_azure(scaled.props["profiles"], "autoscale")
    return min(each.minimum for each in setting.profiles)
