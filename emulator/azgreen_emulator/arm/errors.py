"""Which words does Azure Resource Manager refuse a request with?

Each function gives one refusal, with the status and code that Azure answers and Azure's wording.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from azgreen_emulator.schema.check import SchemaFault


class ArmError(Exception):
    """An answer with ARM's error envelope."""

    def __init__(  # noqa: PLR0913  the envelope has that many parts
        self,
        status: int,
        code: str,
        message: str,
        *,
        target: str | None = None,
        details: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{code} ({status}): {message}")
        self.status, self.code, self.message = status, code, message
        self.target, self.details, self.headers = target, tuple(details), dict(headers or {})

    def body(self) -> dict[str, Any]:
        """Return the envelope as JSON."""
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.target is not None:
            error["target"] = self.target
        if self.details:
            error["details"] = [dict(detail) for detail in self.details]
        return {"error": error}


def missing_authorization() -> ArmError:
    """No token came with the request."""
    return ArmError(
        401,
        "AuthenticationFailed",
        "Authentication failed. The 'Authorization' header is missing.",
        headers=_challenge("failed because of missing 'Authorization' header"),
    )


def invalid_authorization() -> ArmError:
    """The header is there, and is no bearer token."""
    return ArmError(
        401,
        "AuthenticationFailed",
        "Authentication failed. The 'Authorization' header is provided in an invalid format.",
        headers=_challenge("scheme of 'Authorization' header is not supported"),
    )


def _challenge(reason: str) -> dict[str, str]:
    where = "https://login.microsoftonline.com/common"
    text = (
        f'Bearer authorization_uri="{where}", error="invalid_token",'
        f' error_description="The authentication {reason}."'
    )
    return {"WWW-Authenticate": text}


def invalid_subscription(text: str) -> ArmError:
    """Subscription ids are GUIDs."""
    return ArmError(
        400,
        "InvalidSubscriptionId",
        f"The provided subscription identifier '{text}' is malformed or invalid.",
    )


def missing_api_version() -> ArmError:
    """No api-version came with the request."""
    return ArmError(
        400,
        "MissingApiVersionParameter",
        "The api-version query parameter (?api-version=) is required for all requests.",
    )


def invalid_api_version(text: str, supported: Sequence[str]) -> ArmError:
    """The api-version is no date, or one that the Resource Manager does not have."""
    return ArmError(
        400,
        "InvalidApiVersionParameter",
        f"The api-version '{text}' is invalid. The supported versions are '{','.join(supported)}'.",
    )


def no_registered_provider(
    type_name: str, version: str, location: str, versions: Sequence[str], locations: Sequence[str]
) -> ArmError:
    """The provider has the type, and not this version of it."""
    return ArmError(
        400,
        "NoRegisteredProviderFound",
        f"No registered resource provider found for location '{location}' and API version"
        f" '{version}' for type '{type_name}'. The supported api-versions are"
        f" '{', '.join(versions)}'. The supported locations are '{', '.join(locations)}'.",
    )


def invalid_namespace(namespace: str) -> ArmError:
    """There is no such resource provider."""
    return ArmError(
        404, "InvalidResourceNamespace", f"The resource namespace '{namespace}' is invalid."
    )


def invalid_type(namespace: str, type_name: str, version: str, versions: Sequence[str]) -> ArmError:
    """The resource provider has no such type."""
    return ArmError(
        404,
        "InvalidResourceType",
        f"The resource type '{type_name}' could not be found in the namespace '{namespace}' for api"
        f" version '{version}'. The supported api-versions are '{','.join(versions)}'.",
    )


def missing_subscription() -> ArmError:
    """The path names nothing that the Resource Manager knows."""
    return ArmError(
        404,
        "MissingSubscription",
        "The request did not have a subscription or a valid tenant level resource provider.",
    )


def method_not_allowed(method: str, allowed: Sequence[str]) -> ArmError:
    """The resource is there, and this cannot be done with it."""
    return ArmError(
        405,
        "MethodNotAllowed",
        f"The requested resource does not support http method '{method}'.",
        headers={"Allow": ", ".join(allowed)},
    )


def unsupported_media_type(media_type: str) -> ArmError:
    """Bodies are JSON."""
    return ArmError(
        415,
        "UnsupportedMediaType",
        f"The content media type '{media_type}' is not supported. Only 'application/json' is"
        " supported.",
    )


def invalid_content(reason: str) -> ArmError:
    """The body is no JSON object."""
    return ArmError(
        400,
        "InvalidRequestContent",
        f"The request content was invalid and could not be deserialized: '{reason}'.",
    )


def invalid_properties(faults: Sequence[SchemaFault]) -> ArmError:
    """The body breaks the schema of its API version: every fault at once."""
    message = "The request content was invalid: " + "; ".join(map(str, faults))
    details = [
        {"code": fault.code, "target": fault.path, "message": str(fault)} for fault in faults
    ]
    return ArmError(400, "InvalidRequestContent", message, target=faults[0].path, details=details)


def resource_not_found(type_and_name: str, group: str) -> ArmError:
    """There is no such resource."""
    return ArmError(
        404,
        "ResourceNotFound",
        f"The Resource '{type_and_name}' under resource group '{group}' was not found. For more"
        " details please go to https://aka.ms/ARMResourceNotFoundFix",
    )


def group_not_found(group: str) -> ArmError:
    """There is no such resource group."""
    return ArmError(404, "ResourceGroupNotFound", f"Resource group '{group}' could not be found.")


def parent_not_found(action: str, child_type: str, parent_id: str) -> ArmError:
    """The resource that this one would be part of is not there."""
    return ArmError(
        404,
        "ParentResourceNotFound",
        f"Failed to perform '{action}' on resource(s) of type '{child_type}', because the parent"
        f" resource '{parent_id}' could not be found.",
    )


def not_found(what: str) -> ArmError:
    """Something that is no resource is not there."""
    return ArmError(404, "NotFound", what)


def internal_error() -> ArmError:
    """A fault of the local Azure's own."""
    return ArmError(
        500,
        "InternalServerError",
        "Encountered internal server error. The log of the local Azure says where.",
    )


def precondition_failed(header: str, value: str, actual: str | None) -> ArmError:
    """The entity tag is not the one that the client has."""
    state = f"the resource has etag '{actual}'" if actual else "the resource does not exist"
    return ArmError(
        412,
        "PreconditionFailed",
        f"The condition '{value}' in the {header} header was not satisfied: {state}.",
    )
