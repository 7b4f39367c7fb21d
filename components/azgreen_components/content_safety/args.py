"""What does one write to filter what a model is asked and what it answers?"""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi


class SeverityArgs(TypedDict):
    """From which severity on content is blocked: Low is the strictest."""

    hate: NotRequired[str]
    """Low, Medium or High; Medium when left out."""

    sexual: NotRequired[str]
    """Low, Medium or High; Medium when left out."""

    violence: NotRequired[str]
    """Low, Medium or High; Medium when left out."""

    self_harm: NotRequired[str]
    """Low, Medium or High; Medium when left out."""


class BlocklistArgs(TypedDict):
    """Terms that are blocked."""

    name: str
    """Name of the list, which policies write; required."""

    terms: NotRequired[Sequence[str]]
    """Terms that are matched exactly; none when left out."""

    patterns: NotRequired[Sequence[str]]
    """Regular expressions; none when left out."""

    description: NotRequired[str]
    """What the list is for; nothing when left out."""


class ContentPolicyArgs(TypedDict):
    """One content filter (RAI policy)."""

    name: str
    """Name that a deployment's content filter says; required."""

    base: NotRequired[str]
    """Policy of Azure's own that it is made from; Microsoft.DefaultV2 when left out."""

    mode: NotRequired[str]
    """'Blocking', or 'Asynchronous_filter' to filter behind the stream; Blocking when left out."""

    prompt: NotRequired[SeverityArgs]
    """Severities of what is asked; Medium of each when left out."""

    completion: NotRequired[SeverityArgs]
    """Severities of what is answered; Medium of each when left out."""

    jailbreak: NotRequired[bool]
    """Whether attacks by the user are blocked; they are when left out."""

    indirect_attack: NotRequired[bool]
    """Whether attacks inside documents are blocked; they are not when left out."""

    protected_text: NotRequired[bool]
    """Whether known texts are blocked in answers; they are when left out."""

    protected_code: NotRequired[bool]
    """Whether known code is blocked in answers; it is when left out."""

    blocklists: NotRequired[Sequence[str]]
    """Names of blocklists, for what is asked and answered; none when left out."""


class AccountSafetyArgs(TypedDict):
    """Content filters of an account that is made together with them."""

    policies: Sequence[ContentPolicyArgs]
    """Content filters, at least one; required."""

    blocklists: NotRequired[Sequence[BlocklistArgs]]
    """Blocklists that the policies name; none when left out."""


class ContentSafetyArgs(TypedDict):
    """Inputs of ContentSafety."""

    account_name: pulumi.Input[str]
    """Account that the content filters are for; it has to be there; required."""

    resource_group_name: pulumi.Input[str]
    """Resource group of the account; required."""

    policies: Sequence[ContentPolicyArgs]
    """Content filters, at least one; required."""

    blocklists: NotRequired[Sequence[BlocklistArgs]]
    """Blocklists that the policies name; none when left out."""

    owner: NotRequired[str]
    """Who answers for the resources, as the tag 'owner'; no such tag when left out."""

    environment: NotRequired[str]
    """Stage (dev, test, prod), as the tag 'environment' for policies; no such tag when left out."""

    workload: NotRequired[str]
    """What the resources serve, as the tag 'workload'; no such tag when left out."""

    tags: NotRequired[Mapping[str, str]]
    """More tags for every resource; none when left out."""
