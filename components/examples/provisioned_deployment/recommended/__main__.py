"""What we recommend: PTUs for the mean load, spillover for the peaks, somebody who is told.

So filled, day and night, the PTUs pay when reserved for a year; none stands by for peaks alone.
"""

import pulumi
from pulumi_azure_native.monitor import ActionGroup
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import ProvisionedDeployment

LOCATION = "swedencentral"

group = ResourceGroup("models", location=LOCATION)
on_call = ActionGroup(
    "on-call",
    resource_group_name=group.name,
    location="Global",
    group_short_name="on-call",
    email_receivers=[{"name": "assistants", "email_address": "assistants@example.com"}],
)
assistant = ProvisionedDeployment(
    "assistant",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "model": "gpt-4.1",
        "sku": "DataZoneProvisionedManaged",
        "ptu": 60,
        "traffic": {
            "requests_per_second": 2,
            "input_tokens": 1155,
            "output_tokens": 211,
            "cache_rate": 0.7,
        },
        "action_group_ids": [on_call.id],
        "owner": "assistants",
        "environment": "prod",
        "workload": "support-chat",
    },
)
pulumi.export("endpoint", assistant.endpoint)
pulumi.export("sizing", assistant.sizing)
pulumi.export("reservation", assistant.reservation)
pulumi.export("footprint", assistant.footprint)
