"""Which questions do the deployments of models raise, and which lines come of the answers?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from azgreen.preflight import capacity, offer, ptu, quota
from azgreen.preflight.azure import RefusedError, field, number
from azgreen.preflight.elsewhere import There, best, candidates
from azgreen.preflight.line import Line, Verdict, or_there
from azgreen.preflight.quota import Taker
from azgreen.preflight.refused import CONTRIBUTOR, READER, skipped
from azgreen.preflight.wanted import deployments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from azgreen.estimate.inventory import Resource
    from azgreen.preflight.answers import Answers
    from azgreen.preflight.line import NextBest
    from azgreen.preflight.listed import Listed
    from azgreen.preflight.wanted import Deployed

_API_VERSION: Final = "2025-06-01"
_NO_REGION: Final = (400, 404)
_WAIT: Final = "run it again when the plan knows: after the deployment, or with names of your own"


def tasks(
    resources: Sequence[Resource], answers: Answers, today: date
) -> Iterator[Callable[[], Iterator[Line]]]:
    """Yield what is to be asked; all of it can be asked at the same time."""
    known, unknown = deployments(resources)
    for item in unknown:
        line = Line(Verdict.SKIP, "offer", item.name, item.why, _WAIT)
        yield partial(iter, (line,))
    for region in sorted({item.region for item in known}):
        here = [item for item in known if item.region == region]
        yield partial(_quotas, region, here, answers)
    for item in known:
        yield partial(_offer, item, answers, today)
        yield partial(_capacity, item, answers)
        if item.is_provisioned:
            yield partial(_ptu, item, answers)


def _offer(wanted: Deployed, answers: Answers, today: date) -> Iterator[Line]:
    try:
        known = answers.models(wanted.region)
    except RefusedError as error:
        if error.status in _NO_REGION:
            told = f"Azure deploys no models in {wanted.region} for this subscription: {error.code}"
            place = _elsewhere(wanted, answers, wanted.units)
            remedy = or_there("", place) or "choose another region"
            yield Line(Verdict.FAIL, "offer", wanted.name, told, remedy, place)
        else:
            what = f"the models of {wanted.region}"
            yield from skipped("offer", wanted.name, what, READER, error)
        return
    missing = not any(item.is_wanted(wanted) for item in known)
    place = _elsewhere(wanted, answers, wanted.units) if missing else None
    yield from offer.judge(wanted, known, today, place)


def _quotas(region: str, here: Sequence[Deployed], answers: Answers) -> Iterator[Line]:
    names = ", ".join(sorted(item.name for item in here))
    try:
        known = answers.models(region)
        left = answers.quotas(region)
        groups: dict[str, list[Taker]] = {}
        for item in here:
            listed = _listed(item, known)
            if listed is not None:
                taker = Taker(item, _held(item, answers))
                groups.setdefault(listed.usage_name, []).append(taker)
    except RefusedError as error:
        if error.status not in _NO_REGION:
            yield from skipped("quota", names, f"the quotas of {region}", READER, error)
        return
    for key in sorted(groups):
        takers = groups[key]
        more = sum(taker.more for taker in takers)
        found = left.get(key.lower())
        short = found is not None and more > found.left
        place = _elsewhere(takers[0].wanted, answers, more) if short else None
        yield from quota.judge(key, takers, left, place)


def _capacity(wanted: Deployed, answers: Answers) -> Iterator[Line]:
    try:
        listed = _listed(wanted, answers.models(wanted.region))
        if listed is None:
            return  # the line of the offer says it
        taker = Taker(wanted, _held(wanted, answers))
        reported = _reported(wanted.region, wanted, listed, answers)
    except RefusedError as error:
        if error.status not in _NO_REGION:
            what = f"the capacity of {wanted.region}"
            yield from skipped("capacity", wanted.name, what, READER, error)
        return
    short = reported is not None and reported < taker.more
    place = _elsewhere(wanted, answers, taker.more, reports=True) if short else None
    yield from capacity.judge(taker, reported, place)


def _ptu(wanted: Deployed, answers: Answers) -> Iterator[Line]:
    traffic = wanted.traffic
    if traffic is None:
        told, remedy = "no need is declared", "tag it azgreen-need (requests-per-second, ...)"
        yield Line(Verdict.SKIP, "ptu", wanted.name, told, remedy)
        return
    model = (wanted.format, wanted.model, wanted.version)
    try:
        answer = answers.azure.calculated(model, wanted.sku, ptu.workload(traffic))
        units = ptu.calculated(answer)
    except RefusedError as error:
        if error.status not in _NO_REGION:
            what = "the PTUs of a load"
            yield from skipped("ptu", wanted.name, what, CONTRIBUTOR, error)
            return
        units = None
    yield from ptu.judge(wanted, units, ptu.own(wanted, traffic))


def _held(wanted: Deployed, answers: Answers) -> float:
    """Return the units that are deployed under the same name, of the same model and SKU."""
    now = answers.deployed(wanted.path, _API_VERSION)
    if now is None:
        return 0.0
    sku, model = field(now, "sku", "name"), field(now, "properties", "model", "name")
    same = (str(sku).lower(), str(model).lower()) == (wanted.sku.lower(), wanted.model.lower())
    return (number(now, "sku", "capacity") or 0.0) if same else 0.0


def _listed(wanted: Deployed, known: Sequence[Listed]) -> Listed | None:
    return next((item for item in known if item.is_wanted(wanted)), None)


def _reported(region: str, wanted: Deployed, listed: Listed, answers: Answers) -> float | None:
    found = answers.capacities(region, (listed.format, listed.name, listed.version))
    return capacity.available(found, wanted.sku)


def _elsewhere(
    wanted: Deployed, answers: Answers, needed: float, *, reports: bool = False
) -> NextBest | None:
    ask = partial(_there, wanted, answers, reports)
    return best(candidates(wanted), ask, needed)


def _there(wanted: Deployed, answers: Answers, reports: bool, region: str) -> There | None:
    """Return what is left in another region; of what Azure reports where that is asked for."""
    try:
        listed = _listed(wanted, answers.models(region))
        if listed is None:
            return None
        quota_left = answers.quotas(region).get(listed.usage_name.lower())
        reported = _reported(region, wanted, listed, answers) if reports else None
    except RefusedError:
        return None
    left = [quota_left.left] if quota_left is not None else []
    left += [] if reported is None else [reported]
    return There(min(left, default=None))
