"""How many request units a second has a database or a container?

Rules: cosmos-db docs, `concepts-limits`, `provision-throughput-autoscale`, `limit-total-account-
throughput`, `serverless`. What is asked for counts when the resource is made; a PUT changes it no
more, a PUT of its throughput settings does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from azgreen_emulator.arm import errors, operations
from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.tracked import checked
from azgreen_emulator.services.cosmosdb.account_rules import SERVERLESS, capabilities
from azgreen_emulator.services.cosmosdb.refusals import bad_request, busy, refuse_any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body, Record

_MOST = 1_000_000
_LEAST, _STEP = 400, 100
_LEAST_AUTOSCALE, _STEP_AUTOSCALE = 1000, 1000
_PLACE = "/throughputSettings/default"
_NO_OFFERS = "Reading or replacing offers is not supported for serverless accounts."


def faults(write: Write) -> Iterator[str]:
    """Yield what is wrong with the throughput that is asked for."""
    options: Body = write.properties.get("options", {})
    account = _account(write.call, write.id)
    if options and SERVERLESS in capabilities(account.body["properties"]):
        kind = "container" if "/containers/" in write.id else "database"
        yield (
            f"Setting offer throughput or autopilot on {kind} is not supported for serverless"
            " accounts."
        )
        return
    yield from value_faults(options, "properties.options")
    if write.is_new:
        yield from _limit_faults(write.call, account, _wanted(write), 0)


def of_database(write: Write) -> Body:
    """Return what a new database has for its containers to share: nothing, or what is asked."""
    return {**write.properties.get("options", {})}


def of_container(write: Write) -> Body:
    """Return what a new container has for itself: what is asked, or the least if none is shared."""
    account = _account(write.call, write.id)
    asked: Body = write.properties.get("options", {})
    serverless = SERVERLESS in capabilities(account.body["properties"])
    if asked or serverless or write.whole.private:
        return {**asked}
    return {"throughput": _LEAST}


def is_shared(write: Write) -> bool:
    """Tell whether a container has to live on the throughput of its database."""
    return bool(write.whole.private) and not write.properties.get("options")


def _account(call: Call, resource_id: str) -> Record:
    """Find the account that a database or container is in."""
    parts = resource_id.split("/")
    at = [part.lower() for part in parts].index("databaseaccounts")
    account = call.store.get("/".join(parts[: at + 2]))
    if account is None:
        raise errors.not_found(f"The account of '{resource_id}' was not found.")
    return account


def _wanted(write: Write) -> Body:
    return of_container(write) if "/containers/" in write.id else of_database(write)


def _units(settings: Body) -> int:
    """Return the most request units a second that a resource can take."""
    scaled: Body = settings.get("autoscaleSettings", {})
    units: int = scaled.get("maxThroughput", 0) or settings.get("throughput", 0)
    return units


def value_faults(settings: Body, path: str) -> Iterator[str]:
    """Yield what is wrong with a throughput: manual, or the most of autoscale, in RU/s."""
    manual = settings.get("throughput")
    scaled: Body = settings.get("autoscaleSettings", {})
    if manual is not None and scaled:
        yield f"{path}: 'throughput' and 'autoscaleSettings' exclude each other; choose one."
    most = scaled.get("maxThroughput", _LEAST_AUTOSCALE)
    for value, least, step in (
        (_LEAST if manual is None else manual, _LEAST, _STEP),
        (most, _LEAST_AUTOSCALE, _STEP_AUTOSCALE),
    ):
        if not least <= value <= _MOST or value % step:
            yield (
                f"The offer should have valid throughput values between {least} and {_MOST}"
                f" inclusive in increments of {step}."
            )


def _limit_faults(call: Call, account: Record, wanted: Body, freed: int) -> Iterator[str]:
    limit = account.body["properties"].get("capacity", {}).get("totalThroughputLimit", -1)
    if limit < 0:
        return
    total = _units(wanted) - freed + sum(_units(i.private) for i in call.store.under(account.id))
    if total > limit:
        yield (
            f"Your account is currently configured with a total throughput limit of {limit} RU/s."
            " This operation failed because it would have increased the total throughput to"
            f" {total} RU/s. See https://aka.ms/cosmos-tp-limit for more information."
        )


def _record(call: Call) -> Record:
    resource_id = call.path.rpartition("/throughputSettings/")[0]
    record = call.store.get(resource_id)
    if record is None:
        below = resource_id.rpartition("/providers/")[2]
        raise errors.resource_not_found(below, call.params["resourceGroupName"])
    account = _account(call, record.id)
    if SERVERLESS in capabilities(account.body["properties"]):
        raise bad_request(_NO_OFFERS)
    if not record.private:
        raise errors.not_found(f"'{record.id}' has no throughput of its own.")
    return record


def _show(call: Call) -> Reply:
    return Reply(200, _shown(_record(call)))


def _shown(record: Record) -> Body:
    units = _units(record.private)
    # cosmos-db docs, `concepts-limits`: a hundredth of the most ever, of autoscale a tenth
    scaled = "autoscaleSettings" in record.private
    least = max(_LEAST_AUTOSCALE, units // 10) if scaled else max(_LEAST, units // 100)
    resource = record.body["properties"]["resource"]
    system = {key: resource[key] for key in ("_rid", "_ts", "_etag")}
    return {
        "id": record.id + _PLACE,
        "name": "default",
        "type": f"{record.type}/throughputSettings",
        "properties": {"resource": {**record.private, "minimumThroughput": str(least), **system}},
    }


def _mode_faults(settings: Body, before: Body) -> Iterator[str]:
    mode = "autoscaleSettings" if "autoscaleSettings" in before else "throughput"
    if mode not in settings:
        yield (
            f"properties.resource.{mode}: required: the resource has it, and goes over to the other"
            " way by a migration only."
        )


def _replace(call: Call) -> Reply:
    record = _record(call)
    operations.refuse_if_busy(call, record.id, busy)
    sent: Body = checked(call, "databaseAccounts/sqlDatabases/throughputSettings")
    settings: Body = sent["properties"]["resource"]
    refuse_any(_mode_faults(settings, record.private))
    refuse_any(value_faults(settings, "properties.resource"))
    account = _account(call, record.id)
    refuse_any(_limit_faults(call, account, settings, _units(record.private)))
    call.store.put(replace(record, private=settings))
    operation = operations.start(call, record.id, record.id, "succeed")
    place = f"Microsoft.DocumentDB/locations/{account.location}"
    headers = operations.poll_headers(call, operation, place, location=False)
    return Reply(200, _shown(replace(record, private=settings)), headers)


OPERATIONS = (
    ("GetThroughput", "GET", _PLACE, _show),
    ("UpdateThroughput", "PUT", _PLACE, _replace),
)
"""What can be done with the throughput of a database or container."""
