"""How does one find the passages that a prompt needs, by words and by meaning, without keys?"""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi_azure_native import search

from azgreen_components._access import grant
from azgreen_components._naming import SEARCH_SERVICE
from azgreen_components._owner import Owner
from azgreen_components._tags import needing
from azgreen_components.retrieval.args import RetrievalArgs
from azgreen_components.retrieval.index import DATA_API_VERSION, hybrid_query, index_definition
from azgreen_components.retrieval.plan import Plan, plan

_QUERY = "Search Index Data Reader"
_FILL = "Search Index Data Contributor"


class Retrieval(pulumi.ComponentResource):
    """Azure AI Search for hybrid retrieval (RAG): sized for your documents, no keys, not public.

    The index is made by whoever fills it, from `index_definition`: Azure keeps it in the service,
    beyond the reach of the Resource Manager.
    """

    service_name: pulumi.Output[str]
    """Name of the service."""

    service_id: pulumi.Output[str]
    """Azure's id of the service."""

    endpoint: pulumi.Output[str]
    """Address that clients call."""

    principal_id: pulumi.Output[str | None]
    """Object id of the service's own identity, for role assignments."""

    sku: pulumi.Output[str]
    """Tier of the service."""

    replicas: pulumi.Output[int]
    """Copies of the index, for the SLA."""

    partitions: pulumi.Output[int]
    """Parts of the index, for its size."""

    index_name: pulumi.Output[str]
    """Name of the index in its definition and path."""

    index_definition: pulumi.Output[str]
    """JSON that makes the index: PUT <endpoint>/indexes/<index>?api-version=<version>."""

    hybrid_query: pulumi.Output[str]
    """JSON of a question by words and vector: POST <endpoint>/indexes/<index>/docs/search."""

    data_api_version: pulumi.Output[str]
    """API version of the two."""

    size: pulumi.Output[Mapping[str, Any]]
    """Vectors, storage and list price, with units in the keys, and those by compression."""

    explain: pulumi.Output[Sequence[str]]
    """How the size came about, one thing a line."""

    def __init__(
        self, name: str, args: RetrievalArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        wanted = plan(name, args)
        super().__init__("azgreen:index:Retrieval", name, {}, opts)
        owner = Owner(self, name, args["resource_group_name"], wanted.common)
        service = _service(owner, wanted)
        for caller in wanted.common.callers:
            grant(self, name, _QUERY, service.id, caller)
        for writer in wanted.writers:
            grant(self, name, _FILL, service.id, writer, verb="write")
        self.service_name, self.service_id = service.name, service.id
        self.endpoint = pulumi.Output.concat("https://", service.name, ".search.windows.net")
        self.principal_id = service.identity.apply(lambda own: own.principal_id if own else None)
        self.sku = pulumi.Output.from_input(wanted.size.sku.name)
        self.replicas = pulumi.Output.from_input(wanted.size.replicas)
        self.partitions = pulumi.Output.from_input(wanted.size.partitions)
        self.index_name = pulumi.Output.from_input(wanted.layout.name)
        self.index_definition = pulumi.Output.from_input(index_definition(wanted.layout))
        self.hybrid_query = pulumi.Output.from_input(hybrid_query(wanted.layout))
        self.data_api_version = pulumi.Output.from_input(DATA_API_VERSION)
        self.size = pulumi.Output.from_input(wanted.sized)
        self.explain = pulumi.Output.from_input(wanted.explain)
        self.register_outputs({key: getattr(self, key) for key in _OUTPUTS})


_OUTPUTS = tuple(Retrieval.__annotations__)


def _service(owner: Owner, wanted: Plan) -> search.Service:
    return search.Service(
        f"{owner.name}-service",
        search_service_name=wanted.service_name or owner.unique(SEARCH_SERVICE),
        resource_group_name=owner.group,
        location=wanted.common.location,
        sku=search.SkuArgs(name=wanted.size.sku.name),
        replica_count=wanted.size.replicas,
        partition_count=wanted.size.partitions,
        identity=search.IdentityArgs(type=search.IdentityType.SYSTEM_ASSIGNED),
        disable_local_auth=True,
        public_network_access=owner.access,
        semantic_search=wanted.layout.semantic_ranker,
        tags=needing(wanted.common.tags, wanted.need),
        opts=owner.options(),
    )
