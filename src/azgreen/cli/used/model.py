"""What was a deployment of a model used for: which requests and tokens came in each minute?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from azgreen import catalog
from azgreen.azure.metrics import quoted, summed
from azgreen.cli.used.place import NotLookedAtError
from azgreen.estimate.rightsizing import PtuUse, TokenUse

if TYPE_CHECKING:
    from azgreen.azure.metrics import Asked, Points
    from azgreen.cli._deployed import Deployed
    from azgreen.cli.used.place import Place
    from azgreen.estimate.rightsizing import Use

TYPE: Final = "Microsoft.CognitiveServices/accounts/deployments"
_ACCOUNT: Final = "Microsoft.CognitiveServices/accounts"
_OPENAI: Final = ("AzureOpenAIRequests", "ProcessedPromptTokens", "GeneratedTokens")
_OTHERS: Final = ("ModelRequests", "InputTokens", "OutputTokens")


def asks(resource: Deployed, place: Place) -> tuple[Asked, Asked, Asked]:
    """Return the metrics of requests, tokens that were read, and tokens that were written.

    Raises:
        NotLookedAtError: they do not tell its size.
    """
    if catalog.way_of(resource.props["sku"]["name"]) == catalog.BATCH:
        raise NotLookedAtError("Azure measures no tokens that wait in a batch")
    if _takes_what_is_over(resource, place):
        raise NotLookedAtError("it takes what PTUs cannot; its size follows from theirs")
    is_openai = resource.props["properties"]["model"]["format"] == "OpenAI"
    counted, read, written = _OPENAI if is_openai else _OTHERS
    own = f"ModelDeploymentName eq {quoted(resource.name)}"
    account = resource.id.rsplit("/", 2)[0]
    return (
        place.ask(account, _ACCOUNT, counted, own, "StatusCode"),
        place.ask(account, _ACCOUNT, read, own),
        place.ask(account, _ACCOUNT, written, own),
    )


def use(resource: Deployed, place: Place) -> Use:
    """Return what it was used for.

    Raises:
        NotLookedAtError: that cannot be told.
    """
    found = _tokens(asks(resource, place), place)
    minutes = found.step_s / 60
    sku = resource.props["sku"]["name"]
    if catalog.way_of(sku) != catalog.PROVISIONED:
        tokens = place.samples(found.tokens_asked, found.step_s).each(lambda n: n / minutes)
        return TokenUse(resource.name, resource.props["sku"]["capacity"], tokens)
    requests = place.samples(found.asked, found.step_s).each(lambda n: n / minutes)
    read, written = found.means(resource)
    units, region = resource.props["sku"]["capacity"], _region(resource, place)
    name = resource.props["properties"]["model"]["name"]
    return PtuUse(resource.name, name, sku, region, units, requests, read, written)


@dataclass(frozen=True)
class _Tokens:
    """Requests and tokens in each step."""

    asked: Points
    answered: Points
    read: Points
    written: Points
    step_s: int

    @property
    def tokens_asked(self) -> Points:
        """Tokens of all requests: Azure counts those of answered ones, refused ones are alike."""
        read, written, answered = self.read.get, self.written.get, self.answered.get
        counted = {at: (read(at) or 0.0) + (written(at) or 0.0) for at in self.asked}
        done = sum(value or 0.0 for value in self.answered.values())
        each = sum(map(counted.__getitem__, self.answered)) / done if done else None
        return {
            at: counted[at] * count / own
            if count is not None and (own := answered(at))
            else _at(each, count)
            for at, count in self.asked.items()
        }

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


def _at(each: float | None, count: float | None) -> float | None:
    """Return the tokens of requests at so many each."""
    if each is None or count is None:
        return None if count is None or count else 0.0
    return count * each


def _tokens(asked: tuple[Asked, Asked, Asked], place: Place) -> _Tokens:
    by_status = place.read(asked[0])
    answered = summed(points for code, points in by_status.items() if code.startswith("2"))
    read, written = (summed(place.read(each).values()) for each in asked[1:])
    return _Tokens(summed(by_status.values()), answered, read, written, asked[0].step_s)


def _takes_what_is_over(resource: Deployed, place: Place) -> bool:
    properties: list[Any] = [item.props.get("properties") or {} for item in place.beside(resource)]
    return any(each.get("spilloverDeploymentName") == resource.name for each in properties)


def _region(resource: Deployed, place: Place) -> str:
    account = place.parent(resource)
    if account is None:
        raise NotLookedAtError("its account is none of the stack, so its region is not known")
    return catalog.region(account.props["location"]).name
