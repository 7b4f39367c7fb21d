"""Which model, machines, settings and probes does one deployment get?"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from azgreen import catalog
from azgreen.estimate import Traffic
from azgreen.estimate.need import Need
from azgreen.estimate.sizing import READ_GIB_PER_S, GpuOption, GpuSize, load_time_s
from azgreen_components._inputs import (
    Faults,
    at,
    check_keys,
    flag,
    given_or,
    mapping,
    number,
    text,
    text_below,
    whole_number,
)
from azgreen_components._models import known_model, read_traffic_below
from azgreen_components._naming import ONLINE_ENDPOINT, check_name
from azgreen_components.online_endpoint.args import (
    MOST_REQUEST_SECONDS,
    EndpointTrafficArgs,
    OnlineDeploymentArgs,
)
from azgreen_components.online_endpoint.machine import Asked, read_size

_MODEL_ID = re.compile(
    r"azureml://registries/[\w-]+/models/[\w.-]+/(?:versions|labels)/[\w.-]+"
    r"|azureml:[\w.-]+:\d+"
    r"|/subscriptions/[^/]+/resourceGroups/[^/]+/providers/"
    r"Microsoft\.MachineLearningServices/workspaces/[^/]+/models/[^/]+/versions/[^/]+"
)


@dataclass(frozen=True)
class Place:
    """Where deployments go, and the fewest machines of one that says nothing else."""

    location: str
    min_instances: int
    today: date


@dataclass(frozen=True)
class DeploymentPlan:
    """One deployment, every default filled in."""

    name: str
    model_id: str
    environment_id: str | None
    traffic: Traffic
    size: GpuSize
    autoscaled: bool
    load_time_seconds: int
    """Until a new machine serves."""
    request_timeout_seconds: int

    @property
    def need(self) -> Need:
        """What is declared: the mean load, a mean answer's milliseconds, and the load time."""
        return Need.of(
            self.traffic,
            latency_ms=self.size.need.latency_target_ms * self.traffic.output_tokens,
            load_minutes=self.load_time_seconds / 60,
        )

    @property
    def machine(self) -> GpuOption:
        """Type and number of its machines."""
        return self.size.choice

    @property
    def reading_seconds(self) -> int:
        """Of the load time, what the model's weights take once the machine is there."""
        read_s = math.ceil(self.size.shape.weights_gib / READ_GIB_PER_S)
        return min(self.load_time_seconds, read_s)

    @property
    def concurrent_requests(self) -> int:
        """Most requests that one machine works on at once: the batches that sizing counted on."""
        return self.machine.batch * self.machine.replicas_per_instance


def plan_deployment(
    faults: Faults, path: str, given: object, place: Place
) -> DeploymentPlan | None:
    """Fill in one deployment, or note why it cannot be."""
    fields = mapping(faults, path, given)
    if fields is None:
        return None
    check_keys(faults, path, fields, OnlineDeploymentArgs)
    model = known_model(faults, path, fields)
    name = _name(faults, path, fields, model)
    model_id = _model_id(faults, path, fields, model)
    environment_id = text_below(faults, path, fields, "environment_id")
    autoscaled = flag(faults, at(path, "autoscaled"), given_or(fields, "autoscaled", default=False))
    traffic = read_traffic_below(faults, path, fields, EndpointTrafficArgs)
    size, least = None, _least(faults, path, fields, place)
    if model is not None and traffic is not None and place.location:
        asked = Asked(model, traffic, place.location, least)
        size = read_size(faults, path, fields, asked, place.today)
    load_s, timeout_s = _load_time_s(faults, path, fields, size), _timeout(faults, path, fields)
    if size is None or traffic is None:
        return None
    _check_answer_in_time(faults, at(path, "request_timeout_seconds"), size, timeout_s)
    own = (traffic, size, autoscaled, load_s, timeout_s)
    return DeploymentPlan(name, model_id, environment_id, *own)


def _least(faults: Faults, path: str, fields: Mapping[str, object], place: Place) -> int:
    if fields.get("min_instances") is None:
        return place.min_instances
    where = at(path, "min_instances")
    return whole_number(faults, where, fields["min_instances"], "machines") or place.min_instances


def _name(
    faults: Faults, path: str, fields: Mapping[str, object], model: catalog.Model | None
) -> str:
    if fields.get("name") is None:
        return deployment_name(model.name) if model else ""
    name = text(faults, at(path, "name"), fields["name"])
    if name is not None:
        check_name(faults, at(path, "name"), name, ONLINE_ENDPOINT)
    return name or ""


def deployment_name(model: str) -> str:
    """Return a name that Azure takes for a deployment of this model."""
    stem = re.sub(r"[^a-z0-9]+", "-", model.lower()).strip("-")
    stem = stem if stem[:1].isalpha() else f"m-{stem}"
    return stem[: ONLINE_ENDPOINT.length].strip("-").ljust(3, "0")


def _model_id(
    faults: Faults, path: str, fields: Mapping[str, object], model: catalog.Model | None
) -> str:
    where, given = at(path, "model_id"), fields.get("model_id")
    if given is not None:
        own = text(faults, where, given)
        if own is not None and not _MODEL_ID.fullmatch(own):
            example = "azureml://registries/<registry>/models/<name>/versions/<version>"
            faults.add(where, f"{own!r} is not the id of a model; write {example}")
        return own or ""
    known = catalog.registry_model(model.name) if model else None
    if model is not None and model.is_open and known is None:
        what = f"missing; no registry's id of {model.name!r} is known, so write it"
        faults.add(where, f"{what} (azureml://registries/<registry>/models/<name>/versions/<v>)")
    return known.id if known else ""


def _load_time_s(
    faults: Faults, path: str, fields: Mapping[str, object], size: GpuSize | None
) -> int:
    given = fields.get("load_time_minutes")
    if given is not None:
        return math.ceil(60 * (number(faults, at(path, "load_time_minutes"), given) or 0))
    return 0 if size is None else math.ceil(load_time_s(size.shape.weights_gib))


def _timeout(faults: Faults, path: str, fields: Mapping[str, object]) -> int:
    where, given = at(path, "request_timeout_seconds"), fields.get("request_timeout_seconds")
    if given is None:
        return MOST_REQUEST_SECONDS
    seconds = whole_number(faults, where, given, "seconds") or MOST_REQUEST_SECONDS
    if seconds > MOST_REQUEST_SECONDS:
        faults.add(where, f"{seconds} is over Azure's {MOST_REQUEST_SECONDS}; write that or less")
    return seconds


def _check_answer_in_time(faults: Faults, path: str, size: GpuSize, timeout_s: int) -> None:
    answer_s = size.need.output_tokens * size.choice.ms_per_output_token / 1000
    if answer_s > timeout_s:
        what = f"a mean answer takes {answer_s:.0f} s, longer than {timeout_s}"
        fix = "lower latencyTargetMs or the output tokens"
        faults.add(path, f"{what}; {fix}, or give it up to {MOST_REQUEST_SECONDS}")
