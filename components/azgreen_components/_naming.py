"""Which names does Azure take, and which do we give where the user gives none?"""

import re
from dataclasses import dataclass
from hashlib import sha256

from azgreen_components._inputs import Faults

# Azure Resource Manager's own patterns for Microsoft.CognitiveServices and resource groups.
_ACCOUNT = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]{1,63}")
_SUB_DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])")
_DEPLOYMENT = re.compile(r"[a-zA-Z0-9](?:[a-zA-Z0-9_.-]{0,62}[a-zA-Z0-9_-])?")
_RESOURCE_GROUP = re.compile(r"[\w.()-]{0,89}[\w()-]")
_SUFFIX = re.compile(r"[a-z0-9]{1,12}")

_STEM_LENGTH = 40  # with the digest and the longest suffix: 40 + 1 + 10 + 1 + 12 = 64
_DIGEST_LENGTH = 10  # 50 bits: one clash in a million names has a chance of one in two thousand


@dataclass(frozen=True)
class Scope:
    """Where a component lives: what makes its derived names its own."""

    organization: str
    project: str
    stack: str
    subscription: str | None = None


def derived_name(
    component: str, scope: Scope, location: str, resource_group: str | None, suffix: str | None
) -> str:
    """Return an account name that is also a sub-domain: the same in every run.

    The resource group is part of it, as in Bicep's `uniqueString(resourceGroup().id)`: a stack
    that is destroyed and deployed again has a fresh group, and so does not meet the sub-domain
    that its own soft-deleted account still holds for 48 hours.

    Args:
        component: The component's own name, which the result starts with.
        scope: Organisation, project, stack and subscription of the component.
        location: Region of the account.
        resource_group: Its resource group; None under mocks that give their groups no name.
        suffix: What the user added to take a fresh name, if anything.
    """
    stem = re.sub(r"[^a-z0-9]+", "-", component.lower()).strip("-")[:_STEM_LENGTH].strip("-")
    seed = (component, scope.organization, scope.project, scope.stack)
    place = (scope.subscription or "", location, (resource_group or "").lower())
    digest = sha256("\0".join(seed + place).encode()).hexdigest()[:_DIGEST_LENGTH]
    return "-".join(part for part in (stem, digest, suffix) if part)


def check_account(faults: Faults, path: str, name: str) -> None:
    """Note an account name that Azure refuses."""
    if not _ACCOUNT.fullmatch(name):
        rule = "2 to 64 letters, digits, '_', '.' or '-', starting with a letter or digit"
        faults.add(path, f"{name!r} is not an account name; use {rule}")


def check_sub_domain(faults: Faults, path: str, name: str) -> None:
    """Note a sub-domain that Azure refuses."""
    if not _SUB_DOMAIN.fullmatch(name):
        rule = "2 to 64 lower case letters, digits or '-', with no '-' at either end"
        faults.add(path, f"{name!r} is not a sub-domain; use {rule}")


def check_deployment(faults: Faults, path: str, name: str) -> None:
    """Note a deployment name that Azure refuses."""
    if not _DEPLOYMENT.fullmatch(name):
        rule = "1 to 64 letters, digits, '_', '.' or '-', starting with a letter or digit"
        faults.add(path, f"{name!r} is not a deployment name; use {rule}")


def check_resource_group(faults: Faults, path: str, name: str) -> None:
    """Note a resource group name that Azure refuses."""
    if not _RESOURCE_GROUP.fullmatch(name):
        rule = "1 to 90 letters, digits, '_', '.', '-' or brackets, not ending with '.'"
        faults.add(path, f"{name!r} is not a resource group name; use {rule}")


def check_suffix(faults: Faults, path: str, suffix: str) -> None:
    """Note a suffix that would spoil the derived name."""
    if not _SUFFIX.fullmatch(suffix):
        faults.add(path, f"{suffix!r} is not a suffix; use 1 to 12 lower case letters or digits")
