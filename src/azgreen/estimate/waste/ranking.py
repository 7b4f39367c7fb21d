"""Which waste comes first?

1. What is known to save carbon, the most first; the same by what it saves in USD.
2. What saves money, and carbon that is not known (PTUs, caches) or none, the most USD first.
3. What saves something of which neither is known.
4. What is known to save neither: it holds quota only.

What is not known is never taken for 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from azgreen.estimate.waste.judged import Judged


def ranked(found: Iterable[Judged]) -> list[Judged]:
    """Return what is waste, in that order; by kind and name where all else is alike."""
    return sorted((each for each in found if each.is_waste), key=_key)


def _key(one: Judged) -> tuple[int, float, float, str, str]:
    carbon, money = (one.saving.known.get(name) for name in ("gco2e", "usd"))
    gco2e, usd = (0.0 if each is None else each.mid for each in (carbon, money))
    if gco2e > 0:
        order = 0
    elif carbon is None:
        order = 1 if usd > 0 else 2
    else:
        order = 1 if usd > 0 else 3
    return order, -gco2e, -usd, one.kind, one.resource
