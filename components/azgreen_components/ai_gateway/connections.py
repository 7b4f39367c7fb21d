"""How does the gateway get at Redis and Application Insights? By what Azure says of them.

Redis knows no Entra of API Management: its connection string holds a key, which is a secret of the
stack and of the gateway. The connection string of Application Insights holds none: there the
gateway shows its identity.
"""

import pulumi
from pulumi_azure_native import apimanagement, applicationinsights, redisenterprise

from azgreen_components._access import Caller, grant
from azgreen_components._owner import Owner

_CACHE = "default"  # in every region of the gateway
_METRICS_WRITER = "Monitoring Metrics Publisher"
_SYSTEM_ASSIGNED = "SystemAssigned"
_DIAGNOSTIC = "applicationinsights"  # the only name under which it goes there
_TRACED_PERCENT = 100.0  # metrics are of all requests; Application Insights samples by itself


def part_of(resource_id: pulumi.Input[str], kind: str) -> pulumi.Output[str]:
    """Return a name in an id: of `resourceGroups`, or of a type."""
    return pulumi.Output.from_input(resource_id).apply(lambda known: _named(known, kind))


def _named(resource_id: str, kind: str) -> str:
    parts = resource_id.split("/")
    low = [part.lower() for part in parts]
    if kind.lower() not in low[:-1]:
        raise ValueError(f"{resource_id!r} has no {kind!r} in it")
    return parts[low.index(kind.lower()) + 1]


def redis_connection(database_id: pulumi.Input[str]) -> pulumi.Output[str]:
    """Return how to reach a Redis database, its key with it: a secret."""
    group = part_of(database_id, "resourceGroups")
    cluster = part_of(database_id, "redisEnterprise")
    database = part_of(database_id, "databases")
    keys = redisenterprise.list_database_keys_output(cluster, database, group)
    port = redisenterprise.get_database_output(cluster, database, group).port
    host = redisenterprise.get_redis_enterprise_output(cluster, group).host_name
    return pulumi.Output.secret(
        pulumi.Output.all(host, port, keys.primary_key).apply(
            lambda told: f"{told[0]}:{int(told[1])},password={told[2]},ssl=True,abortConnect=False"
        )
    )


def external_cache(
    owner: Owner, service: apimanagement.ApiManagementService, database_id: pulumi.Input[str]
) -> apimanagement.Cache:
    """Let the gateway keep answers in a Redis."""
    return apimanagement.Cache(
        f"{owner.name}-cache",
        cache_id=_CACHE,
        service_name=service.name,
        resource_group_name=owner.group,
        connection_string=redis_connection(database_id),
        use_from_location=_CACHE,
        opts=owner.options(),
    )


def token_metrics(
    owner: Owner,
    service: apimanagement.ApiManagementService,
    api: apimanagement.Api,
    insights_id: pulumi.Input[str],
    caller: Caller,
) -> apimanagement.ApiDiagnostic:
    """Let the API send its token metrics to Application Insights; no bodies and no addresses."""
    role = grant(owner.component, owner.name, _METRICS_WRITER, insights_id, caller, verb="trace")
    logger = _logger(owner, service, insights_id, role)
    return apimanagement.ApiDiagnostic(
        f"{owner.name}-metrics",
        diagnostic_id=_DIAGNOSTIC,
        api_id=api.name,
        service_name=service.name,
        resource_group_name=owner.group,
        logger_id=logger.id,
        metrics=True,
        always_log=apimanagement.AlwaysLog.ALL_ERRORS,
        log_client_ip=False,
        sampling=apimanagement.SamplingSettingsArgs(
            sampling_type=apimanagement.SamplingType.FIXED, percentage=_TRACED_PERCENT
        ),
        opts=owner.options(),
    )


def _logger(
    owner: Owner,
    service: apimanagement.ApiManagementService,
    insights_id: pulumi.Input[str],
    role: pulumi.Resource,
) -> apimanagement.Logger:
    component = applicationinsights.get_component_output(
        resource_name=part_of(insights_id, "components"),
        resource_group_name=part_of(insights_id, "resourceGroups"),
    )
    return apimanagement.Logger(
        f"{owner.name}-logger",
        logger_id=_DIAGNOSTIC,
        service_name=service.name,
        resource_group_name=owner.group,
        logger_type=apimanagement.LoggerType.APPLICATION_INSIGHTS,
        resource_id=insights_id,
        credentials={
            "connectionString": component.connection_string,
            "identityClientId": _SYSTEM_ASSIGNED,
        },
        is_buffered=True,
        opts=pulumi.ResourceOptions(parent=owner.component, depends_on=[role]),
    )
