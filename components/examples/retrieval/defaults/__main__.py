"""The least that has to be written: how many documents, in how many chunks, with what vectors."""

import pulumi
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import Retrieval

LOCATION = "swedencentral"

group = ResourceGroup("handbook", location=LOCATION)
handbook = Retrieval(
    "handbook",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "documents": 20_000,
        "chunks_per_document": 6,
        "embedding_model": "text-embedding-3-small",
    },
)
pulumi.export("endpoint", handbook.endpoint)
pulumi.export("indexDefinition", handbook.index_definition)
pulumi.export("hybridQuery", handbook.hybrid_query)
