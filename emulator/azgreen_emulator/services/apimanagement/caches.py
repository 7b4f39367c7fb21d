"""Which Redis does a service keep answers in, and can it find them by meaning?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from azgreen_emulator.arm.identity import guid
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.arm.tracked import normal, places
from azgreen_emulator.services.apimanagement.names import ID_RULE, SERVICE, TYPE, VERSIONS
from azgreen_emulator.services.apimanagement.refusals import refuse_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body, Record

_EVERYWHERE: Final = "default"
_HIDDEN: Final = "{{"
_SECRET: Final = re.compile(r"(^|,)\s*password=[^,]+", re.IGNORECASE)
_CLUSTERS: Final = "Microsoft.Cache/redisEnterprise"
_SEARCH: Final = "RediSearch"
HOST: Final = "host"
"""Where the host of the connection string is kept, which no answer shows."""


def _refuse(write: Write) -> None:
    refuse_all([*_faults(write)])


def _faults(write: Write) -> Iterator[tuple[str, str]]:
    # the REST reference: 'default' or a region's identifier, of both
    for target, value in (
        ("cacheId", write.name),
        ("useFromLocation", write.properties["useFromLocation"]),
    ):
        if normal(value) not in {_EVERYWHERE, *places()}:
            yield target, f"'{value}' is not 'default' or the name of an Azure region."
    text: str = write.properties["connectionString"]
    if not text.startswith(_HIDDEN) and (_host(text) == "" or not _SECRET.search(text)):
        yield (
            "connectionString",
            "Not a connection string of Redis: expected host:port,password=...,ssl=True.",
        )


def _host(text: str) -> str:
    host = text.partition(",")[0].partition(":")[0].strip()
    return "" if "=" in host else host.lower()


def _complete(write: Write) -> Body:
    text = write.properties["connectionString"]
    hidden = text.startswith(_HIDDEN)
    return {
        **write.properties,
        # the REST reference: a named value holds the text, and an answer names that
        "connectionString": f"{{{{{guid(write.id, 'connection')}}}}}",
        HOST: write.before.get(HOST, "") if hidden else _host(text),
    }


def searchable(call: Call, service: Record) -> bool:
    """Tell whether the service has a cache whose Redis finds by meaning.

    A Redis that the local Azure does not have is taken to be one.
    """
    caches = call.store.children(service.key, CACHES.type)
    return any(_finds_by_meaning(call, item.body["properties"][HOST]) for item in caches)


def _finds_by_meaning(call: Call, host: str) -> bool:
    for cluster in call.store.select("type = ?", _CLUSTERS):
        if cluster.body["properties"]["hostName"] == host:
            return any(
                module["name"] == _SEARCH
                for database in call.store.children(cluster.key, f"{_CLUSTERS}/databases")
                for module in database.body["properties"].get("modules", [])
            )
    return True


CACHES = Kind(
    type=f"{TYPE}/caches",
    versions=VERSIONS,
    path=f"{SERVICE}/caches/{{cacheId}}",
    operations="Cache",
    name_rule=ID_RULE,
    refuse=_refuse,
    complete=_complete,
)
