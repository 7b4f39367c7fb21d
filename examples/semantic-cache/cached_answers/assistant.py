"""How does an application use the cache: look up, check, else ask the model and keep the answer?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .guard import objections

if TYPE_CHECKING:
    from collections.abc import Callable

    from .stores import Found, Store
    from .vectors import Embed


@dataclass(frozen=True, slots=True)
class Candidate:
    """The nearest entry, and what speaks against its answer."""

    found: Found
    objections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, and the question that it was first given to."""

    answer: str
    first_asked: str
    from_cache: bool


@dataclass(frozen=True)
class Assistant:
    """Answers questions of several tenants, each from its own cache first."""

    store: Store
    embed: Embed
    ask_model: Callable[[str], str]
    least_cosine: float
    guarded: bool = True
    """Whether an objection makes a miss of a hit."""

    def reply(self, tenant: str, question: str) -> Reply:
        """Answer from the cache where it may, else by the model; then the answer is kept."""
        candidate = self.candidate(tenant, question)
        if candidate is not None and not (self.guarded and candidate.objections):
            return Reply(candidate.found.answer, candidate.found.prompt, from_cache=True)
        return Reply(self.learn(tenant, question), question, from_cache=False)

    def candidate(self, tenant: str, question: str) -> Candidate | None:
        """Return the nearest entry of the tenant that is near enough."""
        found = self.store.nearest(tenant, self.embed(question), self.least_cosine)
        return found and Candidate(found, tuple(objections(found.prompt, question)))

    def learn(self, tenant: str, question: str) -> str:
        """Ask the model, keep its answer, and return it."""
        answer = self.ask_model(question)
        self.store.keep(tenant, question, answer, self.embed(question))
        return answer
