"""What we recommend: state the traffic, and entries, throughput and what is avoided follow.

Cosmos DB without held throughput takes storage only while nobody asks. The version tag holds all
that makes an answer: whoever changes the prompt, the model or the index changes the tag.
"""

import pulumi
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import SemanticCache

LOCATION = "swedencentral"

group = ResourceGroup("answers", location=LOCATION)
cache = SemanticCache(
    "answers",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "store": "cosmos",
        "tenant_key": "tenant",
        "version_tag": "prompt-7.gpt-4.1-mini.index-2026-11",
        "embedding_model": "text-embedding-3-small",
        "dimensions": 512,
        "ttl_hours": 12,
        "traffic": {
            "model": "gpt-4.1-mini",
            "requests_per_second": 0.5,
            "input_tokens": 1155,
            "output_tokens": 211,
            "hit_rate": 0.2,
        },
        "owner": "assistants",
        "environment": "prod",
        "workload": "support-chat",
    },
)
pulumi.export("hostName", cache.host_name)
pulumi.export("lookUp", cache.look_up)
pulumi.export("similarity", cache.similarity)
pulumi.export("purge", cache.purge)
pulumi.export("avoided", cache.avoided)
