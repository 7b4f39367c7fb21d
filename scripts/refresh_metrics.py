"""Where do `metrics.csv` and `log_categories.csv` come from?

From Microsoft's pages "Supported metrics" and "Supported logs" of each resource type, restated by
hand: the metrics that alerts, autoscale rules, the workbook and commands read, and the logs of
those types.
"""
# ruff: noqa: E501  # a row is a line

from __future__ import annotations

from typing import TYPE_CHECKING

from refresh_files import arguments, finish, table

from azgreen.catalog._metrics import LOG_COLUMNS, METRIC_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOCS = "azure-monitor-docs, supported-metrics"
_LOG_DOCS = "azure-monitor-docs, supported-logs"
_ANY = "Average Maximum Minimum"
_MODEL = "ModelDeploymentName ModelName ModelVersion Region"
_CALL = f"ApiName {_MODEL} OperationName StreamType"
_SERVED = (
    f"ApiName IsSpillover {_MODEL} OperationName ServiceTierRequest ServiceTierResponse "
    "StatusCode StreamType"
)
_OPENAI_USAGE = "ApiName FeatureName ModelDeploymentName ModelVersion Region UsageChannel"
_MODEL_USAGE = f"ApiName {_MODEL}"
_SERVER_SIDE = (
    "APIType CollectionName ConnectionMode DatabaseName IsExternal OperationType PublicAPIType "
    "Region"
)
_REQUESTS = (
    "CapacityType CollectionName ConnectionMode DatabaseName IsExternal OperationType "
    "PriorityLevel Region Status StatusCode"
)
_OPENAI, _MODELS = "Azure OpenAI", "Models"

# namespace -> source, and: category | metric | unit | aggregations | grains | exportable | dimensions
METRICS = {
    "Microsoft.CognitiveServices/accounts": (
        f"{_DOCS}, microsoft-cognitiveservices-accounts",
        f"""\
{_OPENAI} - HTTP Requests|AzureOpenAIAvailabilityRate|Percent|{_ANY}|PT1M|no|{_CALL}
{_OPENAI} - HTTP Requests|AzureOpenAIRequests|Count|Total|PT1M|yes|{_SERVED}
{_OPENAI} - Latency|AzureOpenAINormalizedTBTInMS|MilliSeconds|{_ANY}|PT1M|yes|{_MODEL}
{_OPENAI} - Latency|AzureOpenAINormalizedTTFTInMS|MilliSeconds|{_ANY}|PT1M|yes|{_MODEL}
{_OPENAI} - Latency|AzureOpenAITTLTInMS|MilliSeconds|{_ANY}|PT1M|yes|{_MODEL}
{_OPENAI} - Latency|AzureOpenAITimeToResponse|MilliSeconds|{_ANY}|PT1M|yes|{_CALL} StatusCode
{_OPENAI} - Latency|AzureOpenAITokenPerSecond|Count|{_ANY}|PT1M|yes|{_MODEL}
{_OPENAI} - Usage|ActiveTokens|Count|{_ANY} Total|PT1M|yes|{_MODEL}
{_OPENAI} - Usage|AzureOpenAIContextTokensCacheMatchRate|Percent|{_ANY}|PT1M|no|{_MODEL}
{_OPENAI} - Usage|AzureOpenAIProvisionedManagedUtilizationV2|Percent|{_ANY}|PT1M|no|{_MODEL} StreamType
{_OPENAI} - Usage|GeneratedTokens|Count|Total|PT1M|yes|{_OPENAI_USAGE}
{_OPENAI} - Usage|ProcessedPromptTokens|Count|Total|PT1M|yes|{_OPENAI_USAGE}
{_OPENAI} - Usage|TokenTransaction|Count|Total|PT1M|yes|{_OPENAI_USAGE}
{_MODELS} - HTTP Requests|ModelAvailabilityRate|Percent|{_ANY}|PT1M|no|{_MODEL}
{_MODELS} - HTTP Requests|ModelRequests|Count|Total|PT1M|yes|{_SERVED}
{_MODELS} - Latency|TimeToLastByte|MilliSeconds|{_ANY}|PT1M|yes|{_CALL}
{_MODELS} - Latency|TimeToResponse|MilliSeconds|{_ANY}|PT1M|yes|{_CALL} StatusCode
{_MODELS} - Latency|TokensPerSecond|Count|{_ANY}|PT1M|yes|{_CALL}
{_MODELS} - Usage|InputTokens|Count|Total|PT1M|yes|{_MODEL_USAGE}
{_MODELS} - Usage|OutputTokens|Count|Total|PT1M|yes|{_MODEL_USAGE}
{_MODELS} - Usage|ProvisionedUtilization|Percent|{_ANY}|PT1M|no|{_MODEL}
{_MODELS} - Usage|TotalTokens|Count|Total|PT1M|yes|{_MODEL_USAGE}
""",
    ),
    "Microsoft.MachineLearningServices/workspaces": (
        f"{_DOCS}, microsoft-machinelearningservices-workspaces",
        f"""\
Quota|Active Nodes|Count|{_ANY} Total|PT1M|yes|ClusterName Scenario
Quota|Idle Nodes|Count|{_ANY} Total|PT1M|yes|ClusterName Scenario
Quota|Total Nodes|Count|{_ANY} Total|PT1M|yes|ClusterName Scenario
""",
    ),
    "Microsoft.MachineLearningServices/workspaces/onlineEndpoints": (
        f"{_DOCS}, microsoft-machinelearningservices-workspaces-onlineendpoints",
        """\
Traffic|ConnectionsActive|Count|Average|PT1M|no|
Traffic|NetworkBytes|BytesPerSecond|Average|PT1M|no|
Traffic|NewConnectionsPerSecond|CountPerSecond|Average|PT1M|no|
Traffic|RequestLatency|Milliseconds|Average|PT1M|yes|deployment
Traffic|RequestLatency_P50|Milliseconds|Average|PT1M|yes|deployment
Traffic|RequestLatency_P90|Milliseconds|Average|PT1M|yes|deployment
Traffic|RequestLatency_P95|Milliseconds|Average|PT1M|yes|deployment
Traffic|RequestLatency_P99|Milliseconds|Average|PT1M|yes|deployment
Traffic|RequestsPerMinute|Count|Average|PT1M|no|deployment modelStatusCode statusCode statusCodeClass
""",
    ),
    "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments": (
        f"{_DOCS}, microsoft-machinelearningservices-workspaces-onlineendpoints-deployments",
        f"""\
Resource|CpuMemoryUtilizationPercentage|Percent|{_ANY}|PT1M|yes|instanceId
Resource|CpuUtilizationPercentage|Percent|{_ANY}|PT1M|yes|instanceId
Resource|DeploymentCapacity|Count|{_ANY}|PT1M|no|State instanceId
Resource|DiskUtilization|Percent|{_ANY}|PT1M|yes|disk instanceId
Resource|GpuEnergyJoules|Count|{_ANY}|PT1M|no|instanceId
Resource|GpuMemoryUtilizationPercentage|Percent|{_ANY}|PT1M|yes|instanceId
Resource|GpuUtilizationPercentage|Percent|{_ANY}|PT1M|yes|instanceId
Traffic|RequestLatency_P50|Milliseconds|Average|PT1M|yes|
Traffic|RequestLatency_P90|Milliseconds|Average|PT1M|yes|
Traffic|RequestLatency_P95|Milliseconds|Average|PT1M|yes|
Traffic|RequestLatency_P99|Milliseconds|Average|PT1M|yes|
Traffic|RequestsPerMinute|Count|Average|PT1M|no|envoy_response_code
""",
    ),
    "Microsoft.Cache/redisEnterprise": (
        f"{_DOCS}, microsoft-cache-redisenterprise",
        """\
|cacheLatency|Count|Average|PT5M PT1H|yes|InstanceId
|cacheRead|BytesPerSecond|Maximum|PT5M PT1H|yes|InstanceId
|cacheWrite|BytesPerSecond|Maximum|PT5M PT1H|yes|InstanceId
|cachehits|Count|Total|PT5M PT1H|yes|
|cachemisses|Count|Total|PT5M PT1H|yes|
|connectedclients|Count|Maximum|PT5M PT1H|yes|InstanceId
|evictedkeys|Count|Total|PT5M PT1H|yes|
|expiredkeys|Count|Total|PT5M PT1H|yes|
|geoReplicationHealthy|Count|Maximum|PT5M PT1H|yes|
|getcommands|Count|Total|PT5M PT1H|yes|
|operationsPerSecond|Count|Maximum|PT5M PT1H|yes|
|percentProcessorTime|Percent|Maximum|PT5M PT1H|yes|InstanceId
|serverLoad|Percent|Maximum|PT5M PT1H|yes|
|setcommands|Count|Total|PT5M PT1H|yes|
|totalcommandsprocessed|Count|Total|PT5M PT1H|yes|
|totalkeys|Count|Maximum|PT5M PT1H|yes|
|usedmemory|Bytes|Maximum|PT5M PT1H|yes|
|usedmemorypercentage|Percent|Maximum|PT5M PT1H|yes|
""",
    ),
    "Microsoft.DocumentDB/databaseAccounts": (
        f"{_DOCS}, microsoft-documentdb-databaseaccounts",
        f"""\
Requests|NormalizedRUConsumption|Percent|Average Maximum|PT1M PT5M PT1H P1D|no|CollectionName CollectionRid DatabaseName OfferOwnerRid PartitionKeyRangeId PhysicalPartitionId Region
Requests|ProvisionedThroughput|Count|Maximum|PT5M PT1H P1D|no|CollectionName DatabaseName Region
Requests|ServerSideLatencyDirect|MilliSeconds|{_ANY} Total|PT1M PT5M PT1H P1D|no|{_SERVER_SIDE}
Requests|ServerSideLatencyGateway|MilliSeconds|{_ANY} Total|PT1M PT5M PT1H P1D|no|{_SERVER_SIDE}
Requests|ServiceAvailability|Percent|{_ANY}|PT1H|no|IsExternal
Requests|TotalRequestUnits|Count|Average Maximum Total|PT1M|yes|CapacityType CollectionName DatabaseName OperationType PriorityLevel Region Status StatusCode
Requests|TotalRequests|Count|Count|PT1M|no|{_REQUESTS}
""",
    ),
    "Microsoft.ApiManagement/service": (
        f"{_DOCS}, microsoft-apimanagement-service",
        f"""\
Capacity|CpuPercent_Gateway|Percent|Average Maximum|PT1M|yes|
Capacity|MemoryPercent_Gateway|Percent|Average Maximum|PT1M|yes|
Gateway Requests|Duration|MilliSeconds|{_ANY}|PT1M|yes|ApiId Hostname Location
Gateway Requests|Requests|Count|Maximum Minimum Total|PT1M|yes|ApiId BackendResponseCode BackendResponseCodeCategory GatewayResponseCode GatewayResponseCodeCategory Hostname LastErrorReason Location
""",
    ),
    "Microsoft.Search/searchServices": (
        f"{_DOCS}, microsoft-search-searchservices",
        """\
|SearchLatency|Seconds|Average|PT1M|yes|
|SearchQueriesPerSecond|CountPerSecond|Average|PT1M|yes|
|ThrottledSearchQueriesPercentage|Percent|Average|PT1M|yes|
""",
    ),
}  # fmt: skip

# resource type | category | whether it is kept by default | why
LOGS = """\
Microsoft.ApiManagement/service|DeveloperPortalAuditLogs|no|only with a developer portal
Microsoft.ApiManagement/service|GatewayLlmLogs|no|a row a request, prompts and answers included where they are asked for
Microsoft.ApiManagement/service|GatewayLogs|no|a row a request; counts, status and latency are in the metrics
Microsoft.ApiManagement/service|WebSocketConnectionLogs|no|only with web sockets
Microsoft.Cache/redisEnterprise/databases|ConnectionEvents|no|a row a connection
Microsoft.CognitiveServices/accounts|Audit|yes|who changed or read keys and settings: few rows
Microsoft.CognitiveServices/accounts|AzureOpenAIRequestUsage|no|a row a request; tokens are in the metrics
Microsoft.CognitiveServices/accounts|ManagedNetworkEvent|no|only with a managed network
Microsoft.CognitiveServices/accounts|RequestResponse|no|a row a request; counts and status are in the metrics
Microsoft.CognitiveServices/accounts|Trace|no|for Microsoft's support
Microsoft.DocumentDB/databaseAccounts|ControlPlaneRequests|yes|who changed the account: few rows
Microsoft.DocumentDB/databaseAccounts|DataPlaneRequests|no|a row a request; status and latency are in the metrics
Microsoft.MachineLearningServices/workspaces/onlineEndpoints|AmlOnlineEndpointConsoleLog|no|what the containers print, prompts included if they print them
Microsoft.MachineLearningServices/workspaces/onlineEndpoints|AmlOnlineEndpointEventLog|yes|why a container did not start: few rows
Microsoft.MachineLearningServices/workspaces/onlineEndpoints|AmlOnlineEndpointTrafficLog|no|a row a request; status and latency are in the metrics
Microsoft.Search/searchServices|OperationLogs|no|a row a request; latency and throttling are in the metrics
"""


def main() -> int:
    """Write or compare `metrics.csv` and `log_categories.csv`."""
    args = arguments("Refresh the tables of metrics and log categories.")
    logs = (line.split("|") for line in LOGS.splitlines())
    texts = {
        "metrics.csv": table(METRIC_COLUMNS, METRIC_COLUMNS[:2], _metrics()),
        "log_categories.csv": table(
            LOG_COLUMNS,
            LOG_COLUMNS[:2],
            [dict(zip(LOG_COLUMNS, [*row, _log_source(row[0])], strict=True)) for row in logs],
        ),
    }
    return finish(texts, check=args.check)


def _metrics() -> Iterator[dict[str, str]]:
    for namespace, (source, rows) in METRICS.items():
        for line in rows.splitlines():
            category, metric, *rest = line.split("|")
            *rest, dimensions = rest
            found = " ".join(sorted(dimensions.split()))
            cells = [namespace, metric, category, *rest, found, source]
            yield dict(zip(METRIC_COLUMNS, cells, strict=True))


def _log_source(resource_type: str) -> str:
    return f"{_LOG_DOCS}, {resource_type.lower().replace('/', '-').replace('.', '-')}"


if __name__ == "__main__":
    raise SystemExit(main())
