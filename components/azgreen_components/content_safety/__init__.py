"""What may a model be asked, and what may it answer?

- Billed: nothing of its own: the filters are part of what a token costs (azure-ai-docs,
  default-safety-policies, 2026-05-31).
- Carbon: a prompt that is blocked asks no model. 'Asynchronous_filter' answers sooner and so lets
  tokens be made that are then taken back.
- Not known: the energy of the filters themselves, and how often your prompts are blocked: measure
  it. Every term of a blocklist is a resource, and they are made one after another.
"""

from azgreen_components.content_safety.args import (
    AccountSafetyArgs,
    BlocklistArgs,
    ContentPolicyArgs,
    ContentSafetyArgs,
    SeverityArgs,
)
from azgreen_components.content_safety.component import ContentSafety

__all__ = [
    "AccountSafetyArgs",
    "BlocklistArgs",
    "ContentPolicyArgs",
    "ContentSafety",
    "ContentSafetyArgs",
    "SeverityArgs",
]
