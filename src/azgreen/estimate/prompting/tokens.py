"""How many tokens does a request take, by part?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from azgreen.catalog import Spread
from azgreen.estimate.prompting.request import OVERHEAD, PARTS, TOOLS, parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azgreen.estimate.prompting.counting import Counter
    from azgreen.estimate.prompting.request import ChatRequest

_NOTHING = Spread.exactly(0)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of a prompt by the parts of `PARTS`, overhead included."""

    by_part: dict[str, Spread]

    @property
    def total(self) -> Spread:
        """All parts together."""
        return sum(self.by_part.values(), _NOTHING)

    def as_dict(self) -> dict[str, dict[str, float]]:
        """Return plain values for JSON."""
        return {name: item.as_dict() for name, item in (*self.by_part.items(), ("all", self.total))}


def tokens_of(request: ChatRequest, counter: Counter) -> Tokens:
    """Count one request.

    A name costs what it is long, and what its template adds. Tools are counted as the JSON that is
    sent: how a service writes them into the prompt is not published.
    """
    found = dict.fromkeys(PARTS, _NOTHING)
    for part, message in zip(parts(request), request.messages, strict=True):
        found[part] += counter.of(message.text)
        if message.name is not None:
            found[part] += counter.of(message.name)
    found[TOOLS] += counter.of(request.tools)
    template = counter.template
    named = sum(message.name is not None for message in request.messages)
    around = template.per_message * len(request.messages) + template.per_name * named
    found[OVERHEAD] = Spread.exactly(around + template.per_request)
    return Tokens(found)


def mean_tokens(counted: Sequence[Tokens]) -> Tokens:
    """Return the mean of several requests, part by part."""
    share = 1 / len(counted)
    return Tokens({
        part: sum((item.by_part[part] for item in counted), _NOTHING) * share for part in PARTS
    })  # fmt: skip
