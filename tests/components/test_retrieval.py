"""Does a Retrieval hold its documents, keep out who has no role, and name all that is wrong?"""
# ruff: noqa: E501  # a row of a table holds its message in full

from __future__ import annotations

import ast
import json
import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen_components._inputs import camel
from azgreen_components._naming import SEARCH_SERVICE, Scope, derived_name
from azgreen_components.retrieval import Retrieval, RetrievalArgs
from azgreen_components.retrieval.index import Layout, hybrid_query, index_definition
from azgreen_components.retrieval.plan import Plan, plan
from azgreen_emulator.native.resource import body
from azgreen_emulator.native.table import spec_for
from azgreen_emulator.native.values import from_struct
from azgreen_emulator.schema.check import check
from azgreen_emulator.schema.load import schema

if TYPE_CHECKING:
    from collections.abc import Callable

COMPONENT = "azgreen:index:Retrieval"
SERVICE = "azure-native:search:Service"
ROLE = "azure-native:authorization:RoleAssignment"
EXAMPLES = Path(__file__).parents[2] / "components/examples/retrieval"
LEAST = {
    "location": "swedencentral",
    "resource_group_name": "rg",
    "documents": 20_000,
    "chunks_per_document": 6,
    "dimensions": 1536,
}
COMPRESSIONS = st.sampled_from(["none", "scalar", "binary"])


def args(**more: Any) -> Any:
    return {key: value for key, value in {**LEAST, **more}.items() if value is not None}


def planned(**more: Any) -> Plan:
    return plan("handbook", args(**more))


def faults(**more: Any) -> list[tuple[str, str]]:
    with pytest.raises(pulumi.InputPropertiesError) as caught:
        planned(**more)
    assert caught.value.errors is not None
    return [(error["property_path"], error["reason"]) for error in caught.value.errors]


def made_by(run: Callable[..., Any], **more: Any) -> Any:
    def program() -> None:
        made = Retrieval("handbook", args(**more))
        for key in Retrieval.__annotations__:
            pulumi.export(key, getattr(made, key))

    return run(program)


@given(
    st.integers(1, 3_000_000),
    st.floats(1, 20),
    st.integers(1, 4096),
    st.integers(1, 10_000),
    COMPRESSIONS,
    st.sampled_from(["none", "query", "index"]),
)
def test_the_service_holds_the_documents_within_azure_s_limits(  # noqa: PLR0917 - each is drawn
    documents: int,
    chunks: float,
    dimensions: int,
    payload: int,
    compression: str,
    availability: str,
) -> None:
    given_args = {
        "documents": documents,
        "chunks_per_document": chunks,
        "dimensions": dimensions,
        "payload_bytes": payload,
        "compression": compression,
        "availability": availability,
    }
    try:
        size = planned(**given_args).size
    except pulumi.InputPropertiesError as error:
        assert "no tier holds" in str(error)  # noqa: PT017 - which faults come is what is asked
        assume(False)  # noqa: FBT003 - hypothesis has no name for it
        return
    bytes_of_a_number = {"none": 4, "scalar": 1, "binary": 1 / 8}[compression]
    vector_gb = documents * chunks * (bytes_of_a_number * dimensions + 80) * 1.1 / 1e9
    whole_gb = documents * chunks * (4 * dimensions + 80) * 1.1 / 1e9
    disk_gb = documents * chunks * payload / 1e9 + 2 * whole_gb
    disk_gb += 0 if compression == "none" else vector_gb
    assert size.sku.vector_gb_per_partition * size.partitions >= vector_gb * 0.999999
    assert size.sku.partition_gb * size.partitions >= disk_gb * 0.999999
    assert size.partitions in {1, 2, 3, 4, 6, 12}
    assert size.replicas == {"none": 1, "query": 2, "index": 3}[availability]
    assert size.replicas * size.partitions <= 36
    assert size.sku.name != "free"


@given(st.floats(1, 100_000), st.integers(100, 8000))
def test_chunks_cover_a_document_with_a_quarter_of_overlap(document: float, chunk: int) -> None:
    found = planned(chunks_per_document=None, document_tokens=document, chunk_tokens=chunk)
    chunks = found.size.need.chunks_per_document
    covered = chunk + (chunks - 1) * 0.75 * chunk
    assert covered >= document * 0.999999
    assert chunks == 1 or covered - 0.75 * chunk < document
    assert found.size.need.payload_bytes == pytest.approx(3000 * chunk / 512)


@given(st.integers(1, 1_000_000), st.integers(1, 3072))
def test_compression_never_takes_a_larger_service_for_memory(
    documents: int, dimensions: int
) -> None:
    told = planned(documents=documents, dimensions=dimensions).sized["by_compression"]
    assert list(told) == ["none", "scalar", "binary"]
    memory = [told[each]["vector_gb"] for each in told]
    assert memory == sorted(memory, reverse=True)


def test_every_default_is_filled_in() -> None:
    least = planned()
    assert (least.size.need.sla, least.size.need.compression) == ("none", "none")
    assert least.size.need.payload_bytes == 3000
    assert least.size.need.stored is False
    assert least.layout == Layout("chunks", 1536, "none", "disabled")
    assert not least.common.public_network_access
    assert (least.writers, least.queries_per_second) == ((), None)
    assert least.sized["usd_per_1000_queries"] is None
    assert (least.size.sku.name, least.size.partitions, least.size.replicas) == ("basic", 1, 1)
    assert planned(chunks_per_document=None, document_tokens=512).size.need.chunks == 20_000


@pytest.mark.parametrize(
    ("environment", "asked", "replicas"),
    [
        (None, None, 1),
        ("dev", None, 1),
        ("prod", None, 2),
        ("prod", "none", 1),
        ("dev", "index", 3),
    ],
)
def test_replicas_are_for_production_or_for_whoever_asks(
    environment: str | None, asked: str | None, replicas: int
) -> None:
    assert planned(environment=environment, availability=asked).size.replicas == replicas


def test_the_embedding_model_tells_the_dimensions() -> None:
    found = planned(dimensions=None, embedding_model="text-embedding-3-large")
    assert found.layout.dimensions == 3072
    short = planned(dimensions=256.0, embedding_model="text-embedding-3-large")
    assert short.layout.dimensions == 256


@given(st.floats(0.001, 10_000))
def test_what_a_query_costs_is_the_service_s_price_by_its_load(rate: float) -> None:
    found = planned(queries_per_second=rate)
    assert found.size.usd_per_h is not None
    cost = found.sized["usd_per_1000_queries"]
    assert cost * rate * 3.6 == pytest.approx(found.size.usd_per_h)


def test_the_size_is_explained() -> None:
    found = planned(queries_per_second=2, semantic_ranker="standard")
    assert found.explain == [
        "vectors: 120,000 x (4 x 1536 + 80) bytes x 1.1 for deleted documents = 0.822 GB of 5",
        "storage: text 3000 bytes a chunk (assumption) + 2 x vectors = 2 GB of 15",
        "replicas: 1 for the SLA of 'none'; query load is not sized: measure it",
        "choice: the least storage on all nodes that fits, which stands for the least hardware; the power of no tier is published",
        "price: 0.101 USD/h, 73.73 USD a month for 1 search units; list price of East US 2, 2026-01-01",
        "limits: search-limits-quotas-capacity (2025-11-20); some regions have less",
        "queries: 0.01403 USD for 1,000 at 2/s, the ranker's apart",
        "semantic ranker: 'standard'; its energy, price and regions: not known here",
    ]
    assert "explain" not in found.sized


WRONG = [
    ({"location": "atlantis"}, "location", "unknown region 'atlantis'; allowed: "),
    ({"resource_group_name": "rg."}, "resourceGroupName", "'rg.' is not a resource group name; use 1 to 90 letters, digits, '_', '.', '-' or brackets, not ending with '.'"),
    ({"documents": 0}, "documents", "0 is not a whole number of documents; write 1 or more"),
    ({"documents": 1.5}, "documents", "1.5 is not a whole number of documents; write 1 or more"),
    ({"documents": None}, "documents", "missing; it has no default, so write it"),
    ({"documents": 10**9}, "documents", "no tier holds 41,078 GB of vectors, 100,157 GB of storage; take fewer dimensions or quantise, or split the index"),
    ({"chunks_per_document": 0.5}, "chunksPerDocument", "0.5 is not a number of chunks; write 1 or more"),
    ({"chunks_per_document": math.inf}, "chunksPerDocument", "inf is not a number of chunks; write 1 or more"),
    ({"chunks_per_document": True}, "chunksPerDocument", "True is not a number of chunks; write 1 or more"),
    ({"chunks_per_document": None}, "chunksPerDocument", "missing; write them, or the tokens of a document, from which they are computed"),
    ({"document_tokens": 100}, "documentTokens", "the chunks of a document are given too; write one of the two"),
    ({"chunks_per_document": None, "document_tokens": -1}, "documentTokens", "-1 is not a number of tokens; write 1 or more"),
    ({"chunk_tokens": 0}, "chunkTokens", "0 is not a whole number of tokens; write 1 or more"),
    ({"embedding_model": "ada"}, "embeddingModel", "unknown embedding model 'ada'; allowed: text-embedding-3-large, text-embedding-3-small, text-embedding-ada-002; or leave it out and write dimensions"),
    ({"embedding_model": "text-embedding-ada-002", "dimensions": 256}, "dimensions", "256 is not what 'text-embedding-ada-002' makes; write 1536"),
    ({"dimensions": 5000}, "dimensions", "5000 are more than an index of Azure AI Search takes; write 4096 or fewer"),
    ({"dimensions": None}, "dimensions", "missing; write it, or the embedding model that makes vectors"),
    ({"payload_bytes": 0}, "payloadBytes", "0 is not a whole number of bytes; write 1 or more"),
    ({"compression": "zip"}, "compression", "'zip' is not a choice; allowed: binary, none, scalar"),
    ({"availability": "all"}, "availability", "'all' is not a choice; allowed: index, none, query"),
    ({"replicas": 0}, "replicas", "0 is not a whole number of replicas; write 1 or more"),
    ({"replicas": 1, "availability": "query"}, "replicas", "1 are fewer than the 2 that the SLA of 'query' takes; write 2 or more, or another availability"),
    ({"replicas": 40}, "replicas", "40 are more than 'basic' with 1 partitions has; write 3 or fewer"),
    ({"semantic_ranker": "on"}, "semanticRanker", "'on' is not a choice; allowed: disabled, free, standard"),
    ({"semantic_ranker": "free", "queries_per_second": 1}, "semanticRanker", "'free' takes 1,000 queries a month, not 2,628,000; write 'standard' or 'disabled'"),
    ({"queries_per_second": 0}, "queriesPerSecond", "0 is not a number of queries per second; write one above 0"),
    ({"index_name": "Docs"}, "indexName", "'Docs' is not an index name; use 2 to 128 lower case letters, digits or single '-', with none at either end"),
    ({"service_name": "d-docs"}, "serviceName", "'d-docs' is not a search service's name; use 2 to 60 lower case letters, digits or single '-', which is none of the first two nor the last"),
    ({"name_suffix": "B!"}, "nameSuffix", "'B!' is not a suffix; use 1 to 12 lower case letters or digits"),
    ({"public_network_access": "no"}, "publicNetworkAccess", "'no' is not true or false; write one of the two"),
    ({"callers": "me"}, "callers", "'me' is not a list of callers; write a list"),
    ({"writers": "me"}, "writers", "'me' is not a list of callers; write a list"),
    ({"writers": [{"name": "a", "principal_id": "1"}] * 2}, "writers[1].name", "'a' is the name of writers[0] too; give one of the two another name"),
    ({"writers": [{"name": "A", "principal_id": "1"}]}, "writers[0].name", "'A' is not a caller's name; use 1 to 32 lower case letters, digits or '-', with no '-' at either end"),
    ({"owner": 3}, "owner", "3 is not a text; write a string that is not empty"),
    ({"environment": ""}, "environment", "'' is not a text; write a string that is not empty"),
    ({"workload": []}, "workload", "[] is not a text; write a string that is not empty"),
    ({"tags": {"a<": "b"}}, "tags.a<", "'a<' is not a tag name; use 1 to 512 characters without % & / < > ? \\"),
    ({"document": 3}, "document", "unknown input 'document'; did you mean 'document_tokens' or 'documents'?"),
]  # fmt: skip


@pytest.mark.parametrize(("given_args", "path", "reason"), WRONG)
def test_a_wrong_input_is_named_with_what_is_allowed(
    given_args: dict[str, Any], path: str, reason: str
) -> None:
    ((found, told),) = faults(**given_args)
    assert found == path
    assert told.startswith(reason) if path == "location" else told == reason


def test_every_input_has_a_wrong_value() -> None:
    tried = {re.split(r"[.\[]", path)[0] for _, path, _ in WRONG}
    assert tried >= {camel(key) for key in RetrievalArgs.__annotations__}


def test_all_faults_come_at_once() -> None:
    found = faults(documents=0, compression="zip", service_name="-", writers=3)
    assert {path for path, _ in found} == {"documents", "compression", "serviceName", "writers"}


def test_a_program_sees_the_whole_text(run: Callable[..., Any]) -> None:
    told: list[str] = []

    def program() -> None:
        try:
            Retrieval("handbook", args(documents=0))
        except pulumi.InputPropertiesError as error:
            told.append(str(error))

    made = run(program)
    assert told == [
        "Retrieval 'handbook': 1 input cannot be used\n"
        "  documents: 0 is not a whole number of documents; write 1 or more"
    ]
    assert made.of(COMPONENT) == []


def test_replicas_may_be_more_than_the_sla_takes() -> None:
    found = planned(replicas=3, availability="query")
    assert (found.size.replicas, found.need.replicas) == (3, 2)
    assert "replicas: 3 for the SLA of 'query'; as given; 2 are the fewest" in found.explain


def test_the_service_has_no_keys_and_is_not_public(run: Callable[..., Any]) -> None:
    (service,) = made_by(run).of(SERVICE)
    name = service.inputs["searchServiceName"]
    assert re.fullmatch(r"handbook[0-9a-f]{10}", name)
    assert service.inputs == {
        "searchServiceName": name,
        "resourceGroupName": "rg",
        "location": "swedencentral",
        "sku": {"name": "basic"},
        "replicaCount": 1,
        "partitionCount": 1,
        "hostingMode": "Default",
        "identity": {"type": "SystemAssigned"},
        "disableLocalAuth": True,
        "publicNetworkAccess": "Disabled",
        "semanticSearch": "disabled",
        "tags": {
            "azgreen-carbon-data": catalog.CARBON_DATA_VERSION,
            "azgreen-need": "documents=120000 dimensions=1536 entry-bytes=3000 replicas=1",
        },
    }


def test_the_service_opens_only_what_is_asked_for(run: Callable[..., Any]) -> None:
    more = {"public_network_access": True, "semantic_ranker": "free", "environment": "prod"}
    (service,) = made_by(run, service_name="contoso-docs", owner="me", **more).of(SERVICE)
    assert service.inputs["searchServiceName"] == "contoso-docs"
    assert service.inputs["publicNetworkAccess"] == "Enabled"
    assert service.inputs["semanticSearch"] == "free"
    assert service.inputs["replicaCount"] == 2
    own = {"azgreen-carbon-data", "azgreen-need", "environment", "owner"}
    assert set(service.inputs["tags"]) == own


def test_callers_query_and_writers_fill(run: Callable[..., Any]) -> None:
    person = {"name": "ann", "principal_id": "p1", "principal_type": "User"}
    made = made_by(run, callers=[person], writers=[person, {"name": "job", "principal_id": "p2"}])
    given_roles = {
        item.name: (item.inputs["roleDefinitionId"].rpartition("/")[2], item.inputs["principalId"])
        for item in made.of(ROLE)
    }
    reader = catalog.role_definition("Search Index Data Reader").id
    writer = catalog.role_definition("Search Index Data Contributor").id
    assert given_roles == {
        "handbook-ann-may-call": (reader, "p1"),
        "handbook-ann-may-write": (writer, "p1"),
        "handbook-job-may-write": (writer, "p2"),
    }
    assert {item.inputs["scope"] for item in made.of(ROLE)} == {made.exports["service_id"]}
    assert len({item.inputs["roleAssignmentName"] for item in made.of(ROLE)}) == 3


def test_outputs_are_what_a_program_takes_over(run: Callable[..., Any]) -> None:
    exports = made_by(run, index_name="docs", service_name="contoso-docs").exports
    assert exports["endpoint"] == "https://contoso-docs.search.windows.net"
    assert exports["service_id"].endswith("/searchServices/contoso-docs")
    assert exports["principal_id"] == "principal"
    assert (exports["sku"], exports["replicas"], exports["partitions"]) == ("basic", 1, 1)
    assert (exports["index_name"], exports["data_api_version"]) == ("docs", "2025-09-01")
    assert json.loads(exports["index_definition"])["name"] == "docs"
    assert json.loads(exports["hybrid_query"])["search"] == "<question>"
    assert exports["size"]["usd_per_h"] == 0.101
    assert exports["explain"][0].startswith("vectors: 120,000 x ")


@given(st.integers(1, 4096), COMPRESSIONS, st.sampled_from(["disabled", "free", "standard"]))
def test_the_index_is_whole_and_the_query_names_its_fields(
    dimensions: int, compression: str, ranker: str
) -> None:
    layout = Layout("docs", dimensions, compression, ranker)
    index, query = json.loads(index_definition(layout)), json.loads(hybrid_query(layout))
    fields = {field["name"]: field for field in index["fields"]}
    vector = fields["vector"]
    assert (vector["dimensions"], vector["stored"], vector["retrievable"]) == (
        dimensions,
        False,
        False,
    )
    search = index["vectorSearch"]
    profiles = {item["name"]: item for item in search["profiles"]}
    profile = profiles[vector["vectorSearchProfile"]]
    assert profile["algorithm"] in {item["name"] for item in search["algorithms"]}
    kinds = {item["name"]: item["kind"] for item in search.get("compressions", [])}
    expected = {"scalar": "scalarQuantization", "binary": "binaryQuantization"}
    assert kinds.get(profile.get("compression")) == expected.get(compression)
    (asked,) = query["vectorQueries"]
    assert fields[asked["fields"]] is vector
    readable = [fields[name] for name in query["select"].split(",")]
    assert all(field["retrievable"] for field in readable)
    assert sum(field.get("key", False) for field in fields.values()) == 1
    if ranker == "disabled":
        assert "semantic" not in index
        assert "queryType" not in query
        return
    configurations = {item["name"]: item for item in index["semantic"]["configurations"]}
    named = configurations[query["semanticConfiguration"]]["prioritizedFields"]
    read = [named["titleField"], *named["prioritizedContentFields"]]
    assert all(fields[item["fieldName"]]["searchable"] for item in read)
    assert asked["k"] == 50


def test_compressed_vectors_are_put_in_order_by_the_whole_ones() -> None:
    index = json.loads(index_definition(Layout("docs", 8, "scalar", "disabled")))
    assert index["vectorSearch"]["compressions"] == [
        {
            "name": "scalar",
            "kind": "scalarQuantization",
            "rescoringOptions": {
                "enableRescoring": True,
                "rescoreStorageMethod": "preserveOriginals",
            },
            "scalarQuantizationParameters": {"quantizedDataType": "int8"},
        }
    ]


@pytest.mark.parametrize("case", ["defaults", "recommended", "max"])
def test_every_body_keeps_to_azure_s_published_schema(run: Callable[..., Any], case: str) -> None:
    made = example(run, case)
    for request in made.requests:
        if not request.type.startswith("azure-native:search:"):
            continue
        spec = spec_for(request.type)
        namespace, _, name = spec.arm_type.partition("/")
        sent = body(spec, from_struct(request.object))
        _, found = check(schema(namespace, spec.api_version), name, sent)
        assert [str(fault) for fault in found] == []


def test_max_example_gives_every_input() -> None:
    tree = ast.parse((EXAMPLES / "max/__main__.py").read_text(encoding="utf-8"))
    keys = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert keys >= {*RetrievalArgs.__annotations__}


def example(run: Callable[..., Any], case: str) -> Any:
    path = EXAMPLES / case / "__main__.py"
    source = path.read_text(encoding="utf-8")

    def program() -> None:
        exec(compile(source, str(path), "exec"), {"__name__": "__main__"})  # noqa: S102

    return run(program)


def test_children_have_the_component_as_parent_and_its_options(run: Callable[..., Any]) -> None:
    def program() -> None:
        person = {"name": "ann", "principal_id": "p1"}
        options = pulumi.ResourceOptions(protect=True)
        Retrieval("handbook", args(callers=[person], writers=[person]), options)

    made = run(program)
    children = [request for request in made.requests if request.type.startswith("azure-native:")]
    assert len(children) == 3
    assert all(request.protect for request in children)
    assert all(request.parent.endswith("::handbook") for request in children)
    assert all(request.name.startswith("handbook-") for request in children)


@given(st.from_regex(r"[a-z][a-z0-9-]{0,40}", fullmatch=True), st.integers(1, 10))
def test_derived_names_are_azure_s(component: str, number: int) -> None:
    scope = Scope("org", "shop", f"dev{number}")
    name = derived_name(component, scope, "swedencentral", "rg", "b", SEARCH_SERVICE)
    assert SEARCH_SERVICE.pattern.fullmatch(name)
