"""A GPU for training that runs when nothing is trained."""

from pulumi_azure_native import machinelearningservices as ml

ml.Compute(
    "training",
    resource_group_name="models",
    workspace_name="assistants",
    properties=ml.AmlComputeArgs(
        compute_type="AmlCompute",
        properties=ml.AmlComputePropertiesArgs(
            vm_size="Standard_NC24ads_A100_v4",
            scale_settings=ml.ScaleSettingsArgs(
                min_node_count=1,
                max_node_count=2,
                node_idle_time_before_scale_down="PT2H",
            ),
        ),
    ),
)
