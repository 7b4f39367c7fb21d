"""Where does `alert_rules.csv` come from?

Thresholds from Microsoft's documents and baseline alerts where they exist, restated by hand; the
others are our judgement, with the reason in `why`, or blank: only the user can state them.
"""
# ruff: noqa: E501  # a row is a line

from __future__ import annotations

from typing import TYPE_CHECKING

from refresh_files import arguments, finish, table

from azgreen.catalog._alert_rules import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

_ACCOUNT = "Microsoft.CognitiveServices/accounts"
_ENDPOINT = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints"
_REDIS, _COSMOS = "Microsoft.Cache/redisEnterprise", "Microsoft.DocumentDB/databaseAccounts"
_GATEWAY, _SEARCH = "Microsoft.ApiManagement/service", "Microsoft.Search/searchServices"
_BASELINE = "Azure/azure-monitor-baseline-alerts, services"
_OPENAI_DOCS = "azure-ai-docs, Azure OpenAI monitoring data reference"
_ML_DOCS = "azure-ai-docs, machine-learning/how-to-manage-quotas"
_REDIS_DOCS = "azure-docs, redis best practices"
_DEPLOYMENT = "ModelDeploymentName|{deployment}"
_SLOW = "a request takes longer than what was stated as acceptable"
_ASSUMED = "judgement"

# kind -> rows: rule | only for | practice | signal | metric | share of | aggregation | operator |
# threshold | unit | window | frequency | severity | dimension | values | basis | why | source
RULES = {
    ("model_account", _ACCOUNT): f"""\
errors|openai|errors|metric|AzureOpenAIAvailabilityRate||Average|LessThan|99.9|Percent|PT5M|PT1M|2|||documented|answers with status 500 or above: requests are sent again and cost energy twice|{_BASELINE}/CognitiveServices/accounts (SuccessRate)
idle|provisioned|waste|log|ActiveTokens||Total|LessThanOrEqual|0|Count|P1D|PT6H|3|||{_ASSUMED}|no token in a day: the PTUs of the account stand reserved for nothing; delete the deployments or take fewer|{_ASSUMED}
partner-errors|partner|errors|metric|ModelAvailabilityRate||Average|LessThan|99.9|Percent|PT5M|PT1M|2|||documented|answers with status 500 or above: requests are sent again and cost energy twice|{_BASELINE}/CognitiveServices/accounts (SuccessRate)
partner-throttling|partner|throttling|metric|ModelRequests||Total|GreaterThan|10|Count|PT5M|PT1M|3|StatusCode|429|{_ASSUMED}|more than two refusals a minute: raise the quota, spread the load or cache answers|{_ASSUMED}
throttling|openai|throttling|metric|AzureOpenAIRequests||Total|GreaterThan|10|Count|PT5M|PT1M|3|StatusCode|429|{_ASSUMED}|more than two refusals a minute: raise the quota, spread the load or cache answers|{_ASSUMED}
""",
    ("model_deployment", _ACCOUNT): f"""\
carbon-budget|openai|carbon|metric|TokenTransaction||Total|GreaterThan||Count|P1D|PT1H|2|{_DEPLOYMENT}|stated|the tokens of a day stand for more carbon than the budget|azgreen estimate
carbon-budget|partner|carbon|metric|TotalTokens||Total|GreaterThan||Count|P1D|PT1H|2|{_DEPLOYMENT}|stated|the tokens of a day stand for more carbon than the budget|azgreen estimate
latency|openai|latency|metric|AzureOpenAITTLTInMS||Average|GreaterThan||MilliSeconds|PT15M|PT5M|3|{_DEPLOYMENT}|stated|{_SLOW}|{_OPENAI_DOCS}
latency|partner|latency|metric|TimeToLastByte||Average|GreaterThan||MilliSeconds|PT15M|PT5M|3|{_DEPLOYMENT}|stated|{_SLOW}|{_OPENAI_DOCS}
""",
    ("provisioned_deployment", _ACCOUNT): f"""\
full|openai|throttling|metric|AzureOpenAIProvisionedManagedUtilizationV2||Maximum|GreaterThanOrEqual|100|Percent|PT5M|PT1M|2|{_DEPLOYMENT}|documented|at 100 % Azure answers 429: add PTUs or let requests spill over|{_OPENAI_DOCS}
full|partner|throttling|metric|ProvisionedUtilization||Maximum|GreaterThanOrEqual|100|Percent|PT5M|PT1M|2|{_DEPLOYMENT}|documented|at 100 % Azure answers 429: add PTUs or let requests spill over|{_OPENAI_DOCS}
latency|openai|latency|metric|AzureOpenAITTLTInMS||Average|GreaterThan||MilliSeconds|PT15M|PT5M|3|{_DEPLOYMENT}|stated|{_SLOW}|{_OPENAI_DOCS}
latency|partner|latency|metric|TimeToLastByte||Average|GreaterThan||MilliSeconds|PT15M|PT5M|3|{_DEPLOYMENT}|stated|{_SLOW}|{_OPENAI_DOCS}
prompt-cache|openai|cache|metric|AzureOpenAIContextTokensCacheMatchRate||Average|LessThan|10|Percent|P1D|PT1H|4|{_DEPLOYMENT}|{_ASSUMED}|hardly any prompt begins like an earlier one, so each is computed whole: put what never changes first|{_ASSUMED}
ptu-utilisation|openai|utilisation|metric|AzureOpenAIProvisionedManagedUtilizationV2||Average|GreaterThan|80|Percent|PT15M|PT5M|3|{_DEPLOYMENT}|documented|little is left for the next peak: add PTUs or let requests spill over|{_BASELINE}/CognitiveServices/accounts
ptu-utilisation|partner|utilisation|metric|ProvisionedUtilization||Average|GreaterThan|80|Percent|PT15M|PT5M|3|{_DEPLOYMENT}|documented|little is left for the next peak: add PTUs or let requests spill over|{_BASELINE}/CognitiveServices/accounts (of Azure OpenAI)
waste|openai|waste|metric|AzureOpenAIProvisionedManagedUtilizationV2||Average|LessThan|50|Percent|P1D|PT1H|3|{_DEPLOYMENT}|{_ASSUMED}|over a day less than half of the reserved PTUs works: take fewer, or pay by the token|{_ASSUMED}
waste|partner|waste|metric|ProvisionedUtilization||Average|LessThan|50|Percent|P1D|PT1H|3|{_DEPLOYMENT}|{_ASSUMED}|over a day less than half of the reserved PTUs works: take fewer, or pay by the token|{_ASSUMED}
""",
    ("online_endpoint", _ENDPOINT): f"""\
connections||network|metric|ConnectionsActive||Average|GreaterThan|400|Count|PT5M|PT1M|3|||documented|four fifths of the 500 connections that an endpoint takes|{_ML_DOCS}
errors||errors|metric|RequestsPerMinute||Average|GreaterThan|1|Count|PT5M|PT1M|2|statusCodeClass|5xx|{_ASSUMED}|more than one answer a minute with status 500 or above|{_ASSUMED}
latency||latency|metric|RequestLatency_P95||Average|GreaterThan||Milliseconds|PT15M|PT5M|3|||stated|one request in twenty takes longer than what was stated as acceptable|azure-monitor-docs, supported-metrics
network||network|metric|NetworkBytes||Average|GreaterThan|4000000|BytesPerSecond|PT5M|PT1M|3|||documented|four fifths of the 5 MB/s that an endpoint carries|{_ML_DOCS}
throttling||throttling|metric|RequestsPerMinute||Average|GreaterThan|2|Count|PT5M|PT1M|3|statusCode|429|{_ASSUMED}|more than two refusals a minute: more wait than may wait; add instances or cache answers|{_ASSUMED}
""",
    ("online_deployment", f"{_ENDPOINT}/deployments"): f"""\
carbon-budget||carbon|metric|GpuEnergyJoules||Average|GreaterThan||Joules|P1D|PT1H|2|||stated|the GPU energy of a day, with host, PUE and grid, stands for more carbon than the budget|azgreen estimate
cpu||cpu|metric|CpuUtilizationPercentage||Average|GreaterThan|85|Percent|PT15M|PT5M|3|||{_ASSUMED}|above the 70 % at which Azure's own example adds instances, for a quarter of an hour|{_ASSUMED}
disk||memory|metric|DiskUtilization||Maximum|GreaterThan|85|Percent|PT15M|PT5M|3|||{_ASSUMED}|a full disk stops the container: keep fewer models or logs on it|{_ASSUMED}
gpu||gpu|metric|GpuUtilizationPercentage||Average|GreaterThan|95|Percent|PT15M|PT5M|3|||{_ASSUMED}|the GPUs have nothing left for a quarter of an hour, so requests wait: add instances|{_ASSUMED}
gpu-memory||gpu|metric|GpuMemoryUtilizationPercentage||Maximum|GreaterThan|98|Percent|PT15M|PT5M|3|||{_ASSUMED}|serving engines take nine tenths from the start; above 98 % the next allocation may fail|{_ASSUMED}
memory||memory|metric|CpuMemoryUtilizationPercentage||Average|GreaterThan|85|Percent|PT15M|PT5M|3|||{_ASSUMED}|the container may be killed for memory|{_ASSUMED}
waste||waste|metric|GpuUtilizationPercentage||Average|LessThan|20|Percent|P1D|PT1H|3|||{_ASSUMED}|over a day the GPUs stand idle four fifths of the time, and an idle GPU draws about a third of its power: fewer instances, a smaller size, or none at night|{_ASSUMED}
""",
    ("redis_cache", _REDIS): f"""\
cpu||cpu|metric|percentProcessorTime||Maximum|GreaterThan|80|Percent|PT15M|PT5M|3|||documented|the cache is short of processors: fewer commands a request, or a larger size|{_BASELINE}/Cache/Redis
hit-rate||cache|log|cachehits|cachehits cachemisses|Total|LessThan|20|Percent|P1D|PT6H|3|||{_ASSUMED}|less than one lookup in five finds a key: the cache may cost more carbon than it saves; it counts key lookups, and how searches by vector count is not documented|{_ASSUMED}
idle||waste|log|cachehits cachemisses||Total|LessThanOrEqual|0|Count|P1D|PT6H|3|||{_ASSUMED}|no lookup in a day: nobody uses the cache, delete it|{_ASSUMED}
latency||latency|metric|cacheLatency||Average|GreaterThan|10000|Microseconds|PT5M|PT5M|3|||documented|the cache answers slowly: it is overloaded, or far from its callers|{_BASELINE}/Cache/Redis
memory||memory|metric|usedmemorypercentage||Maximum|GreaterThan|75|Percent|PT15M|PT5M|2|||documented|with NoEviction a full cache refuses writes: shorten the time to live, or scale up|{_REDIS_DOCS}
""",
    ("cosmos_cache", _COSMOS): f"""\
errors||errors|metric|ServiceAvailability||Average|LessThan|99.9|Percent|PT1H|PT5M|2|||documented|fewer requests are answered than Azure promises|{_BASELINE}/DocumentDB/databaseAccounts
latency||latency|metric|ServerSideLatencyGateway||Average|GreaterThan|100|MilliSeconds|PT5M|PT1M|3|||documented|requests through the gateway take long: the search reads too much, or the index is missing|{_BASELINE}/DocumentDB/databaseAccounts (ServerSideLatency)
latency-direct||latency|metric|ServerSideLatencyDirect||Average|GreaterThan|100|MilliSeconds|PT5M|PT1M|3|||documented|direct requests take long: the search reads too much, or the index is missing|{_BASELINE}/DocumentDB/databaseAccounts (ServerSideLatency)
ru-utilisation||utilisation|metric|NormalizedRUConsumption||Average|GreaterThan|70|Percent|PT5M|PT1M|3|||documented|little throughput is left: raise the maximum, or search less per request|{_BASELINE}/DocumentDB/databaseAccounts
throttling||throttling|metric|TotalRequests||Count|GreaterThan|50|Count|PT5M|PT1M|2|StatusCode|429|documented|Azure Cosmos DB refuses requests, and they are sent again|{_BASELINE}/DocumentDB/databaseAccounts (ThrottledRequests)
waste||waste|metric|NormalizedRUConsumption||Maximum|LessThan|10|Percent|P1D|PT1H|3|||{_ASSUMED}|in its busiest minute of a day the cache used less than a tenth of its throughput: lower it, or go serverless|{_ASSUMED}
""",
    ("gateway", _GATEWAY): f"""\
cpu||cpu|metric|CpuPercent_Gateway||Average|GreaterThan|80|Percent|PT5M|PT1M|3|||documented|little of the units is left: add one, or answer more from the cache|{_BASELINE}/ApiManagement/service (Capacity)
errors||errors|metric|Requests||Total|GreaterThan|1|Count|PT5M|PT1M|2|GatewayResponseCodeCategory|5xx|documented|answers with status 500 or above: requests are sent again and cost energy twice|{_BASELINE}/ApiManagement/service (FailedRequests)
latency||latency|metric|Duration||Average|GreaterThan||MilliSeconds|PT15M|PT5M|3|||stated|{_SLOW}|azure-monitor-docs, supported-metrics
throttling||throttling|metric|Requests||Total|GreaterThan|10|Count|PT5M|PT1M|3|BackendResponseCode|429|{_ASSUMED}|models refuse more than two requests a minute, and the gateway sends them again: raise the quota, or lower the token budgets|{_ASSUMED}
""",
    ("search_service", _SEARCH): f"""\
latency||latency|metric|SearchLatency||Average|GreaterThan|5|Seconds|PT5M|PT1M|3|||documented|searches take long: another replica shares them, shorter vectors lighten them|{_BASELINE}/Search/searchServices
throttling||throttling|metric|ThrottledSearchQueriesPercentage||Average|GreaterThan|10|Percent|PT5M|PT1M|3|||documented|one query in ten is refused and sent again: add replicas, or ask less|{_BASELINE}/Search/searchServices
""",
}  # fmt: skip


def main() -> int:
    """Write or compare `alert_rules.csv`."""
    args = arguments("Refresh the table of alert rules.")
    return finish({"alert_rules.csv": table(COLUMNS, COLUMNS[:3], _rows())}, check=args.check)


def _rows() -> Iterator[dict[str, str]]:
    for (kind, namespace), lines in RULES.items():
        for line in lines.splitlines():
            rule, only_for, practice, signal, *rest = line.split("|")
            cells = [kind, rule, only_for, practice, signal, namespace, *rest]
            yield dict(zip(COLUMNS, cells, strict=True))


if __name__ == "__main__":
    raise SystemExit(main())
