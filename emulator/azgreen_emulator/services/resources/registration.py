"""Is a subscription registered to use a resource provider?

Every one is, until somebody takes it back; Azure then refuses what would be written of it
(azure-docs, resource-manager/troubleshooting/error-register-resource-provider).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.records import Record

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call

_TYPE: Final = "Microsoft.Resources/providers"
_ALWAYS: Final = ("microsoft.resources", "microsoft.authorization")
"""What Azure registers for every subscription."""


def state(call: Call, namespace: str) -> str:
    """Return Azure's word for it."""
    gone = call.store.get(_id(call, namespace)) is not None
    return "NotRegistered" if gone else "Registered"


def register(call: Call, namespace: str) -> None:
    """Let the subscription use a resource provider."""
    call.store.remove(_id(call, namespace))


def unregister(call: Call, namespace: str) -> None:
    """Take it back; what there is stays."""
    if namespace.lower() in _ALWAYS:
        message = f"The resource provider '{namespace}' cannot be unregistered."
        raise ArmError(409, "CannotUnregisterBuiltInNamespace", message)
    name = _id(call, namespace)
    call.store.put(Record(name, _TYPE, {"id": name}, call.subscription_id.lower()))


def refuse_unregistered(call: Call) -> None:
    """Refuse to write what is of a resource provider that the subscription may not use."""
    namespace = call.route.type.partition("/")[0]
    if call.method != "PUT" or "subscriptionId" not in call.params:
        return
    if state(call, namespace) != "Registered":
        message = (
            f"The subscription is not registered to use namespace '{namespace}'. See"
            " https://aka.ms/rps-not-found for how to register subscriptions."
        )
        raise ArmError(409, "MissingSubscriptionRegistration", message)


def _id(call: Call, namespace: str) -> str:
    return f"{call.subscription_id}/providers/{namespace}"
