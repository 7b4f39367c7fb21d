"""Which words does Microsoft.CognitiveServices refuse with?

Taken from refusals that users of Azure have published; where none was found, the docstring says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen_emulator.arm.errors import ArmError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


def invalid_kind(kind: str) -> ArmError:
    """There is no such kind of account."""
    return ArmError(
        400,
        "InvalidApiSetId",
        f"The account type '{kind}' is either invalid or unavailable in given region.",
    )


def invalid_sku(sku: str, allowed: Sequence[str]) -> ArmError:
    """The kind of account has no such SKU; the code is Azure's, the words are ours."""
    return ArmError(
        400,
        "InvalidSkuId",
        f"The account SKU '{sku}' is either invalid or unavailable in given region. Allowed:"
        f" {', '.join(allowed)}.",
    )


def domain_in_use(name: str) -> ArmError:
    """A subdomain belongs to one account, deleted ones included."""
    return ArmError(
        409,
        "CustomDomainInUse",
        f"Please pick a different name. The subdomain name '{name}' is not available as it's"
        " already used by a resource. If the resource using the name was deleted in the last 48"
        " hours, you may need to purge the deleted resource. Learn more at"
        ' "https://go.microsoft.com/fwlink/?linkid=2215493"',
    )


def invalid_domain(name: str) -> ArmError:
    """A subdomain is a DNS label."""
    return ArmError(
        400,
        "CustomDomainNameInvalid",
        f"Sub domain name '{name}' is not valid",
        target="properties.customSubDomainName",
    )


def must_restore(resource_id: str) -> ArmError:
    """The name belongs to a soft-deleted account."""
    return ArmError(
        409,
        "FlagMustBeSetForRestore",
        f"An existing resource with ID '{resource_id}' has been soft-deleted. To restore the"
        " resource, you must specify 'restore' to be 'true' in the property. If you don't want to"
        " restore existing resource, please purge it first.",
    )


def nothing_to_restore(resource_id: str) -> ArmError:
    """No soft-deleted account has this id."""
    return ArmError(
        404,
        "CanNotRestoreANonExistingResource",
        f"Could not locate a resource to restore. The resource with ID '{resource_id}' doesn't"
        " exist or it is already purged.",
    )


def active_resource(resource_id: str) -> ArmError:
    """The account was not deleted; the code is Azure's, the words are ours."""
    return ArmError(
        409,
        "CanNotRestoreAnActiveResource",
        f"Could not restore the resource with ID '{resource_id}' because it is active.",
    )


def keys_disabled() -> ArmError:
    """An account without local authentication has no keys."""
    return ArmError(400, "BadRequest", "Failed to list key. disableLocalAuth is set to be true")


def properties(message: str, target: str) -> ArmError:
    """Azure's code for a property that does not fit; the words are the caller's."""
    return ArmError(400, "InvalidResourceProperties", message, target=target)


def model_not_supported(described: str) -> ArmError:
    """There is no such model, or not for this kind of account."""
    return ArmError(
        400,
        "DeploymentModelNotSupported",
        f"The model '{described}' of account deployment is not supported.",
        target="properties.model",
    )


def model_deprecated(described: str, day: date) -> ArmError:
    """The model is retired."""
    return ArmError(
        400,
        "ServiceModelDeprecated",
        f"The model '{described}' has been deprecated since {day:%m/%d/%Y} 00:00:00.",
        target="properties.model",
    )


def sku_not_for_model(sku: str, model: str, version: str) -> ArmError:
    """The model is not sold under this SKU anywhere."""
    return properties(
        f"The specified SKU '{sku}' of account deployment is not supported by the model '{model}'"
        f" version: '{version}'.",
        "sku.name",
    )


def sku_not_in_region(sku: str, model: str, version: str, region: str) -> ArmError:
    """The model is sold under this SKU, and not there."""
    return properties(
        f"The specified SKU '{sku}' for model '{model} {version}' is not supported in this region"
        f" '{region}'.",
        "sku.name",
    )


def insufficient_quota(more: int, used: int, limit: int, name: str) -> ArmError:
    """The subscription has no room for so much in this region."""
    return ArmError(
        400,
        "InsufficientQuota",
        f"This operation require {more} new capacity in quota {name}, which is bigger than the"
        f" current available capacity {max(0, limit - used)}. The current quota usage is {used} and"
        f" the quota limit is {limit} for quota {name}.",
        target="sku.capacity",
    )
