"""What carbon do tokens stand for, what do caches and PTUs do, and what is wasted?"""

from collections.abc import Mapping, Sequence

from azgreen import catalog
from azgreen_components.monitoring.budget import CarbonOfTokens
from azgreen_components.monitoring.queries import quoted
from azgreen_components.monitoring.rules import Watched
from azgreen_components.monitoring.workbook_items import (
    Chart,
    Item,
    graph_query,
    log_query,
    metric_chart,
    text,
)

_UTILISATION: Mapping[str | None, str] = {
    catalog.FOR_OPENAI: "AzureOpenAIProvisionedManagedUtilizationV2",
    catalog.FOR_PARTNERS: "ProvisionedUtilization",
}

_TOKEN_TEXT = """\
## Carbon of tokens, estimated

Tokens that Azure counted, times azgreen's estimate for a token of the stated traffic; low to high
is what is not known of model, batch and place. An account with several deployments takes the least,
the mean and the most of theirs, because exported metrics do not tell deployments apart."""

_HIT_TEXT = """\
## Cache hit rate

Lookups of keys that found one. How far a search by vector counts as a lookup is not documented: for
a semantic cache, compare with what your gateway counts."""

_WASTE_TEXT = """\
## Waste

Alerts on what stands idle or hardly used, of the last 30 days."""


def token_items(watched: Sequence[Watched], workspace_id: str) -> list[Item]:
    """Return the tokens of accounts whose deployments state their traffic, and their carbon."""
    known: dict[tuple[str, str], list[CarbonOfTokens]] = {}
    for item in watched:
        if isinstance(item.carbon, CarbonOfTokens):
            key = (item.resource_id.lower(), _token_metric(item))
            known.setdefault(key, []).append(item.carbon)
    if not known:
        return []
    rows = ", ".join(_token_row(*key, carbon) for key, carbon in sorted(known.items()))
    query = "\n".join(
        [
            "let carbon = datatable(",
            "    account: string, metric: string, low: real, mid: real, high: real",
            f")[{rows}];",
            "AzureMetrics",
            "| summarize tokens = sum(Total)",
            "    by account = tolower(_ResourceId), metric = MetricName",
            "| join kind=inner carbon on account, metric",
            "| project account, tokens, gco2e_low = tokens * low, gco2e = tokens * mid,",
            "    gco2e_high = tokens * high",
        ]
    )
    return [
        text("tokens", _TOKEN_TEXT),
        log_query("token-carbon", "Tokens and their carbon", query, workspace_id),
    ]


def _token_metric(item: Watched) -> str:
    """Return the metric that counts the tokens of a target's model, as its budget does."""
    (metric,) = {
        name
        for rule in catalog.alert_rules(item.target.kind.name)
        if rule.practice == "carbon" and rule.only_for == item.target.model_family
        for name in rule.metrics
    }
    return metric


def _token_row(account: str, metric: str, known: Sequence[CarbonOfTokens]) -> str:
    low, high = min(item.low for item in known), max(item.high for item in known)
    mid = sum(item.mid for item in known) / len(known)
    return f'"{account}", "{metric}", {low:.6g}, {mid:.6g}, {high:.6g}'


def hit_items(watched: Sequence[Watched], workspace_id: str) -> list[Item]:
    """Return how many lookups find a key, by cache."""
    ids = [item.resource_id for item in watched if item.target.kind.name == "redis_cache"]
    if not ids:
        return []
    query = "\n".join(
        [
            "AzureMetrics",
            f"| where _ResourceId in~ ({quoted(ids)})",
            '| summarize hits = sumif(Total, MetricName =~ "cachehits"),',
            '    misses = sumif(Total, MetricName =~ "cachemisses") by cache = _ResourceId',
            "| extend hit_rate_percent = iff(hits + misses > 0,",
            "    100.0 * hits / (hits + misses), real(null))",
        ]
    )
    return [text("hits", _HIT_TEXT), log_query("hit-rate", "Lookups", query, workspace_id)]


def ptu_items(watched: Sequence[Watched]) -> list[Item]:
    """Return a chart of the use of PTUs for each provisioned deployment."""
    return [_chart(item) for item in watched if item.target.kind.name == "provisioned_deployment"]


def _chart(item: Watched) -> Item:
    name, metric = item.target.name, _UTILISATION[item.target.model_family]
    chart = Chart(
        title=f"PTU utilisation in the account of {name}, mean %",
        metric=catalog.metric(item.target.kind.resource_type, metric),
        aggregation="Average",
        split_by="ModelDeploymentName",
    )
    return metric_chart(f"ptu-{name}", chart, item.resource_id)


def waste_items(alert_ids: Sequence[str], workspace_id: str) -> list[Item]:
    """Return the alerts on waste that were raised, as Azure Resource Graph keeps them."""
    if not alert_ids:
        return []
    query = "\n".join(
        [
            "alertsmanagementresources",
            '| where type =~ "microsoft.alertsmanagement/alerts"',
            "| extend found = properties.essentials",
            f"| where tostring(found.alertRule) in~ ({quoted(alert_ids)})",
            "| project rule = tostring(found.alertRule), state = tostring(found.monitorCondition),",
            "    since = todatetime(found.startDateTime), what = tostring(found.description)",
            "| order by since desc",
        ]
    )
    subscription = "/".join(workspace_id.split("/")[:3])
    table = graph_query("waste-alerts", "Idle or hardly used", query, subscription)
    return [text("waste", _WASTE_TEXT), table]
