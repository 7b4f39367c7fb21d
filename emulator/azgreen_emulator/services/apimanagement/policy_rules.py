"""Which policies does API Management refuse: in a wrong section, or without what they need?

Rules: azure-docs, `api-management`, the page of each policy (`llm-token-limit-policy` say), and
`api-management-policies` for the names of all. Words on sections and missing attributes are as
users of Azure have published them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.errors import nearest
from azgreen_emulator.services.apimanagement.policy_names import OTHERS
from azgreen_emulator.services.apimanagement.policy_values import OWN_RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.services.apimanagement.policy_text import Element

SECTIONS: Final = ("inbound", "backend", "outbound", "on-error")
SEMANTIC_LOOKUPS: Final = ("azure-openai-semantic-cache-lookup", "llm-semantic-cache-lookup")
_STORES: Final = ("azure-openai-semantic-cache-store", "llm-semantic-cache-store")
_LIMITS: Final = ("azure-openai-token-limit", "llm-token-limit")
_METRICS: Final = ("azure-openai-emit-token-metric", "llm-emit-token-metric")
_HOLDERS: Final = ("choose", "when", "otherwise", "retry", "limit-concurrency", "wait")
"""What holds policies of the same section."""

_SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys((*SEMANTIC_LOOKUPS, *_LIMITS, *_METRICS), ("inbound",)),
    **dict.fromkeys(_STORES, ("outbound",)),
    "authentication-managed-identity": ("inbound",),
    "forward-request": ("backend",),
    "set-backend-service": ("inbound", "backend"),
}
_REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(
        SEMANTIC_LOOKUPS,
        ("score-threshold", "embeddings-backend-id", "embeddings-backend-auth"),
    ),
    **dict.fromkeys(_STORES, ("duration",)),
    **dict.fromkeys(_LIMITS, ("counter-key", "estimate-prompt-tokens")),
    "authentication-managed-identity": ("resource",),
    "retry": ("condition", "count", "interval"),
    "set-header": ("name",),
    "set-status": ("code",),
    "set-variable": ("name", "value"),
    "when": ("condition",),
}
_ONCE: Final = (*SEMANTIC_LOOKUPS, "forward-request")
_NOT_IN_CONSUMPTION: Final = _LIMITS


def faults_of(root: Element, tier: str) -> Iterator[str]:
    """Yield what is wrong with a policy of a service of this tier."""
    if root.name != "policies":
        yield root.fault("The root element of a policy is 'policies'.")
        return
    seen: set[str] = set()
    for section in root.children:
        if section.name not in SECTIONS:
            listed = ", ".join(f"'{name}'" for name in SECTIONS)
            yield section.fault(f"Not a section of a policy. Possible sections: {listed}.")
        elif section.name in seen:
            yield section.fault(f"The section '{section.name}' is there twice.")
        else:
            yield from _section_faults(section, tier)
        seen.add(section.name)


def _section_faults(section: Element, tier: str) -> Iterator[str]:
    count: dict[str, int] = {}
    for element in _policies_in(section):
        count[element.name] = count.get(element.name, 0) + 1
        yield from _policy_faults(element, section.name, tier)
        if element.name in _ONCE and count[element.name] > 1:
            yield element.fault("The policy can be used once in a section only.")


def _policies_in(holder: Element) -> Iterator[Element]:
    for element in holder.children:
        yield element
        if element.name in _HOLDERS:
            yield from _policies_in(element)


def _policy_faults(element: Element, section: str, tier: str) -> Iterator[str]:
    known = {*_SECTIONS, *_REQUIRED, *_HOLDERS, *OTHERS}
    if element.name not in known:
        yield element.fault(f"Not a policy; {nearest(element.name, sorted(known))}")
        return
    if section not in _SECTIONS.get(element.name, SECTIONS):
        yield element.fault("Policy is not allowed in the specified section")
    if tier == "Consumption" and element.name in _NOT_IN_CONSUMPTION:
        yield element.fault("Policy is not allowed in the Consumption tier")
    for name in _REQUIRED.get(element.name, ()):
        if not element.attributes.get(name):
            yield element.fault(f"The required attribute '{name}' is missing.")
    for kind, rules in OWN_RULES.items():
        if element.name.endswith(kind):
            yield from (element.fault(reason) for reason in rules(element))
