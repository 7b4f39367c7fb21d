"""Does a deployment of a model wait for nobody, reserve too much, or serve too large a model?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from azgreen import catalog
from azgreen.azure.metrics import Asked, quoted, summed
from azgreen.catalog import Spread
from azgreen.cli.used import model
from azgreen.cli.used.place import NotLookedAtError
from azgreen.cli.used.use import use_of
from azgreen.cli.waste.view import HOUR, HOUR_S
from azgreen.errors import AzgreenError, EngineError, SignInError
from azgreen.estimate.rightsizing import Month, recommend
from azgreen.estimate.rightsizing.evidence import LEAST_WEEKS
from azgreen.estimate.traffic import Traffic
from azgreen.estimate.waste import (
    IDLE,
    Counted,
    Idle,
    Judged,
    Ptus,
    Served,
    candidate_of,
    daily_percent,
    idle,
    is_under,
    larger,
    nothing,
    underused,
)

if TYPE_CHECKING:
    from azgreen.azure.metrics import Points
    from azgreen.cli._deployed import Deployed
    from azgreen.cli.waste.view import View
    from azgreen.estimate.rightsizing import Recommendation

TYPE: Final = model.TYPE
_ACCOUNT: Final = "Microsoft.CognitiveServices/accounts"
_BY: Final = "ModelDeploymentName"
_USED: Final = ("AzureOpenAIProvisionedManagedUtilizationV2", "ProvisionedUtilization")
_REQUESTS: Final = ("AzureOpenAIRequests", "ModelRequests")
_NO_POWER: Final = "what a reserved PTU draws is not published"


def judge(resource: Deployed, view: View) -> list[Judged]:
    """Judge it by its requests and, where a smaller model was proven, by what that would emit."""
    try:
        asks = model.asks(resource, view.place)
    except NotLookedAtError as error:
        return [Judged(IDLE, view.label(resource), "not judged", str(error))]
    if catalog.way_of(resource.props["sku"]["name"]) == catalog.PROVISIONED:
        return [_provisioned(resource, view, asks[0])]
    counted = _requests(resource, view, {})
    stands = f"quota held: {resource.props['sku']['capacity']:,} thousand tokens a minute"
    fix = "delete the deployment: its quota is free for others"
    found = idle(Idle(view.label(resource), counted, stands, nothing(), fix))
    return [found] if found.is_waste else [found, *_larger(resource, view, asks)]


def _provisioned(resource: Deployed, view: View, requests: Asked) -> Judged:
    is_openai = _is_openai(resource)
    metric = _USED[0 if is_openai else 1]
    own = f"{_BY} eq {quoted(resource.name)}"
    points = view.place.whole(Asked(requests.resource, _ACCOUNT, metric, own, grain=HOUR))
    one = Ptus(
        view.label(resource),
        int(resource.props["sku"]["capacity"]),
        is_openai,
        _requests(resource, view, points, metric),
        view.samples(points),
        _bought(resource, view),
    )
    smaller = _smaller(resource, view) if is_under(one, daily_percent(one)) else None
    return underused(one, smaller)


def _smaller(resource: Deployed, view: View) -> Recommendation | None:
    """Return what rightsizing says; None where it cannot tell, and of too short a time at once."""
    if view.place.until - view.place.since < timedelta(weeks=LEAST_WEEKS):
        return None
    try:
        return recommend(use_of(resource, view.place))
    except (EngineError, SignInError):
        raise
    except AzgreenError:
        return None  # the catalogue does not know enough of it


def _bought(resource: Deployed, view: View) -> Month:
    line = view.line(resource)
    money = {} if line.usd is None else {"usd": Spread.exactly(line.usd.mid)}
    why = dict.fromkeys(("gco2e", "water_l"), _NO_POWER)
    return Month(money, {**why, **({} if money else {"usd": line.not_known["usd"]})})


def _requests(resource: Deployed, view: View, alive: Points, metric: str | None = None) -> Counted:
    """Return its requests beside those of the other deployments of the account.

    That theirs are counted shows that the account sends metrics.
    """
    account = resource.id.rsplit("/", 2)[0]
    name = _REQUESTS[0 if _is_openai(resource) else 1]
    every = view.points(Asked(account, _ACCOUNT, name, apart=_BY, grain=HOUR))
    own = [points for each, points in every.items() if each.lower() == resource.name.lower()]
    others = [points for each, points in every.items() if each.lower() != resource.name.lower()]
    shown = (name, *([metric] if metric else ["those of the account's other deployments"]))
    events, signs = view.samples(summed(own)), view.samples(summed([*others, alive]))
    return Counted(shown, events, signs)


def _larger(resource: Deployed, view: View, asks: tuple[Asked, Asked, Asked]) -> list[Judged]:
    """Judge its model where a smaller one has been shown to do."""
    props: Any = resource.props
    name, sku = props["properties"]["model"]["name"], props["sku"]["name"]
    above = view.place.parent(resource)
    region = "" if above is None else catalog.region(above.props["location"]).name
    one = Served(view.label(resource), name, sku, region, None, "")
    if candidate_of(one, view.proofs) is None:
        return []
    traffic, basis = _traffic(resource, view, asks)
    return [larger(replace(one, traffic=traffic, basis=basis), view.proofs, view.today)]


def _traffic(
    resource: Deployed, view: View, asks: tuple[Asked, Asked, Asked]
) -> tuple[Traffic | None, str]:
    """Return what was measured, else what is declared, and which of both it is."""
    counted, read, written = asks
    own = f"{counted.where} and StatusCode eq '200'"
    answered = view.read(Asked(counted.resource, _ACCOUNT, counted.metric, own, grain=HOUR))
    tokens = [
        sum(view.read(Asked(each.resource, _ACCOUNT, each.metric, each.where, grain=HOUR)).known)
        for each in (read, written)
    ]
    requests = sum(answered.known)
    if not requests or not all(tokens):
        return resource.need.traffic, "by the traffic that is declared"
    rate = requests / (len(answered.values) * HOUR_S)
    traffic = Traffic(rate, tokens[0] / requests, tokens[1] / requests)
    each = f"{traffic.input_tokens:,.0f} and {traffic.output_tokens:,.0f} tokens"
    return traffic, f"by the measured traffic: {requests:,.0f} requests of {each}"


def _is_openai(resource: Deployed) -> bool:
    return resource.props["properties"]["model"]["format"] == "OpenAI"
