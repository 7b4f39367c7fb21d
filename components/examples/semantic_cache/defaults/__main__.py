"""The least that has to be written: tenants, version, vectors and how many entries."""

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
        "tenant_key": "tenant",
        "version_tag": "prompt-7",
        "embedding_model": "text-embedding-3-small",
        "entries": 20_000,
    },
)
pulumi.export("hostName", cache.host_name)
pulumi.export("indexDefinition", cache.index_definition)
pulumi.export("purge", cache.purge)
