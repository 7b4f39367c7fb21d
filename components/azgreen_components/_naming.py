"""Which names does Azure take, and which do we give where the user gives none?"""

import re
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID, uuid5

import pulumi

from azgreen_components._inputs import Faults

_NO_ORGANIZATION = "organization"  # what the engine says where a backend knows none
_DIGEST_LENGTH = 10  # 50 bits: one clash in a million names has a chance of one in two thousand
_SUFFIX_LENGTH = 12
_OWN_NAMESPACE = UUID("6f0f4f0c-8a55-5d2b-9d5d-0a6f1c1d5f11")  # made up once: never change it


@dataclass(frozen=True)
class NameRule:
    """What Azure takes as the name of a type; patterns are the Resource Manager's own."""

    what: str
    pattern: re.Pattern[str]
    allowed: str
    length: int = 64
    """Most characters."""
    dashes: bool = True
    """Whether '-' may stand between the parts of a derived name."""


ACCOUNT = NameRule(
    "an account name",
    re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]{1,63}"),
    "2 to 64 letters, digits, '_', '.' or '-', starting with a letter or digit",
)
SUB_DOMAIN = NameRule(
    "a sub-domain",
    re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])"),
    "2 to 64 lower case letters, digits or '-', with no '-' at either end",
)
DEPLOYMENT = NameRule(
    "a deployment name",
    re.compile(r"[a-zA-Z0-9](?:[a-zA-Z0-9_.-]{0,62}[a-zA-Z0-9_-])?"),
    "1 to 64 letters, digits, '_', '.' or '-', starting with a letter or digit",
)
RESOURCE_GROUP = NameRule(
    "a resource group name",
    re.compile(r"[\w.()-]{0,89}[\w()-]"),
    "1 to 90 letters, digits, '_', '.', '-' or brackets, not ending with '.'",
    length=90,
)
SUFFIX = NameRule(
    "a suffix",
    re.compile(rf"[a-z0-9]{{1,{_SUFFIX_LENGTH}}}"),
    f"1 to {_SUFFIX_LENGTH} lower case letters or digits",
    length=_SUFFIX_LENGTH,
)
CALLER = NameRule(
    "a caller's name",
    re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?"),
    "1 to 32 lower case letters, digits or '-', with no '-' at either end",
    length=32,
)
ALERT = NameRule(
    "the name of an alert",
    re.compile(r"[^*#&+:<>?@%{}\\/\x00-\x1f]{0,259}[^*#&+:<>?@%{}\\/\x00-\x1f. ]"),
    "1 to 260 characters without * # & + : < > ? @ % { } \\ /, not ending with '.' or a space",
    length=260,
)
REDIS_CLUSTER = NameRule(
    "a Redis cluster's name",
    re.compile(r"(?=.{1,60}$)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*"),
    "1 to 60 letters, digits or single '-', with none at either end",
    length=60,
)
COSMOS_ACCOUNT = NameRule(
    "a Cosmos DB account's name",
    re.compile(r"(?=.{3,50}$)[a-z0-9]+(?:-[a-z0-9]+)*"),
    "3 to 50 lower case letters, digits or single '-', with none at either end",
    length=50,
)

ONLINE_ENDPOINT = NameRule(
    "the name of an online endpoint or deployment",
    re.compile(r"(?=.{3,32}$)[a-zA-Z](?:-?[a-zA-Z0-9])*"),
    "3 to 32 letters, digits or single '-', starting with a letter and not ending with '-'",
    length=32,
)
ML_WORKSPACE = NameRule(
    "a workspace name",
    re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}"),
    "3 to 33 letters, digits, '_' or '-', starting with a letter or digit",
    length=33,
)
ML_MODEL = NameRule(
    "the name of a registered model",
    re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_-]{0,254}"),
    "1 to 255 letters, digits, '_' or '-', starting with a letter or digit",
    length=255,
)
SERVERLESS_ENDPOINT = NameRule(
    "the name of a serverless endpoint",
    re.compile(r"[a-zA-Z][a-zA-Z0-9-]{0,51}"),
    "1 to 52 letters, digits or '-', starting with a letter",
    length=52,
)
STORAGE_ACCOUNT = NameRule(
    "a storage account name",
    re.compile(r"[a-z0-9]{3,24}"),
    "3 to 24 lower case letters or digits",
    length=24,
    dashes=False,
)
KEY_VAULT = NameRule(
    "a key vault name",
    re.compile(r"(?=.{3,24}$)[a-zA-Z](?:-?[a-zA-Z0-9])*"),
    "3 to 24 letters, digits or single '-', starting with a letter and not ending with '-'",
    length=24,
    dashes=False,
)
IDENTITY = NameRule(
    "an identity name",
    re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_-]{2,127}"),
    "3 to 128 letters, digits, '_' or '-', starting with a letter or digit",
)
AUTOSCALE_SETTING = NameRule(
    "an autoscale setting's name",
    re.compile(r"[^#<>*%&:?+\\/\x00-\x1f]{0,259}[^#<>*%&:?+\\/\x00-\x1f. ]"),
    "1 to 260 characters without # < > * % & : ? + / \\, not ending with '.' or a space",
)
TARGET = NameRule("a target's name", CALLER.pattern, CALLER.allowed, CALLER.length)
SEARCH_SERVICE = NameRule(
    "a search service's name",
    re.compile(r"(?=.{2,60}$)[a-z0-9][a-z0-9]+(?:-[a-z0-9]+)*"),
    "2 to 60 lower case letters, digits or single '-', which is none of the first two nor the last",
    length=60,
    dashes=False,
)
SEARCH_INDEX = NameRule(
    "an index name",
    re.compile(r"(?=.{2,128}$)[a-z0-9]+(?:-[a-z0-9]+)*"),
    "2 to 128 lower case letters, digits or single '-', with none at either end",
    length=128,
)
LOG_WORKSPACE = NameRule(
    "the name of a Log Analytics workspace",
    re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]"),
    "4 to 63 letters, digits or '-', with no '-' at either end",
    length=63,
)

GATEWAY = NameRule(
    "the name of an API Management service",
    re.compile(r"(?=.{1,50}$)[a-zA-Z](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"),
    "1 to 50 letters, digits or '-', starting with a letter and not ending with '-'",
    length=50,
)


def check_name(faults: Faults, path: str, name: str, rule: NameRule) -> None:
    """Note a name that Azure refuses."""
    if not rule.pattern.fullmatch(name):
        faults.add(path, f"{name!r} is not {rule.what}; use {rule.allowed}")


@dataclass(frozen=True)
class Scope:
    """Where a component lives: what makes its derived names its own."""

    organization: str
    project: str
    stack: str
    subscription: str | None = None


def current_scope() -> Scope:
    """Return the scope of the program that is running."""
    return Scope(
        organization=pulumi.get_organization() or _NO_ORGANIZATION,
        project=pulumi.get_project(),
        stack=pulumi.get_stack(),
        subscription=pulumi.Config("azure-native").get("subscriptionId"),
    )


def derived_name(  # noqa: PLR0913, PLR0917 - a name that is unique in Azure has that many parts
    component: str,
    scope: Scope,
    location: str,
    resource_group: str | None,
    suffix: str | None,
    rule: NameRule = SUB_DOMAIN,
) -> str:
    """Return a name that nobody else in Azure has: the same in every run.

    The resource group is part of it, as in Bicep's `uniqueString(resourceGroup().id)`: a stack
    that is destroyed and deployed again has a fresh group, and so does not meet the name that its
    own soft-deleted resource still holds.

    Args:
        component: The component's own name, which the result starts with.
        scope: Organisation, project, stack and subscription of the component.
        location: Region of the resource.
        resource_group: Its resource group; None under mocks that give their groups no name.
        suffix: What the user added to take a fresh name, if anything.
        rule: What Azure takes as the name.
    """
    dash = "-" if rule.dashes else ""
    room = rule.length - _DIGEST_LENGTH - _SUFFIX_LENGTH - 2 * len(dash)
    stem = re.sub(r"[^a-z0-9]+", dash, component.lower()).strip("-")[: max(1, room)].strip("-")
    if not stem[:1].isalpha() and rule is not SUB_DOMAIN:
        stem = f"a{stem}"[: max(1, room)]  # most types want a letter first
    seed = (component, scope.organization, scope.project, scope.stack)
    place = (scope.subscription or "", location, (resource_group or "").lower())
    digest = sha256("\0".join(seed + place).encode()).hexdigest()[:_DIGEST_LENGTH]
    return dash.join(part for part in (stem, digest, suffix) if part)


def unique_name(
    component: str,
    location: str,
    resource_group: pulumi.Input[str],
    suffix: str | None,
    rule: NameRule = SUB_DOMAIN,
) -> pulumi.Output[str]:
    """Return `derived_name` in the scope of the running program."""
    scope = current_scope()
    return pulumi.Output.from_input(resource_group).apply(
        lambda group: derived_name(component, scope, location, group, suffix, rule)
    )


def stable_guid(*parts: str) -> str:
    """Return a GUID that is the same in every run, for types that are named by one."""
    return str(uuid5(_OWN_NAMESPACE, "\0".join(part.lower() for part in parts)))
