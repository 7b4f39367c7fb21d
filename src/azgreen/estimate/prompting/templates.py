"""Which tokenizer does a model use, and what does its chat template add to every message?

Encodings: `tiktoken` 0.14.0, `model.py` (OpenAI; it names none for GPT-6); arXiv 2412.08905 and
2503.01743 (Phi-4: tiktoken's vocabularies of 100k and 200k); the model cards of Llama 3 and Qwen3.
Overhead: OpenAI Cookbook, "How to count tokens with tiktoken" (3 a message and the role, 1 a name,
3 that begin the reply); for the others the published template, counted by its tokens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from azgreen.catalog import Model


@dataclass(frozen=True, slots=True)
class Template:
    """A vocabulary, and the tokens that are no text of anybody."""

    encoding: str
    per_message: int
    """Around one message, its role included."""
    per_request: int
    """Before all messages, and what begins the reply."""
    per_name: int = 1


OPENAI: Final = Template("o200k_base", per_message=4, per_request=3)
UNKNOWN: Final = Template("none", per_message=4, per_request=3)
"""Of a model whose template is not known here: that of OpenAI's stands in."""

_TEMPLATES: Final = (
    ("gpt-oss-", Template("o200k_harmony", per_message=4, per_request=2)),
    ("gpt-4o", OPENAI),
    ("gpt-4.1", OPENAI),
    ("gpt-5", OPENAI),
    ("o1", OPENAI),
    ("o3", OPENAI),
    ("o4-mini", OPENAI),
    ("phi-4-mini", Template("o200k_base", per_message=2, per_request=1)),
    ("phi-4", Template("cl100k_base", per_message=4, per_request=3)),
    ("llama-3", Template("llama3", per_message=5, per_request=5)),
    ("meta-llama-3", Template("llama3", per_message=5, per_request=5)),
    ("qwen3-", Template("qwen3", per_message=5, per_request=3)),
)
_HOSTS: Final = "fw-"
"""Fireworks' prefix: the same weights, so the same tokenizer."""


def template_of(model: Model) -> Template | None:
    """Return the template of a model; None where no package carries its tokenizer."""
    name = model.name.lower().removeprefix(_HOSTS)
    return next((found for begin, found in _TEMPLATES if name.startswith(begin)), None)
