"""Which smaller model has been shown to do, by an evaluation or by a published score?"""

from collections.abc import Iterator
from datetime import date
from typing import Final

import pulumi

from azgreen import catalog
from azgreen.errors import EstimateError
from azgreen.estimate import Traffic, gpu_j_per_request
from azgreen.estimate.waste import KEY, PROMOTE, Proof, newest
from azgreen_policies._deployed import Deployed

_TYPICAL: Final = Traffic(5.53, 1155, 211)
"""Where no traffic is declared: Azure LLM inference trace 2023, conversation."""


def is_recorded() -> bool:
    """Tell whether the stack has evidence, readable or not."""
    return pulumi.Config("azgreen").get("evidence") is not None


def recorded() -> list[Proof]:
    """Return the last verdict of each pair of models.

    Raises:
        InputError: everything that is wrong with `azgreen:evidence`, at once.
    """
    try:
        given: object = pulumi.Config("azgreen").get_object("evidence")
    except pulumi.ConfigTypeError:
        given = False
    return newest(given)


def against(deployed: Deployed, most_days: int, today: date) -> Iterator[str]:
    """Say which verdicts show that a smaller model would do for what a deployment serves."""
    for each in recorded():
        if each.verdict != PROMOTE or each.baseline.lower() != deployed.model.name.lower():
            continue
        shown = f"{KEY} of {each.decided_on} shows that {each.candidate} is no worse"
        age = each.age_days(today)
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
