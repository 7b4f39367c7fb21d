"""What does Azure get told about one deployment?"""

from pulumi_azure_native import machinelearningservices as ml

from azgreen_components.online_endpoint.choices import DeploymentPlan

_PROBE_PERIOD_S = 10
_PROBE_FAILURES = 30
"""Period and failures are Azure's own defaults (azure-ai-docs, online deployment YAML schema)."""

_PROBE_TIMEOUT_S = 2
"""Azure's own default as well."""


def managed_properties(item: DeploymentPlan, *, traced: bool) -> ml.ManagedOnlineDeploymentArgs:
    """Return the properties of a managed online deployment."""
    return ml.ManagedOnlineDeploymentArgs(
        endpoint_compute_type="Managed",
        model=item.model_id,
        environment_id=item.environment_id,
        # never left out: Azure's own default has no GPU
        instance_type=item.machine.instance.name,
        app_insights_enabled=traced,
        # the workspace's managed network decides; "Disabled" is the older way beside it
        egress_public_network_access="Enabled",
        request_settings=ml.OnlineRequestSettingsArgs(
            max_concurrent_requests_per_instance=item.concurrent_requests,
            request_timeout=f"PT{item.request_timeout_seconds}S",
        ),
        # a live machine that still loads must not be started anew
        liveness_probe=_probe(item.load_time_seconds),
        # each second more would keep a machine idle that could serve
        readiness_probe=_probe(item.reading_seconds),
        scale_settings=ml.DefaultScaleSettingsArgs(scale_type="Default"),
    )


def _probe(first_after_s: int) -> ml.ProbeSettingsArgs:
    return ml.ProbeSettingsArgs(
        initial_delay=f"PT{first_after_s}S",
        period=f"PT{_PROBE_PERIOD_S}S",
        timeout=f"PT{_PROBE_TIMEOUT_S}S",
        failure_threshold=_PROBE_FAILURES,
        success_threshold=1,
    )
