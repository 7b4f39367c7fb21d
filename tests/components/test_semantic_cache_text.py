"""Do keys, filters and queries keep tenants apart, and does a purge find what it should?

Entries are read as RediSearch reads them: a hash is in the index of its key's prefix, a TAG field
is cut at ',', and a filter `@field:{value}` takes the value letter by letter.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen_components.semantic_cache import cosmos_queries, redis_commands
from azgreen_components.semantic_cache.entries import OWN_FIELDS, Layout, entry_id
from azgreen_components.semantic_cache.similarity import DEFAULT_SIMILARITY, Similarity
from azgreen_components.semantic_cache.tokens import Token, text_of, token

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
NASTY = st.sampled_from(
    ["*", "a,b", "} | @tenant:{*", "a", "A", "the", "will", "t_a", "_61", "a:b", "a b", " a", "ß"]
)
NAMES = TEXTS | NASTY
FILTER = re.compile(r"@(\w+):\{(\w+)\}")


def layout(**more: Any) -> Layout:
    own = {"tenant_key": "tenant", "version": "v1", "dimensions": 8, "entries": 9, "ttl_seconds": 5}
    return Layout(**{**own, **more})


@dataclass
class Hashes:
    """What lies in Redis."""

    by_key: dict[str, dict[str, str]] = field(default_factory=dict)

    def run(self, commands: Any) -> None:
        for command, *arguments in commands:
            if command == "HSET":
                key, *pairs = arguments
                self.by_key[key] = dict(zip(pairs[::2], pairs[1::2], strict=True))

    def search(self, index: list[str], query: str) -> set[str]:
        prefix = index[index.index("PREFIX") + 2]
        terms = FILTER.findall(query)
        rest = FILTER.sub("", query).strip()
        assert not rest or rest.startswith("@vector:[VECTOR_RANGE $distance $vector]")
        return {
            key
            for key, fields in self.by_key.items()
            if key.startswith(prefix)
            and all(value in fields[name].split(",") for name, value in terms)
        }


@given(NAMES)
def test_a_token_gives_its_text_back_and_holds_nothing_that_a_query_reads(text: str) -> None:
    assert re.fullmatch(r"t_[A-Za-z0-9_]+", token(text))
    assert text_of(token(text)) == text


@given(NAMES, NAMES)
def test_different_texts_have_different_tokens(one: str, other: str) -> None:
    assert (token(one) == token(other)) == (one == other)


@pytest.mark.parametrize("known", ["", "t_", "a", "t_a-b", "t__6", "t__61", "t__ff", "t_a*"])
def test_what_is_no_token_is_refused(known: str) -> None:
    with pytest.raises(ValueError, match=r"is not a token|can't decode"):
        text_of(Token(known))


def test_a_request_without_a_tenant_has_no_token() -> None:
    with pytest.raises(ValueError, match="an empty text has no token; leave out the cache instead"):
        token("")


@given(st.lists(NAMES, min_size=2, max_size=6, unique=True), NAMES, st.data())
def test_a_tenant_is_answered_from_its_own_entries_only(
    tenants: list[str], prompt: str, data: st.DataObject
) -> None:
    held, shape = Hashes(), layout()
    for tenant in tenants:
        fields = {"vector": "-", "answer": tenant, "tags": ""}
        held.run(redis_commands.store(shape, token(tenant), entry_id(prompt), fields))
    asking = data.draw(st.sampled_from(tenants))
    command = redis_commands.look_up(shape, token(asking), "-", 0.05)
    found = held.search(redis_commands.create_index(shape), command[2])
    assert [held.by_key[key]["answer"] for key in found] == [asking]
    assert all(key.startswith(shape.tenant_prefix(token(asking))) for key in found)


@given(NAMES, NAMES, NAMES)
def test_no_key_of_one_tenant_or_version_starts_like_another_s(
    tenant: str, other: str, version: str
) -> None:
    one, two = layout(), layout(version=version)
    key = one.entry_key(token(tenant), entry_id("prompt"))
    assert key.startswith(one.tenant_prefix(token(other))) == (tenant == other)
    assert key.startswith(two.key_prefix) == (version == "v1")


@given(
    st.lists(st.tuples(NAMES, st.lists(NAMES, max_size=3)), min_size=1, max_size=6),
    NAMES,
    st.booleans(),
)
def test_a_purge_by_tag_finds_exactly_the_tagged(
    entries: list[tuple[str, list[str]]], tag: str, with_tenant: bool
) -> None:
    held, shape, expected = Hashes(), layout(), set()
    wanted_tenant = entries[0][0]
    for number, (tenant, tags) in enumerate(entries):
        fields = {"vector": "-", "answer": "-", "tags": ",".join(map(token, tags))}
        held.run(redis_commands.store(shape, token(tenant), f"{number}", fields))
        if tag in tags and (not with_tenant or tenant == wanted_tenant):
            expected.add(shape.entry_key(token(tenant), f"{number}"))
    search, unlink = redis_commands.purges(shape)["tenant_tag" if with_tenant else "tag"]
    query = search[2].replace("<tag>", token(tag)).replace("<tenant>", token(wanted_tenant))
    assert held.search(redis_commands.create_index(shape), query) == expected
    assert unlink == ["UNLINK", "<keys>"]


def test_a_new_version_sees_no_older_entry_and_the_older_index_is_dropped_with_its_keys() -> None:
    held = Hashes()
    fields = {"vector": "-", "answer": "-", "tags": ""}
    held.run(redis_commands.store(layout(version="v1"), token("a"), "1", fields))
    newer = layout(version="v10")
    query = redis_commands.look_up(newer, token("a"), "-", 0.05)[2]
    assert held.search(redis_commands.create_index(newer), query) == set()
    (drop,) = redis_commands.purges(newer)["version"]
    assert [drop[0], drop[1].replace("<version>", token("v1")), drop[2]] == [
        "FT.DROPINDEX",
        layout(version="v1").index_name,
        "DD",
    ]


def test_an_entry_expires_in_the_same_transaction() -> None:
    fields = {"vector": "<vector>", "answer": "<answer>", "tags": "<tags>"}
    key = "cache:t_v1:t_a:1"
    assert redis_commands.store(layout(ttl_seconds=60), token("a"), "1", fields) == [
        ["MULTI"],
        [
            *("HSET", key, "tenant", "t_a", "version", "v1"),
            *("vector", "<vector>", "answer", "<answer>", "tags", "<tags>"),
        ],
        ["EXPIRE", key, "60"],
        ["EXEC"],
    ]


def test_the_same_prompt_replaces_its_entry() -> None:
    assert entry_id("hello") == entry_id("hello") != entry_id("hello ")
    assert re.fullmatch(r"[0-9a-f]{64}", entry_id("hello"))


@given(st.integers(1, 4096), st.integers(1, 10_000_000))
def test_the_index_is_read_to_its_end_by_the_grammar_of_ft_create(
    dimensions: int, entries: int
) -> None:
    shape = layout(dimensions=dimensions, entries=entries)
    words = list(redis_commands.create_index(shape))
    assert words[:7] == ["FT.CREATE", "index:t_v1", "ON", "HASH", "PREFIX", "1", "cache:t_v1:"]
    assert words[7:11] == ["SCHEMA", "tenant", "TAG", "CASESENSITIVE"]
    assert words[11:16] == ["tags", "TAG", "SEPARATOR", ",", "CASESENSITIVE"]
    name, kind, algorithm, count, *attributes = words[16:]
    assert (name, kind, int(count)) == ("vector", "VECTOR", len(attributes))
    told = dict(zip(attributes[::2], attributes[1::2], strict=True))
    links = {} if algorithm == "FLAT" else {"M": "16"}
    assert algorithm == ("FLAT" if entries <= 10_000 else "HNSW")
    assert told == {
        "TYPE": "FLOAT32",
        "DIM": str(dimensions),
        "DISTANCE_METRIC": "COSINE",
        **links,
    }


def test_a_look_up_holds_the_threshold_itself() -> None:
    assert redis_commands.look_up(layout(), token("a"), "<vector>", 0.05) == [
        "FT.SEARCH",
        "index:t_v1",
        "@tenant:{t_a} @vector:[VECTOR_RANGE $distance $vector]=>{$YIELD_DISTANCE_AS: near}",
        *("PARAMS", "4", "distance", "0.05", "vector", "<vector>"),
        *("SORTBY", "near", "ASC", "LIMIT", "0", "1"),
        *("RETURN", "2", "answer", "near", "DIALECT", "2"),
    ]
    assert {"near", "version", "vector", "tags", "answer", "id"} <= OWN_FIELDS


def test_queries_of_cosmos_take_every_value_as_a_parameter() -> None:
    shape = layout(tenant_key="order")
    assert cosmos_queries.look_up(shape) == [
        'SELECT TOP 1 c.id, c["answer"], VectorDistance(c["vector"], @vector) AS similarity FROM c '
        'WHERE c["order"] = @tenant AND c["version"] = @version '
        'ORDER BY VectorDistance(c["vector"], @vector)'
    ]
    items = 'SELECT c.id, c["order"], c["version"] FROM c WHERE '
    tagged = 'ARRAY_CONTAINS(c["tags"], @tag)'
    delete = ["DELETE", "<id>", "<tenant>", "<version>"]
    assert cosmos_queries.purges(shape) == {
        "tag": [[items + tagged], delete],
        "tenant": [[items + 'c["order"] = @tenant'], delete],
        "tenant_tag": [[items + f'c["order"] = @tenant AND {tagged}'], delete],
        "version": [[items + 'c["version"] = @version'], delete],
    }


def test_an_item_of_cosmos_has_every_field_that_queries_and_policies_name() -> None:
    shape = layout(version='v"1')
    ((verb, text),) = cosmos_queries.store(shape)
    item = json.loads(text)
    assert verb == "UPSERT"
    assert item["version"] == 'v"1'
    paths = cosmos_queries.paths(shape)
    named = {path.split("/")[1] for path in (*paths.partition_key, *paths.indexed, paths.vector)}
    assert named <= set(item)
    assert paths.excluded == ("/*", "/vector/*")
    assert paths.partition_key == ("/tenant", "/version")


@given(st.floats(0.001, 0.999), st.floats(0.001, 0.999))
def test_one_similarity_is_as_strict_on_every_scale(one: float, other: float) -> None:
    loose, strict = (Similarity(cosine) for cosine in sorted((one, other)))
    assert loose.distance >= strict.distance
    told = strict.as_dict()
    assert told["redis_distance"] == told["apim_score_threshold"] == strict.distance
    assert told["cosmos_similarity"] == told["cosine"] == strict.cosine
    assert told["redis_distance"] + told["cosmos_similarity"] == pytest.approx(1, abs=1e-6)


def test_the_default_similarity_is_api_management_s_first_value() -> None:
    assert Similarity(DEFAULT_SIMILARITY).as_dict()["apim_score_threshold"] == 0.05


@pytest.mark.parametrize(
    ("cosine", "weakness"),
    [
        (0.97, "of hits at 0.95 GPTCache saw 5.6% wrong (its own data and score)"),
        (0.9, "of hits at 0.9 GPTCache saw 8.7% wrong (its own data and score)"),
        (0.8, "of hits at 0.8 GPTCache saw 9.2% wrong (its own data and score)"),
        (
            0.7,
            "of hits at 0.8 GPTCache saw 9.2% wrong (its own data and score); below 0.8 API "
            "Management's page expects mismatches",
        ),
    ],
)
def test_a_threshold_tells_how_often_such_hits_were_wrong(cosine: float, weakness: str) -> None:
    assert Similarity(cosine).explain()[1] == f"weak: {weakness}; measure on your own prompts"


@pytest.mark.parametrize(
    ("cosine", "counted"),
    [
        (0.999, "at 0.99 8 of 94 hard questions that ask the same were hits, and 6 of 112"),
        (0.949, "at 0.9 33 of 94 hard questions that ask the same were hits, and 47 of 112"),
        (0.5, "at 0.8 54 of 94 hard questions that ask the same were hits, and 74 of 112"),
    ],
)
def test_a_threshold_tells_what_was_measured_at_it_or_below(cosine: float, counted: str) -> None:
    assert Similarity(cosine).explain()[2].startswith(f"weak: {counted} that only look alike")
