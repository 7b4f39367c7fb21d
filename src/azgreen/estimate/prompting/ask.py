"""What is asked about a prompt, and can it be used?"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from azgreen.catalog import model as model_named
from azgreen.estimate.prompting.request import LIMIT_NAMES, ChatRequest, Parameters
from azgreen.estimate.sizing.inputs import Faults

if TYPE_CHECKING:
    from azgreen.catalog import Model
    from azgreen.estimate.prompting.enforced import Enforced


@dataclass(frozen=True, slots=True)
class PromptAsk:
    """Requests and where they go; None stands for not given.

    `budget_tokens` and `answer_tokens` are the workload's mean input and output; `overrides` go
    before what the requests themselves say, and `enforced` is what a gateway makes of both.
    """

    requests: tuple[ChatRequest, ...]
    model: str
    sku: str | None = None
    region: str | None = None
    requests_per_second: float | None = None
    budget_tokens: float | None = None
    answer_tokens: float | None = None
    overrides: Parameters = field(default_factory=Parameters)
    enforced: Enforced | None = None

    def reaching(self, given: Parameters) -> Parameters:
        """Return the parameters that the model gets of those that a request has."""
        return given if self.enforced is None else self.enforced.reaching(given)

    def checked(self) -> PromptAsk:
        """Return it with `overrides` put into every request.

        Raises:
            InputError: every number and name that cannot be used, at once.
        """
        faults, over = Faults(), self.overrides
        known = faults.named("model", lambda: model_named(self.model))
        if known is not None and known.kind != "chat":
            faults.add("model", f"{known.name!r} is no chat model; choose one that takes prompts")
        faults.positive(
            requests_per_second=self.requests_per_second,
            budget_tokens=self.budget_tokens,
            answer_tokens=self.answer_tokens,
        )
        faults.whole(max_tokens=over.max_tokens)
        faults.check()
        return replace(self, requests=tuple(map(self._with_overrides, self.requests)))

    @property
    def known_model(self) -> Model:
        """The catalogue's model."""
        return model_named(self.model)

    def _with_overrides(self, request: ChatRequest) -> ChatRequest:
        given = {
            name: value
            for name in ("max_tokens", "temperature", "frequency_penalty", "presence_penalty")
            if (value := getattr(self.overrides, name)) is not None
        }
        if "max_tokens" in given:
            # an option stands for the limit by whichever name the model takes it
            given |= {"max_tokens": int(given["max_tokens"]), "limit_name": LIMIT_NAMES[1]}
        return replace(request, parameters=replace(request.parameters, **given))
