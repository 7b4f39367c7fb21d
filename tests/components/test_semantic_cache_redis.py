"""Does a real Redis with RediSearch take the commands, and keep tenants apart?

Runs where AZGREEN_TEST_REDIS names one that may be emptied, as host:port; elsewhere it says so.
"""

from __future__ import annotations

import math
import os
import socket
import struct
from typing import TYPE_CHECKING, Any

import pytest

from azgreen_components.semantic_cache import redis_commands
from azgreen_components.semantic_cache.entries import Layout, entry_id
from azgreen_components.semantic_cache.tokens import token

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESS = os.environ.get("AZGREEN_TEST_REDIS", "")
TENANTS = ["acme", "Acme", "a*", "} | @tenant:{*", "the", "will", "12", "größe", "a,b", "$x", " "]

pytestmark = pytest.mark.skipif(
    not ADDRESS, reason="AZGREEN_TEST_REDIS names no Redis with RediSearch, as host:port"
)


class Client:
    """Speaks RESP 2, as much as is needed here."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection, self.replies = connection, connection.makefile("rb")

    def __call__(self, *arguments: str | bytes) -> Any:
        parts = [item if isinstance(item, bytes) else item.encode() for item in arguments]
        framed = b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts)
        self.connection.sendall(b"*%d\r\n%s" % (len(parts), framed))
        return self.reply()

    def reply(self) -> Any:
        line = self.replies.readline()
        kind, rest = line[:1], line[1:-2]
        if kind == b"-":
            raise ValueError(rest.decode())
        if kind == b"$":
            return None if rest == b"-1" else self.replies.read(int(rest) + 2)[:-2]
        if kind == b"*":
            return [self.reply() for _ in range(int(rest))]
        return int(rest) if kind == b":" else rest


@pytest.fixture
def redis() -> Iterator[Client]:
    host, _, port = ADDRESS.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        client = Client(connection)
        client("FLUSHALL")
        yield client
        client.replies.close()


def vector(*numbers: float) -> bytes:
    return struct.pack(f"<{len(numbers)}f", *numbers)


def filled(command: Any, values: dict[str, Any]) -> list[Any]:
    return [values.get(word, word) for word in command]


@pytest.mark.parametrize("entries", [100, 100_000], ids=["flat", "hnsw"])
def test_every_tenant_finds_and_purges_its_own(redis: Client, entries: int) -> None:
    shape = Layout("tenant", "v1 {x}", 3, entries, 60)
    assert redis(*redis_commands.create_index(shape)) == b"OK"
    for number, tenant in enumerate(TENANTS):
        tags = f"{token('all')},{token(str(number))}"
        fields = {"vector": "<vector>", "answer": str(number), "tags": tags}
        for command in redis_commands.store(shape, token(tenant), entry_id("hi"), fields):
            redis(*filled(command, {"<vector>": vector(1, 0, 0)}))
    for number, tenant in enumerate(TENANTS):
        look_up = redis_commands.look_up(shape, token(tenant), "<vector>", 0.05)
        count, _, found = redis(*filled(look_up, {"<vector>": vector(1, 0.1, 0)}))
        told = dict(zip(found[::2], found[1::2], strict=True))
        assert (count, told[b"answer"]) == (1, str(number).encode())
        # the distance of COSINE is 1 - cosine
        assert float(told[b"near"]) == pytest.approx(1 - 1 / math.sqrt(1.01), abs=1e-6)
        assert redis(*filled(look_up, {"<vector>": vector(0, 1, 0)})) == [0]
    purges = redis_commands.purges(shape)
    by_tag = [word.replace("<tag>", token("3")) for word in purges["tag"][0]]
    assert redis(*by_tag) == [1, shape.entry_key(token(TENANTS[3]), entry_id("hi")).encode()]
    everywhere = [word.replace("<tag>", token("all")) for word in purges["tag"][0]]
    assert redis(*everywhere)[0] == len(TENANTS)
    own = [word.replace("<tenant>", token("the")) for word in purges["tenant"][0]]
    assert redis("UNLINK", *redis(*own)[1:]) == 1
    assert 0 < redis("TTL", shape.entry_key(token("acme"), entry_id("hi"))) <= 60
    (drop,) = purges["version"]
    assert redis(*[word.replace("<version>", token(shape.version)) for word in drop]) == b"OK"
    assert redis("DBSIZE") == 0
