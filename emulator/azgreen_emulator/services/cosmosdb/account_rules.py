"""Which accounts does Cosmos DB refuse?

Rules: cosmos-db docs, `serverless`, `free-tier`, `consistency-levels`, `vector-search`,
`continuous-backup-restore-introduction`, and `manage-with-templates` on changing locations.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, cast

from azgreen_emulator.arm.tracked import normal, places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

SERVERLESS, VECTORS = "EnableServerless", "EnableNoSQLVectorSearch"
OTHER_APIS = ("EnableMongo", "EnableCassandra", "EnableTable", "EnableGremlin")
# The documents on capabilities of an account, and the list of Terraform's azurerm provider
_CAPABILITIES = (
    SERVERLESS,
    VECTORS,
    *OTHER_APIS,
    "AllowSelfServeUpgradeToMongo36",
    "DeleteAllItemsByPartitionKey",
    "DisableRateLimitingResponses",
    "EnableAggregationPipeline",
    "EnableMongo16MBDocumentSupport",
    "EnableMongoRetryableWrites",
    "EnableMongoRoleBasedAccessControl",
    "EnableNoSQLFullTextSearch",
    "EnablePartialUniqueIndex",
    "EnableTtlOnCustomPath",
    "EnableUniqueCompoundNestedDocs",
    "MongoDBv3.4",
    "mongoEnableDocLevelTTL",
)
_TOO_SLACK = "properties.consistencyPolicy: BoundedStaleness needs"


def faults(write: Write) -> Iterator[str]:
    """Yield what is wrong with an account."""
    return chain(
        _location_faults(write.properties),
        _capability_faults(write),
        _free_tier_faults(write),
        _consistency_faults(write.properties),
        _change_faults(write),
    )


def capabilities(properties: Body) -> set[str]:
    """Return the names of what an account can do besides."""
    return {item.get("name", "") for item in properties.get("capabilities", [])}


def _location_faults(sent: Body) -> Iterator[str]:
    locations: list[Body] = sent["locations"]
    names = [normal(item.get("locationName", "")) for item in locations]
    for index, name in enumerate(names):
        where = f"properties.locations[{index}].locationName"
        if name not in places():
            given = locations[index].get("locationName", "")
            yield f"{where}: '{given}' is no region; expected one of {', '.join(places())}."
        elif name in names[:index]:
            yield f"{where}: '{name}' is there twice."
    if not locations:
        yield "properties.locations: at least one is needed."
    priorities = [item.get("failoverPriority", 0) for item in locations]
    if sorted(priorities) != list(range(len(priorities))):
        yield (
            f"properties.locations: the failover priorities {priorities} are not allowed; expected"
            f" 0 to {max(len(priorities) - 1, 0)}, each once."
        )
    if SERVERLESS in capabilities(sent) and len(locations) > 1:
        yield "properties.locations: a serverless account is in one region only."


def _capability_faults(write: Write) -> Iterator[str]:
    named = capabilities(write.properties)
    for name in sorted(named - {*_CAPABILITIES}):
        yield f"Invalid capability {name}."
    if write.is_new:
        return
    before = capabilities(write.before)
    if SERVERLESS in named - before:
        yield f"The capability {SERVERLESS} can only be chosen when the account is made."
    for name in (SERVERLESS, VECTORS):
        if name in before - named:
            yield f"The capability {name} cannot be removed once it is enabled."


def _free_tier_faults(write: Write) -> Iterator[str]:
    wanted = write.properties.get("enableFreeTier", False)
    if write.before and "enableFreeTier" in write.properties:
        if wanted != write.before["enableFreeTier"]:
            yield "properties.enableFreeTier: can only be chosen when the account is made."
        return
    if not wanted:
        return
    if SERVERLESS in capabilities(write.properties):
        yield "properties.enableFreeTier: not available for a serverless account."
    prefix = write.call.subscription_id.lower() + "/"
    for other in write.call.store.select("type = ?", write.kind.type):
        if other.key.startswith(prefix) and other.body["properties"]["enableFreeTier"]:
            yield (
                f"properties.enableFreeTier: the account '{other.name}' of the subscription has it"
                " already; there is one."
            )


def _consistency_faults(sent: Body) -> Iterator[str]:
    policy: Body = sent.get("consistencyPolicy", {})
    level = policy.get("defaultConsistencyLevel")
    if level == "Strong" and sent.get("enableMultipleWriteLocations"):
        yield "properties.consistencyPolicy: Strong is not allowed with several write regions."
    if level != "BoundedStaleness":
        return
    several = len(sent["locations"]) > 1
    least_s, least = (300, 100_000) if several else (5, 10)
    for key, minimum in (("maxIntervalInSeconds", least_s), ("maxStalenessPrefix", least)):
        if policy.get(key, 0) < minimum:
            regions = "several regions" if several else "one region"
            yield f"{_TOO_SLACK} '{key}' of at least {minimum} in {regions}."


def _change_faults(write: Write) -> Iterator[str]:
    """Yield what cannot change, or not at the same time."""
    sent, before = write.properties, write.before
    if write.is_new:
        return
    if _regions(sent) != _regions(before) and _other_change(sent, before, "locations"):
        yield (
            "properties.locations: regions cannot be added or removed while other properties are"
            " changed; change one, then the other."
        )
    mode = sent.get("backupPolicy", before["backupPolicy"])["type"]
    if mode == before["backupPolicy"]["type"]:
        return
    if mode == "Periodic":
        yield "properties.backupPolicy: Continuous cannot become Periodic."
    elif _other_change(sent, before, "backupPolicy"):
        yield "Cannot update continuous backup mode and other properties at the same time."


def _regions(properties: Body) -> set[str]:
    return {normal(item.get("locationName", "")) for item in properties["locations"]}


def _other_change(sent: Body, before: Body, key: str) -> bool:
    rest = {name: value for name, value in sent.items() if name not in {key, "locations"}}
    if key != "locations" and _regions(sent) != _regions(before):
        return True
    return any(_differs(value, before.get(name)) for name, value in rest.items())


def _differs(value: Any, before: Any) -> bool:
    """Tell whether what was sent is other than what is stored, which says more."""
    if not (isinstance(value, dict) and isinstance(before, dict)):
        return value != before
    items, stored = cast("Body", value), cast("Body", before)
    return any(_differs(item, stored.get(name)) for name, item in items.items())
