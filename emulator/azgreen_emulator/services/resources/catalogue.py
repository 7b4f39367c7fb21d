"""What is there: subscriptions, regions, resource providers, resources, and the cloud itself?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from azgreen import catalog
from azgreen_emulator.arm import errors
from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.caller import caller_of
from azgreen_emulator.arm.identity import tenant_id
from azgreen_emulator.arm.paging import clauses, page
from azgreen_emulator.arm.tracked import group_of, places
from azgreen_emulator.services.resources import registration

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from azgreen_emulator.arm.call import Call, Route
    from azgreen_emulator.arm.records import Body, Record

Types = dict[str, dict[str, tuple[str, ...]]]
_SHORT = ("id", "name", "type", "kind", "location", "sku", "identity", "tags", "managedBy")
_FILTERS = ("resourcetype", "name", "location", "tagname", "tagvalue", "resourcegroup")
_ARRAY_METADATA = "2019-05-01"


def types_of(routes: Sequence[Route]) -> Types:
    """List the resource types of each namespace with their versions, newest first."""
    types: Types = {}
    for route in routes:
        namespace, _, name = route.type.partition("/")
        types.setdefault(namespace, {})[name] = tuple(sorted(route.versions, reverse=True))
    return types


def listed(call: Call) -> Reply:
    """List the subscriptions that the caller can see; those in use where the token says none."""
    groups = call.store.select("type = ?", "Microsoft.Resources/resourceGroups")
    seen = caller_of(call.headers).subscriptions
    used = {group.id.split("/")[2].lower() for group in groups}
    found = sorted(used if seen is None else seen)
    return page(call, [_subscription(text) for text in found])


def subscription(call: Call) -> Reply:
    """Describe a subscription: every GUID is one."""
    return Reply(200, _subscription(call.subscription))


def locations(call: Call) -> Reply:
    """List the regions of the catalogue."""
    shown = [
        {
            "id": f"{call.subscription_id}/locations/{name}",
            "name": name,
            "type": "Region",
            "displayName": _display_name(name),
            "regionalDisplayName": _display_name(name),
            "metadata": {"regionType": "Physical"},
        }
        for name in places()
    ]
    return Reply(200, {"value": shown})


def providers(types: Types, call: Call) -> Reply:
    """List the resource providers."""
    return page(call, [_provider(call, types, namespace) for namespace in sorted(types)])


def registered(types: Types, call: Call) -> Reply:
    """Register a resource provider, and describe it."""
    registration.register(call, _namespace(types, call))
    return provider(types, call)


def unregistered(types: Types, call: Call) -> Reply:
    """Unregister a resource provider, and describe it."""
    registration.unregister(call, _namespace(types, call))
    return provider(types, call)


def provider(types: Types, call: Call) -> Reply:
    """Describe a resource provider."""
    return Reply(200, _provider(call, types, _namespace(types, call)))


def _namespace(types: Types, call: Call) -> str:
    wanted = call.params["namespace"].lower()
    for namespace in types:
        if namespace.lower() == wanted:
            return namespace
    raise errors.invalid_namespace(call.params["namespace"])


def all_in(call: Call) -> Reply:
    """List the resources of a subscription."""
    return _resources(call, call.store.under(call.subscription_id))


def in_group(call: Call) -> Reply:
    """List the resources of a resource group."""
    return _resources(call, call.store.under(group_of(call).id))


def has_tag(body: Body, wanted: Mapping[str, str]) -> bool:
    """Say whether a resource carries the tag that a filter asks for."""
    tags = {name.lower(): text for name, text in body.get("tags", {}).items()}
    name, value = wanted.get("tagname"), wanted.get("tagvalue")
    if name is None:
        return value is None or value in tags.values()
    return name.lower() in tags and (value is None or tags[name.lower()] == value)


def endpoints(call: Call) -> Reply:
    """Describe this cloud: everything but the Resource Manager is Azure's own."""
    cloud = {
        "name": "AzureCloud",
        "portal": "https://portal.azure.com",
        "authentication": {
            "loginEndpoint": "https://login.microsoftonline.com/",
            "audiences": ["https://management.core.windows.net/", "https://management.azure.com/"],
            "tenant": "common",
            "identityProvider": "AAD",
        },
        "graphAudience": "https://graph.windows.net/",
        "graph": "https://graph.windows.net/",
        "microsoftGraphResourceId": "https://graph.microsoft.com/",
        "media": "https://rest.media.azure.net",
        "batch": "https://batch.core.windows.net/",
        "resourceManager": f"{call.base_url}/",
        "suffixes": {
            "storage": "core.windows.net",
            "keyVaultDns": "vault.azure.net",
            "acrLoginServer": "azurecr.io",
            "sqlServerHostname": "database.windows.net",
        },
    }
    return Reply(200, [cloud] if call.api_version == _ARRAY_METADATA else cloud)


def _resources(call: Call, records: Sequence[Record]) -> Reply:
    wanted = clauses(call, _FILTERS)
    tracked = [record for record in records if _is_tracked(record)]
    return page(
        call,
        [
            {key: record.body[key] for key in _SHORT if key in record.body}
            for record in tracked
            if _is_wanted(record, wanted)
        ],
    )


def _is_tracked(record: Record) -> bool:
    """Say whether a resource stands for itself in a group: it has a place, and is in no other."""
    own = record.type.count("/") == 1 and not record.type.startswith("Microsoft.Resources/")
    return own and bool(record.location)


def _is_wanted(record: Record, wanted: Mapping[str, str]) -> bool:
    facts = {
        "resourcetype": record.type,
        "name": record.name,
        "location": record.location,
        "resourcegroup": record.id.split("/")[4],
    }
    return has_tag(record.body, wanted) and all(
        facts[key].lower() == text.lower() for key, text in wanted.items() if key in facts
    )


def _subscription(text: str) -> Body:
    return {
        "id": f"/subscriptions/{text}",
        "authorizationSource": "RoleBased",
        "managedByTenants": [],
        "subscriptionId": text,
        "tenantId": tenant_id(text),
        "displayName": "azgreen local",
        "state": "Enabled",
        "subscriptionPolicies": {
            "locationPlacementId": "Public_2014-09-01",
            "quotaId": "PayAsYouGo_2014-09-01",
            "spendingLimit": "Off",
        },
    }


def _provider(call: Call, types: Types, namespace: str) -> Body:
    kinds: list[dict[str, Any]] = [
        {
            "resourceType": name,
            "locations": [_display_name(place) for place in places()],
            "apiVersions": list(versions),
            "capabilities": "None",
        }
        for name, versions in sorted(types[namespace].items())
    ]
    return {
        "id": f"{call.subscription_id}/providers/{namespace}",
        "namespace": namespace,
        "registrationState": registration.state(call, namespace),
        "registrationPolicy": "RegistrationRequired",
        "resourceTypes": kinds,
    }


def _display_name(name: str) -> str:
    return catalog.region(name).display_name
