"""Which smaller model has been shown to do, by an evaluation or by a published score?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

import pulumi

from azgreen import catalog
from azgreen.errors import EstimateError, Fault, InputError
from azgreen.estimate import Traffic, gpu_j_per_request
from azgreen_policies._deployed import Deployed
from azgreen_policies._reading import fields, items

PROMOTE: Final = "promote"
"""The verdict of `azgreen evaluate` for a candidate that is no worse."""

_TYPICAL: Final = Traffic(5.53, 1155, 211)
"""Where no traffic is declared: Azure LLM inference trace 2023, conversation."""

_KEY: Final = "azgreen:evidence"
_NAMES: Final = ("baseline", "candidate", "verdict")
_DATE: Final = "decidedOn"


@dataclass(frozen=True)
class Evidence:
    """A verdict of `azgreen evaluate`."""

    baseline: str
    candidate: str
    verdict: str
    decided_on: date


def is_recorded() -> bool:
    """Tell whether the stack has evidence, readable or not."""
    return pulumi.Config("azgreen").get("evidence") is not None


def newest() -> list[Evidence]:
    """Return the last verdict of each pair of models.

    Raises:
        InputError: everything that is wrong with `azgreen:evidence`, at once.
    """
    try:
        given: object = pulumi.Config("azgreen").get_object("evidence")
    except pulumi.ConfigTypeError:
        given = False
    if given is not None and not isinstance(given, list):
        raise InputError([Fault(_KEY, "is no list; write it with 'azgreen evaluate --write'")])
    listed, faults = items(cast("Any", given)), list[Fault]()
    read = [_read(f"{_KEY}[{at}]", fields(each), faults) for at, each in enumerate(listed)]
    if faults:
        raise InputError(faults)
    found = sorted((each for each in read if each), key=lambda each: each.decided_on)
    return list({(each.baseline, each.candidate): each for each in found}.values())


def against(deployed: Deployed, most_days: int, today: date) -> Iterator[str]:
    """Say which verdicts show that a smaller model would do for what a deployment serves."""
    for each in newest():
        if each.verdict != PROMOTE or each.baseline.lower() != deployed.model.name.lower():
            continue
        shown = f"{_KEY} of {each.decided_on} shows that {each.candidate} is no worse"
        age = (today - each.decided_on).days
        fix = f"serve {each.candidate}"
        if age > most_days:
            fix = f"that is {age} days old, over the limit of {most_days}: evaluate them anew"
        yield f"{deployed.told}; {shown}; {fix}"


def good_enough(deployed: Deployed, benchmark: str, least: float, today: date) -> str | None:
    """Name the model of least energy that scores enough, if it takes less and is offered there."""
    home, own = deployed.region, _gpu_j(deployed, deployed.model)
    if home is None or own is None:
        return None
    offered = {each.model for each in catalog.deployable_offers(None, deployed.sku, home.name)}
    found = [
        (energy, each.name, each.score.score_percent)
        for each in map(catalog.model, offered)
        if each.score and each.score.benchmark == benchmark
        if each.score.score_percent >= least and not _is_retired(each.name, today)
        if (energy := _gpu_j(deployed, each)) is not None and energy < own
    ]
    if not found:
        return None
    energy, name, score = min(found)
    what = f"{name} scores {score:g} % in {benchmark}, at least the {least:g} % asked for"
    less = f"takes {energy / own:.0%} of the energy a request and is offered there so"
    return f"{deployed.told}; {what}, {less}: serve {name}"


def _gpu_j(deployed: Deployed, model: catalog.Model) -> float | None:
    try:
        return gpu_j_per_request(model, deployed.need.traffic or _TYPICAL).mid
    except EstimateError:
        return None


def _is_retired(model: str, today: date) -> bool:
    known = catalog.retirement(model)
    return known is not None and known.is_retired(today)


def _read(where: str, given: Mapping[str, Any], faults: list[Fault]) -> Evidence | None:
    missing = [name for name in _NAMES if not isinstance(given.get(name), str)]
    faults += (Fault(f"{where}.{name}", f"{given.get(name)!r} is no name") for name in missing)
    try:
        day = date.fromisoformat(str(given.get(_DATE)))
    except ValueError:
        faults.append(Fault(f"{where}.{_DATE}", f"{given.get(_DATE)!r} is no date"))
        return None
    if missing:
        return None
    return Evidence(given["baseline"], given["candidate"], given["verdict"], day)
