"""For how long do machines for training and development idle until they are gone?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from azgreen_policies._reading import fields, number
from azgreen_policies._scaling import seconds

_LEAST_MINUTES: Final = 15
_MOST_MINUTES: Final = 3 * 24 * 60
"""What Azure takes as idle time of a compute instance: azure-native, computeInstance properties."""


@dataclass(frozen=True)
class Limits:
    """What a user allows."""

    nodes: float
    """Fewest nodes that a cluster keeps."""
    cluster_minutes: float
    instance_minutes: float


def cluster_faults(inner: Mapping[str, Any], limits: Limits) -> Iterator[str]:
    """Say what keeps nodes of a cluster that nobody uses."""
    scale = fields(inner.get("scaleSettings"))
    least = number(scale.get("minNodeCount"))
    if least is not None and least > limits.nodes:
        keeps = f"never has fewer nodes than {least:g}, over the limit of {limits.nodes:g}"
        yield f"{keeps}; set scaleSettings.minNodeCount to {limits.nodes:g}"
    key = "nodeIdleTimeBeforeScaleDown"
    yield from _too_long(
        "lets a node idle", f"scaleSettings.{key}", scale.get(key), limits.cluster_minutes
    )


def instance_faults(inner: Mapping[str, Any], limits: Limits) -> Iterator[str]:
    """Say what keeps a compute instance that nobody uses."""
    key, most = "idleTimeBeforeShutdown", limits.instance_minutes
    if not inner.get(key):
        usable = min(max(most, _LEAST_MINUTES), _MOST_MINUTES)
        yield f"runs until somebody stops it; set {key} to PT{usable:.0f}M"
        return
    yield from _too_long("idles", key, inner.get(key), most)


def _too_long(what: str, key: str, idle: object, most_minutes: float) -> Iterator[str]:
    if not idle:
        return
    length_s = seconds(str(idle))
    if length_s is None:
        yield f"has {key} {str(idle)!r}, which is no duration; write PT{most_minutes:.0f}M"
    elif length_s > 60 * most_minutes:
        idles = f"{what} for {length_s / 60:g} minutes"
        yield f"{idles}, over the limit of {most_minutes:g}; set {key} to PT{most_minutes:.0f}M"
