"""What will a Retrieval create? Values in, a plan or every fault out; nothing is deployed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from azgreen.errors import EstimateError
from azgreen.estimate.need import Need
from azgreen.estimate.sizing import REPLICAS, SearchNeed, SearchSize, size_search
from azgreen.estimate.sizing.search import NUMBER_BYTES
from azgreen_components._access import Caller, read_callers
from azgreen_components._common import Common, read_common, read_name
from azgreen_components._inputs import Faults, check_keys, choice, given_or, whole_number
from azgreen_components._naming import SEARCH_INDEX, SEARCH_SERVICE
from azgreen_components.retrieval.args import DEFAULT_INDEX, PRODUCTION, RetrievalArgs
from azgreen_components.retrieval.index import Layout
from azgreen_components.retrieval.reading import (
    read_chunks,
    read_payload_bytes,
    read_queries,
    read_ranker,
    read_replicas,
    read_vector,
)

_UNCOMPRESSED, *_ = NUMBER_BYTES


@dataclass(frozen=True)
class Plan:
    """Everything that a Retrieval creates, and what applications have to know of it."""

    common: Common
    service_name: str | None
    """None where it is derived."""
    writers: tuple[Caller, ...]
    layout: Layout
    size: SearchSize
    queries_per_second: float | None

    @property
    def need(self) -> Need:
        """What is declared of the index; its queries do not decide its size."""
        wanted = self.size.need
        return Need(
            documents=wanted.chunks,
            dimensions=wanted.dimensions,
            entry_bytes=wanted.payload_bytes,
            requests_per_second=self.queries_per_second,
            replicas=REPLICAS[wanted.sla],
        )

    @property
    def sized(self) -> Mapping[str, Any]:
        """The size with units in the keys, and what every compression would take."""
        known = self.size.as_dict()
        del known["explain"]
        each_query = {"usd_per_1000_queries": self._usd_per_1000_queries}
        return {**known, **each_query, "by_compression": _by_compression(self.size.need)}

    @property
    def explain(self) -> list[str]:
        """How the numbers came about, one thing a line."""
        lines = self.size.explain()
        if self.queries_per_second is not None and self._usd_per_1000_queries is not None:
            cost = f"{self._usd_per_1000_queries:,.4g} USD for 1,000 at"
            lines.append(f"queries: {cost} {self.queries_per_second:g}/s, the ranker's apart")
        if self.layout.is_ranked:
            plan = self.layout.semantic_ranker
            lines.append(
                f"semantic ranker: {plan!r}; its energy, price and regions: not known here"
            )
        return lines

    @property
    def _usd_per_1000_queries(self) -> float | None:
        if self.queries_per_second is None or self.size.usd_per_h is None:
            return None
        return self.size.usd_per_h / (3.6 * self.queries_per_second)


def plan(name: str, args: RetrievalArgs) -> Plan:
    """Say what will be created, or raise every fault at once.

    Args:
        name: The component's own name.
        args: What the user wrote.
    """
    faults, given = Faults(), dict[str, object](args)
    subject = f"Retrieval {name!r}"
    check_keys(faults, "", given, RetrievalArgs)
    common = read_common(faults, given)
    service = read_name(faults, given, "service_name", SEARCH_SERVICE)
    writers = read_callers(faults, given.get("writers"), "writers")
    queries = read_queries(faults, given)
    ranker = read_ranker(faults, given, queries)
    need = _need(faults, given)
    index = read_name(faults, given, "index_name", SEARCH_INDEX) or DEFAULT_INDEX
    faults.raise_any(subject)  # what is sized below is only as good as these
    size = read_replicas(faults, given, _size(faults, subject, need))
    faults.raise_any(subject)
    layout = Layout(index, need.dimensions, need.compression, ranker)
    return Plan(common, service, writers, layout, size, queries)


def _need(faults: Faults, given: Mapping[str, object]) -> SearchNeed:
    """Return what is to be held; a number that cannot be used, a fault by now, counts 1."""
    documents = None
    if given.get("documents") is not None:
        documents = whole_number(faults, "documents", given["documents"], "documents")
    compression = given_or(given, "compression", _UNCOMPRESSED)
    usual = "query" if given.get("environment") == PRODUCTION else "none"
    sla = given_or(given, "availability", usual)
    return SearchNeed(
        documents=documents or 1,
        chunks_per_document=read_chunks(faults, given) or 1,
        dimensions=read_vector(faults, given) or 1,
        payload_bytes=read_payload_bytes(faults, given) or 1,
        sla=choice(faults, "availability", sla, REPLICAS) or "none",
        compression=choice(faults, "compression", compression, NUMBER_BYTES) or _UNCOMPRESSED,
        stored=False,
    )


def _size(faults: Faults, subject: str, need: SearchNeed) -> SearchSize:
    try:
        return size_search(need)
    except EstimateError as error:
        faults.add("documents", str(error))
        faults.raise_any(subject)
        raise


def _by_compression(need: SearchNeed) -> Mapping[str, Any]:
    """Return which service every compression would take, to be weighed against its quality."""
    found: dict[str, Any] = {}
    for compression in NUMBER_BYTES:
        try:
            size = size_search(replace(need, compression=compression))
        except EstimateError as error:
            found[compression] = {"not_possible": str(error)}
            continue
        told = ("sku", "search_units", "vector_gb", "storage_gb", "usd_per_h")
        found[compression] = {key: size.as_dict()[key] for key in told}
    return found
