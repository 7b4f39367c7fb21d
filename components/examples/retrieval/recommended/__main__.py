"""What we recommend: short vectors, a byte a number, and nobody but who has a role.

The embedding model can shorten its vectors, and a compressed index takes a quarter of the memory;
what was found is put in order by the whole vectors. Output `size` tells what each would take.
"""

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
        "documents": 200_000,
        "document_tokens": 4000,
        "embedding_model": "text-embedding-3-large",
        "dimensions": 1024,
        "compression": "scalar",
        "queries_per_second": 2,
        "callers": [{"name": "assistant", "principal_id": "5b1d9b3a-6a0f-4a59-9a0b-2f6d6f0c7f11"}],
        "writers": [{"name": "indexer", "principal_id": "0c2a7a5e-1b7c-4d0b-8a55-1f3f5a0d7c22"}],
        "owner": "assistants",
        "environment": "prod",
        "workload": "support-chat",
    },
)
pulumi.export("endpoint", handbook.endpoint)
pulumi.export("size", handbook.size)
pulumi.export("explain", handbook.explain)
