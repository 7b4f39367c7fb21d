"""Does a model serve although a smaller one has been shown to do?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from azgreen import catalog
from azgreen.errors import AzgreenError
from azgreen.estimate.inventory import of_resource
from azgreen.estimate.need import NEED_TAG, Need
from azgreen.estimate.waste.judged import LARGER, Judged
from azgreen.estimate.waste.months import less
from azgreen.estimate.waste.proof import KEY, MOST_DAYS, PROMOTE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from azgreen.estimate.inventory import Line
    from azgreen.estimate.traffic import Traffic
    from azgreen.estimate.waste.proof import Proof


@dataclass(frozen=True, slots=True)
class Served:
    """A pay-as-you-go deployment, and what it answers."""

    resource: str
    model: str
    sku: str
    region: str
    traffic: Traffic | None
    """None where it is neither measured nor declared."""
    basis: str
    """Where the traffic comes from."""


def candidate_of(one: Served, proofs: Sequence[Proof]) -> Proof | None:
    """Return the newest verdict that a smaller model would do; None where there is none."""
    own = [each for each in proofs if each.baseline.lower() == one.model.lower()]
    return next((each for each in reversed(own) if each.verdict == PROMOTE), None)


def larger(one: Served, proofs: Sequence[Proof], today: date, most_days: int = MOST_DAYS) -> Judged:
    """Return whether it is waste: proven, still valid, offered there, and with less carbon.

    Args:
        one: What is deployed.
        proofs: The verdicts of `azgreen evaluate`, the oldest first.
        today: By which a verdict may be too old.
        most_days: Age up to which one counts.
    """
    shown = candidate_of(one, proofs)
    if shown is None:
        return Judged(LARGER, one.resource, "needed", "no smaller model has been shown to do")
    said = f"{KEY} of {shown.decided_on} shows that {shown.candidate} is no worse than {one.model}"
    age = shown.age_days(today)
    if age > most_days:
        why = f"{said}, but is {age} days old, over {most_days}: evaluate them anew"
        return Judged(LARGER, one.resource, "not judged", why)
    try:
        catalog.offer(shown.candidate, one.sku, one.region)
    except AzgreenError as error:
        return Judged(LARGER, one.resource, "not judged", f"{said}, but {error}")
    now, then = _line(one, one.model), _line(one, shown.candidate)
    if now.gco2e is not None and then.gco2e is not None and then.gco2e.mid >= now.gco2e.mid:
        why = f"{said}, but with this traffic it emits no less"
        return Judged(LARGER, one.resource, "needed", why)
    fix = f"serve {shown.candidate} in its place"
    saving, model = less(now, then), {"model": shown.candidate}
    return Judged(LARGER, one.resource, "waste", said, (one.basis,), saving, fix, model)


def _line(one: Served, model: str) -> Line:
    """Return what a month takes with a model, by the same traffic."""
    props = {
        "sku": {"name": one.sku},
        "properties": {"model": {"name": model}},
        "tags": {NEED_TAG: Need.of(one.traffic).text()},
    }
    return of_resource("cognitiveservices", "Deployment", props, one.region)
