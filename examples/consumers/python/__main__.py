"""A support bot: a model for its measured traffic, and a cache before it."""

import pulumi
from pulumi_azure_native import resources

from azgreen_components import ModelDeployment, SemanticCache, TrafficArgs

LOCATION = "swedencentral"
TRAFFIC: TrafficArgs = {"requests_per_second": 0.5, "input_tokens": 800, "output_tokens": 150}

group = resources.ResourceGroup("bot", location=LOCATION)
models = ModelDeployment(
    "bot",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "deployments": [
            {"name": "chat", "model": "gpt-4.1-mini", "traffic": TRAFFIC},
            {"name": "embeddings", "model": "text-embedding-3-large", "capacity": 20},
        ],
        "environment": "test",
    },
)
cache = SemanticCache(
    "answers",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "tenant_key": "tenant",
        "version_tag": "prompt-7",
        "embedding_model": "text-embedding-3-large",
        "traffic": {**TRAFFIC, "model": "gpt-4.1-mini", "hit_rate": 0.2},
        "environment": "test",
    },
)
pulumi.export("endpoint", models.endpoint)
pulumi.export("deployments", models.deployment_names)
pulumi.export("footprint", models.footprint)
pulumi.export("cacheHost", cache.host_name)
pulumi.export("avoided", cache.avoided)
