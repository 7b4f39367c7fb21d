"""Which questions do the machines of a plan raise, and which lines come of the answers?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from azgreen.errors import AzgreenError
from azgreen.preflight.azure import RefusedError
from azgreen.preflight.elsewhere import There, anywhere, best
from azgreen.preflight.line import Line, Verdict
from azgreen.preflight.machines import API_VERSION, families, held, judge, machines, plain
from azgreen.preflight.refused import READER, skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from azgreen.estimate.inventory import Resource
    from azgreen.preflight.answers import Answers
    from azgreen.preflight.machines import Machines

_WAIT: Final = "write the type, the number and the region of the machines into the program"


def tasks(
    resources: Sequence[Resource], answers: Answers
) -> Iterator[Callable[[], Iterator[Line]]]:
    """Yield what is to be asked; all of it can be asked at the same time."""
    known, unknown = machines(resources)
    for item in unknown:
        yield partial(iter, (Line(Verdict.SKIP, "machines", item.name, item.why, _WAIT),))
    groups: dict[tuple[str, str], list[Machines]] = {}
    for item in known:
        groups.setdefault((item.region, item.family), []).append(item)
    for group in groups.values():
        yield partial(_family, group, answers)


def _family(group: Sequence[Machines], answers: Answers) -> Iterator[Line]:
    first = group[0]
    try:
        left = families(answers.machine_usages(first.region))
        takers = [(item, _held(item, answers)) for item in group]
    except RefusedError as error:
        names, what = ", ".join(sorted(item.name for item in group)), f"vCPUs of {first.region}"
        yield from skipped("machines", names, f"the quota of {what}", READER, error)
        return
    more = sum(max(0, item.vcpus - now) for item, now in takers)
    quota = left.get(plain(first.family))
    short = quota is not None and more > quota.left
    ask = partial(_there, plain(first.family), answers)
    place = best(anywhere(first.region), ask, more) if short else None
    yield from judge(takers, left, place)


def _held(item: Machines, answers: Answers) -> int:
    now = answers.deployed(item.path, API_VERSION)
    try:
        return 0 if now is None else held(now)
    except AzgreenError:
        return 0  # what is there is of a type that the catalogue does not list


def _there(family: str, answers: Answers, region: str) -> There | None:
    try:
        quota = families(answers.machine_usages(region)).get(family)
    except RefusedError:
        return None
    return None if quota is None else There(quota.left)
