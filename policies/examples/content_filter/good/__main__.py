"""A model whose harmful answers are blocked."""

from pulumi_azure_native import cognitiveservices as cognitive

strict = cognitive.RaiPolicy(
    "strict",
    resource_group_name="models",
    account_name="assistant",
    properties=cognitive.RaiPolicyPropertiesArgs(
        base_policy_name="Microsoft.DefaultV2",
        mode="Blocking",
        content_filters=[
            cognitive.RaiPolicyContentFilterArgs(
                name="Violence",
                source="Completion",
                severity_threshold="Low",
                enabled=True,
                blocking=True,
            )
        ],
    ),
)
cognitive.Deployment(
    "chat",
    resource_group_name="models",
    account_name="assistant",
    sku=cognitive.SkuArgs(name="Standard", capacity=20),
    properties=cognitive.DeploymentPropertiesArgs(
        model=cognitive.DeploymentModelArgs(
            format="OpenAI", name="gpt-4.1-mini", version="2025-04-14"
        ),
        rai_policy_name=strict.name,
    ),
)
