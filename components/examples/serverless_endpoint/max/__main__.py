"""Every input, and two endpoints in one project: the second subscribes to its maker's offer."""

import pulumi
from pulumi_azure_native import resources

from azgreen_components import ServerlessEndpoint

LOCATION = "swedencentral"

group = resources.ResourceGroup("assistants", location=LOCATION)
chat = ServerlessEndpoint(
    "chat",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "model": "mistral-small-2503",
        "traffic": {"requests_per_second": 0.5, "input_tokens": 1155, "output_tokens": 211},
        "accept_marketplace_terms": True,
        "filter_content": True,
        "endpoint_name": "contoso-support-chat",
        "name_suffix": "b",
        "public_network_access": True,
        "owner": "assistants",
        "environment": "test",
        "workload": "support-chat",
        "tags": {"cost-centre": "4711"},
    },
)
# another model in the same project needs no hub, storage or vault of its own
search = ServerlessEndpoint(
    "search",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "workspace_name": chat.workspace_name,
        "model": "Cohere-embed-v3-multilingual",
        "accept_marketplace_terms": True,
    },
)
for key in (
    "workspace_name",
    "workspace_id",
    "endpoint_name",
    "endpoint_id",
    "inference_uri",
    "model_id",
    "explain",
    "footprint",
):
    pulumi.export(key, getattr(chat, key))
pulumi.export("searchUri", search.inference_uri)
