"""What was a deployed resource used for? Its metrics, its tag and the catalogue together tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from azgreen import catalog
from azgreen.azure.metrics import Asked, Metrics, quoted, summed
from azgreen.errors import AzgreenError
from azgreen.estimate.rightsizing import OnlineUse, PtuUse, Samples, TokenUse
from azgreen.estimate.scaling import Instance, Setting, setting_in_azure
from azgreen.estimate.sizing import GpuNeed, instance_of, limited_to, size_gpu

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azgreen.azure.metrics import Points
    from azgreen.cli._deployed import Deployed
    from azgreen.estimate.rightsizing import Use

ONLINE: Final = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments"
MODEL: Final = "Microsoft.CognitiveServices/accounts/deployments"
_ACCOUNT: Final = "Microsoft.CognitiveServices/accounts"
_AUTOSCALE: Final = "microsoft.insights/autoscalesettings"
_OPENAI: Final = ("AzureOpenAIRequests", "ProcessedPromptTokens", "GeneratedTokens")
_OTHERS: Final = ("ModelRequests", "InputTokens", "OutputTokens")
_NO_TARGET_MS: Final = 1e6
"""Between two tokens: what an engine works on at once is set, whatever the latency."""


class NotLookedAtError(AzgreenError):
    """A resource whose use cannot be told; says why."""


@dataclass(frozen=True)
class Place:
    """Everything that is deployed, and over which time its metrics are read."""

    resources: Sequence[Deployed]
    metrics: Metrics
    since: datetime
    until: datetime

    def read(self, asked: Asked) -> dict[str, Points]:
        """Read a metric, by the dimension that is kept apart."""
        return self.metrics.read(asked, self.since, self.until)

    def samples(self, points: Points, step_s: int) -> Samples:
        """Put points on the grid of the whole time, so that what is missing is seen."""
        ends = {self.since: None, self.until - timedelta(seconds=step_s): None}
        known = {at.astimezone(UTC): value for at, value in points.items()}
        return Samples.of((ends | known).items(), step_s)


def weeks_until(now: datetime, weeks: int) -> tuple[datetime, datetime]:
    """Return the time to read: that many weeks, begun with a whole hour, to the last whole minute.

    An hour that is cut off at either end would count as seen in one week less.
    """
    until = now.replace(second=0, microsecond=0)
    return until.replace(minute=0) - timedelta(weeks=weeks), until


def use_of(resource: Deployed, place: Place) -> Use:
    """Return what a resource was used for.

    Raises:
        NotLookedAtError: it cannot be told.
    """
    made = _online if resource.type == ONLINE.lower() else _model
    try:
        return made(resource, place)
    except KeyError as error:
        raise NotLookedAtError(f"its input {error} is not known") from error


def _model(resource: Deployed, place: Place) -> Use:
    sku = resource.props["sku"]["name"]
    way, wanted = catalog.way_of(sku), resource.props["properties"]["model"]
    if way == catalog.BATCH:
        raise NotLookedAtError("Azure measures no tokens that wait in a batch")
    if _takes_what_is_over(resource, place):
        raise NotLookedAtError("it takes what PTUs cannot; its size follows from theirs")
    names = _OPENAI if wanted["format"] == "OpenAI" else _OTHERS
    found = _tokens(resource, place, names)
    if way != catalog.PROVISIONED:
        tokens = place.samples(found.tokens_asked, found.step_s).each(lambda n: n / found.minutes)
        return TokenUse(resource.name, resource.props["sku"]["capacity"], tokens)
    requests = place.samples(found.asked, found.step_s).each(lambda n: n / found.minutes)
    read, written = found.means(resource)
    units, region = resource.props["sku"]["capacity"], _account_region(resource, place)
    return PtuUse(resource.name, wanted["name"], sku, region, units, requests, read, written)


@dataclass(frozen=True)
class _Tokens:
    """Requests and tokens in each step."""

    asked: Points
    answered: Points
    read: Points
    written: Points
    step_s: int

    @property
    def minutes(self) -> float:
        """Of a step."""
        return self.step_s / 60

    @property
    def tokens_asked(self) -> Points:
        """Tokens of all requests: Azure counts those of answered ones, refused ones are alike."""
        done = sum(value or 0.0 for value in self.answered.values())
        each = sum(map(self._counted, self.answered)) / done if done else None
        return {at: self._scaled(at, count, each) for at, count in self.asked.items()}

    def means(self, resource: Deployed) -> tuple[float, float]:
        """Return mean tokens of a request and an answer; as declared where none was measured."""
        done = sum(value or 0.0 for value in self.answered.values())
        read, written = (
            sum(value or 0.0 for value in each.values()) for each in (self.read, self.written)
        )
        if done and read and written:
            return read / done, written / done
        declared = resource.need.traffic
        if declared is None:
            raise NotLookedAtError("nothing was measured, and no azgreen-need tells its tokens")
        return declared.input_tokens, declared.output_tokens

    def _counted(self, at: datetime) -> float:
        return (self.read.get(at) or 0.0) + (self.written.get(at) or 0.0)

    def _scaled(self, at: datetime, count: float | None, each: float | None) -> float | None:
        if count is None:
            return None
        done = self.answered.get(at) or 0.0
        if done:
            return self._counted(at) * count / done
        return count * each if each is not None else None if count else 0.0


def _tokens(resource: Deployed, place: Place, names: tuple[str, str, str]) -> _Tokens:
    own = f"ModelDeploymentName eq {quoted(resource.name)}"
    account = resource.id.rsplit("/", 2)[0]
    counted = Asked(account, _ACCOUNT, names[0], own, "StatusCode")
    by_status = place.read(counted)
    asked = summed(by_status.values())
    answered = summed(points for code, points in by_status.items() if code.startswith("2"))
    read, written = (
        summed(place.read(Asked(account, _ACCOUNT, name, own)).values()) for name in names[1:]
    )
    return _Tokens(asked, answered, read, written, counted.step_s)


def _takes_what_is_over(resource: Deployed, place: Place) -> bool:
    beside = [item for item in place.resources if item.parent == resource.parent]
    properties: list[Any] = [item.props.get("properties") or {} for item in beside]
    return any(each.get("spilloverDeploymentName") == resource.name for each in properties)


def _account_region(resource: Deployed, place: Place) -> str:
    for item in place.resources:
        if item.id.lower() == resource.parent:
            return catalog.region(item.props["location"]).name
    raise NotLookedAtError("its account is none of the stack, so its region is not known")


def _online(resource: Deployed, place: Place) -> OnlineUse:
    asked = Asked(resource.id, ONLINE, "RequestsPerMinute", apart="envoy_response_code")
    scaled = autoscale_of(resource, place.resources)
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
    from azgreen_components.online_endpoint.args import (  # noqa: PLC0415 - heavy
        PRODUCTION,
        PRODUCTION_INSTANCES,
    )

    tags: Any = resource.props.get("tags") or {}
    if tags.get("environment") != PRODUCTION:
        return 1
    deployed = (
        current if isinstance(current, int) else min(each.minimum for each in current.profiles)
    )
    return max(1, min(PRODUCTION_INSTANCES, deployed))


def autoscale_of(resource: Deployed, resources: Sequence[Deployed]) -> Deployed | None:
    """Return the autoscale setting that is in force on a deployment."""
    for item in resources:
        target = item.props.get("targetResourceUri")
        is_on = item.props.get("enabled") is not False
        if item.type == _AUTOSCALE and is_on and str(target).lower() == resource.id.lower():
            return item
    return None


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
