"""Is the quota left that the deployments of a plan take together?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.catalog import capacity_unit
from azgreen.preflight.azure import field, number
from azgreen.preflight.line import Line, Verdict, or_there

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from azgreen.preflight.azure import Json
    from azgreen.preflight.line import NextBest
    from azgreen.preflight.wanted import Deployed

ASK: Final = "ask for more quota (learn.microsoft.com/azure/ai-foundry/openai/how-to/quota)"


@dataclass(frozen=True, slots=True)
class Quota:
    """How much of one quota there is in a region."""

    limit: float
    used: float

    @property
    def left(self) -> float:
        """What is left; never below 0."""
        return max(0.0, self.limit - self.used)


def quotas(answer: Sequence[Json]) -> dict[str, Quota]:
    """Read the items of Usages - List, by key in lower case; a limit of -1 is none."""
    found: dict[str, Quota] = {}
    for item in answer:
        name, limit = field(item, "name", "value"), number(item, "limit")
        if isinstance(name, str) and limit is not None and limit >= 0:
            found[name.lower()] = Quota(limit, number(item, "currentValue") or 0.0)
    return found


@dataclass(frozen=True, slots=True)
class Taker:
    """A deployment with what it takes of a quota beyond what it holds already."""

    wanted: Deployed
    held: float = 0.0
    """Units that are deployed under the same names now."""

    @property
    def more(self) -> float:
        """Units that it would take from what is left."""
        return max(0.0, self.wanted.units - self.held)


def judge(
    key: str, takers: Sequence[Taker], known: Mapping[str, Quota], elsewhere: NextBest | None
) -> Iterator[Line]:
    """Yield the line of one quota of one region, for all deployments that draw on it.

    Args:
        key: The quota's key in Usages - List.
        takers: All deployments of the plan that draw on it; at least one.
        known: What there is in the region.
        elsewhere: Where else as much is left; None where nowhere.
    """
    names = ", ".join(sorted(taker.wanted.name for taker in takers))
    region, unit = takers[0].wanted.region, capacity_unit(takers[0].wanted.sku)
    more, held = sum(taker.more for taker in takers), sum(taker.held for taker in takers)
    beside = f" beside the {held:,g} deployed" if held else ""
    needs = f"takes {more:,g} {unit}{beside} of {key} in {region}"
    quota = known.get(key.lower())
    if not more:
        told = f"takes no more {unit} of {key} in {region} than is deployed"
        yield Line(Verdict.PASS, "quota", names, told)
    elif quota is None:
        remedy = "look at the quota in the Foundry portal: only the deployment tells"
        yield Line(Verdict.WARN, "quota", names, f"{needs}; Azure lists no such quota", remedy)
    else:
        enough = more <= quota.left
        verdict = Verdict.PASS if enough else Verdict.FAIL
        told = f"{needs}; {quota.left:,g} of {quota.limit:,g} are left"
        remedy = "" if enough else or_there(f"take less, or {ASK}", elsewhere)
        yield Line(verdict, "quota", names, told, remedy, elsewhere)
