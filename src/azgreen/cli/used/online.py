"""What was an online deployment used for, and what does one of its machines serve?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from azgreen import catalog
from azgreen.azure.metrics import summed
from azgreen.cli.used.place import NotLookedAtError
from azgreen.estimate.rightsizing import OnlineUse
from azgreen.estimate.scaling import Instance, Setting, setting_in_azure
from azgreen.estimate.sizing import (
    PRODUCTION,
    PRODUCTION_INSTANCES,
    GpuNeed,
    instance_of,
    limited_to,
    size_gpu,
)

if TYPE_CHECKING:
    from azgreen.azure.metrics import Asked
    from azgreen.cli._deployed import Deployed
    from azgreen.cli.used.place import Place

TYPE: Final = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments"
_NO_TARGET_MS: Final = 1e6
"""Between two tokens: what an engine works on at once is set, whatever the latency."""


def asks(resource: Deployed, place: Place) -> tuple[Asked]:
    """Return the metric of its requests."""
    return (place.ask(resource.id, TYPE, "RequestsPerMinute", apart="envoy_response_code"),)


def use(resource: Deployed, place: Place) -> OnlineUse:
    """Return what it was used for.

    Raises:
        NotLookedAtError: that cannot be told.
    """
    (asked,) = asks(resource, place)
    scaled = place.autoscale(resource)
    current: int | Setting = resource.props["sku"]["capacity"]
    if scaled is not None:
        current = setting_in_azure(scaled.props["profiles"], "autoscale")
    return OnlineUse(
        resource.name,
        place.samples(summed(place.read(asked).values()), asked.step_s),
        _instance(resource, scaled),
        resource.props["properties"]["instanceType"],
        resource.props["location"],
        current,
        # what can be written is learned from by the program, which tries the same six settings
        quick=True,
        least=least_of(resource, current),
    )


def least_of(resource: Deployed, current: int | Setting) -> int:
    """Return the fewest instances: what Microsoft recommends in production, if it had as many."""
    tags: Any = resource.props.get("tags") or {}
    if tags.get("environment") != PRODUCTION:
        return 1
    deployed = (
        current if isinstance(current, int) else min(each.minimum for each in current.profiles)
    )
    return max(1, min(PRODUCTION_INSTANCES, deployed))


def _instance(resource: Deployed, scaled: Deployed | None) -> Instance:
    """Return what one machine serves of the model that it has, by the declared tokens."""
    properties: Any = resource.props["properties"]
    model, traffic = catalog.model_in_registry(properties["model"]), resource.need.traffic
    if model is None or traffic is None:
        what = "its model is in no registry" if model is None else "no tokens are declared"
        raise NotLookedAtError(f"{what}: tag it azgreen-need (requests-per-second, ...)")
    need = GpuNeed(
        model.name,
        traffic.input_tokens,
        traffic.output_tokens,
        _NO_TARGET_MS,
        concurrency=1,
        max_batch=properties["requestSettings"]["maxConcurrentRequestsPerInstance"],
        region=resource.props["location"],
    )
    own = limited_to(size_gpu(need, date.min), properties["instanceType"])
    if own is None:
        raise NotLookedAtError(f"{properties['instanceType']} does not hold {model.name}")
    late_ms = (scaled.need if scaled else resource.need).latency_ms
    load_min = resource.need.load_minutes
    return instance_of(own, late_ms and late_ms / 1000, None if load_min is None else 60 * load_min)
