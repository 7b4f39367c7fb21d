"""What is to be advised on: a workload, the quality it needs, and the levers one could pull?"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from azgreen.catalog import BENCHMARKS
from azgreen.errors import nearest
from azgreen.estimate.sizing.inputs import Faults

if TYPE_CHECKING:
    from azgreen.estimate.placement import Workload

LATENCY_TARGET_MS: Final = 50.0
"""Time per output token on own GPUs; assumption: 20 tokens a second, what PTUs of gpt-4o promise
at least and faster than anybody reads."""

LIFETIME_MONTHS: Final = 12.0
"""For how long the workload runs; assumption."""

RAG_TOKENS: Final = 5 * 512.0
"""Tokens that retrieval adds to a prompt; assumption: five chunks of the size that Azure AI Search
suggests to begin with."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A workload and what else decides; None stands for not given."""

    workload: Workload
    benchmark: str | None = None
    score_percent: float | None = None
    """Least score of the model in that benchmark."""
    any_model: bool = False
    """Whether all chat models of the catalogue are looked at, not those of the workload alone."""
    latency_target_ms: float = LATENCY_TARGET_MS
    lifetime_months: float = LIFETIME_MONTHS
    rag_tokens: float = RAG_TOKENS
    prompt_tokens_saved: float | None = None
    """What fine-tuning, or a tighter prompt, takes off each prompt."""
    fine_tune_tokens: float | None = None
    """Tokens trained on, all epochs together."""
    training_tokens: float | None = None
    """Of a training from nothing; by the size of the model when left out."""
    max_output_tokens: float | None = None
    prompt_cache_rate: float | None = None
    """Share of the input that Azure's prompt cache holds."""
    cache_hit_rate: float | None = None
    """Share of the requests that a semantic cache answers."""
    batch_share: float | None = None
    """Share of the requests that can wait for a day."""

    def check(self) -> None:
        """Refuse what cannot be used.

        Raises:
            InputError: every fault at once.
        """
        faults = Faults()
        faults.positive(
            latency_target_ms=self.latency_target_ms,
            lifetime_months=self.lifetime_months,
            rag_tokens=self.rag_tokens,
            prompt_tokens_saved=self.prompt_tokens_saved,
            fine_tune_tokens=self.fine_tune_tokens,
            training_tokens=self.training_tokens,
            max_output_tokens=self.max_output_tokens,
        )
        faults.share(
            prompt_cache_rate=self.prompt_cache_rate,
            cache_hit_rate=self.cache_hit_rate,
            batch_share=self.batch_share,
        )
        self._check_quality(faults)
        self._check_prompt(faults)
        faults.check()

    def _check_quality(self, faults: Faults) -> None:
        if (self.benchmark is None) != (self.score_percent is None):
            faults.add("benchmark and score", "one without the other; give both or none")
        if self.benchmark is not None and self.benchmark not in BENCHMARKS:
            close = get_close_matches(self.benchmark, BENCHMARKS, n=1)
            hint = nearest(close[0] if close else self.benchmark, BENCHMARKS)
            faults.add("benchmark", f"unknown benchmark {self.benchmark!r}; {hint}")
        score = self.score_percent
        if score is not None and not 0 < score <= 100:  # noqa: PLR2004 - percent
            faults.add("score", f"{score!r} is not usable; allowed: a percentage above 0")

    def _check_prompt(self, faults: Faults) -> None:
        saved, prompt = self.prompt_tokens_saved, self.workload.traffic.input_tokens
        if saved is not None and saved >= prompt:
            reason = f"the prompt has {prompt:g}; allowed: fewer than that"
            faults.add("prompt_tokens_saved", f"{saved:g} is not usable; {reason}")
