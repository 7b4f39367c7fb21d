"""Every input: one service whose chunks are counted, and one whose chunks follow from tokens."""

import pulumi
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import CallerArgs, Retrieval

LOCATION = "swedencentral"
CALLER: CallerArgs = {
    "name": "assistant",
    "principal_id": "5b1d9b3a-6a0f-4a59-9a0b-2f6d6f0c7f11",
    "principal_type": "ServicePrincipal",
}
WRITER: CallerArgs = {"name": "indexer", "principal_id": "0c2a7a5e-1b7c-4d0b-8a55-1f3f5a0d7c22"}

group = ResourceGroup("handbook", location=LOCATION)
handbook = Retrieval(
    "handbook",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "documents": 200_000,
        "chunks_per_document": 9.5,
        "embedding_model": "text-embedding-3-large",
        "dimensions": 1024,
        "payload_bytes": 2500,
        "compression": "binary",
        "availability": "index",
        "replicas": 3,
        "semantic_ranker": "standard",
        "queries_per_second": 2,
        "index_name": "handbook-2026-11",
        "service_name": "contoso-handbook",
        "public_network_access": True,
        "callers": [CALLER],
        "writers": [WRITER],
        "owner": "assistants",
        "environment": "prod",
        "workload": "support-chat",
        "tags": {"cost-centre": "4711"},
    },
)
archive = Retrieval(
    "archive",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "documents": 50_000,
        "document_tokens": 9000,
        "chunk_tokens": 1024,
        "dimensions": 256,
        "name_suffix": "b",
    },
)
pulumi.export("serviceName", handbook.service_name)
pulumi.export("serviceId", handbook.service_id)
pulumi.export("endpoint", handbook.endpoint)
pulumi.export("principalId", handbook.principal_id)
pulumi.export("tier", handbook.sku)
pulumi.export("replicas", handbook.replicas)
pulumi.export("partitions", handbook.partitions)
pulumi.export("indexName", handbook.index_name)
pulumi.export("indexDefinition", handbook.index_definition)
pulumi.export("hybridQuery", handbook.hybrid_query)
pulumi.export("dataApiVersion", handbook.data_api_version)
pulumi.export("size", handbook.size)
pulumi.export("explain", archive.explain)
