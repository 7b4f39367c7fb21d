"""Do metrics follow from the load and what is deployed, and do Microsoft's clients read them?"""

from __future__ import annotations

import math
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from azure.core.exceptions import HttpResponseError
from azure.core.pipeline.policies import SansIOHTTPPolicy
from azure.mgmt.monitor import MonitorManagementClient
from azure.monitor.querymetrics import MetricAggregationType, MetricsClient
from hypothesis import given
from hypothesis import strategies as st

from azgreen.errors import InputError
from azgreen.estimate.rightsizing import PtuUse, Samples, recommend
from azgreen.estimate.scaling import (
    autoscale,
    autoscaled,
    setting_in_azure,
    setting_of,
    weeks,
)
from azgreen.estimate.scaling import (
    begun as begun_at,
)
from azgreen.estimate.scaling.replay import Case
from azgreen_emulator.services.monitor.metric_filter import conditions
from azgreen_emulator.services.monitor.metric_refusals import MetricsRefusalError
from azgreen_emulator.traffic.samples import Series, bucket, gauges, merged
from azgreen_emulator.traffic.served import instance, policy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Raw

    from azgreen_emulator.clock import ManualClock
    from azgreen_emulator.server import LocalAzure

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
ACCOUNT = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/acc"
ENDPOINT = (
    f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/main/onlineEndpoints/chat"
)
BLUE = f"{ENDPOINT}/deployments/blue"
ML = "2025-12-01"
PER_INSTANCE = {
    "requests_per_minute": 600,
    "latency_target_s": 9,
    "unloaded_latency_s": 2,
    "full_latency_s": 6,
    "load_time_s": 300,
}
DAY = "2026-11-16T00:00:00Z/2026-11-17T00:00:00Z"


def admin(raw: Raw, what: str, body: Any = None, method: str = "POST") -> Any:
    """Speak to the local Azure itself, without a token or a version."""
    answer = raw.send(method, f"//azgreen/{what}", body, headers={"Authorization": None}, api="")
    assert answer.status == 200, answer.raw
    return answer.json


@pytest.fixture
def monitor(made: Callable[[type[Any]], Any]) -> Any:
    return made(MonitorManagementClient)


@pytest.fixture
def blue(learning: Raw) -> Raw:
    """Two instances behind an endpoint, and two weeks of traffic that end now."""
    place = ENDPOINT.removeprefix(f"/subscriptions/{SUBSCRIPTION}")
    body = {
        "location": "swedencentral",
        "identity": {"type": "SystemAssigned"},
        "properties": {"authMode": "Key"},
    }
    assert learning.put(place, body, api=ML).status == 201
    assert put_blue(learning, 2).status == 201
    load = {
        "resource": BLUE,
        "generate": {"weeks": 2, "requests_per_minute": 1200, "seed": 3},
        "facts": {"instance": PER_INSTANCE},
    }
    shown = admin(learning, "load", load)
    assert (shown["start"], shown["minutes"]) == ("2026-11-09T12:00:00+00:00", 20160)
    return learning


def put_blue(raw: Raw, count: int) -> Any:
    body = {
        "location": "swedencentral",
        "sku": {"name": "Default", "capacity": count},
        "properties": {
            "endpointComputeType": "Managed",
            "model": "azureml://registries/azureml/models/Phi-4/versions/7",
            "instanceType": "Standard_NC40ads_H100_v5",
        },
    }
    return raw.put(BLUE.removeprefix(f"/subscriptions/{SUBSCRIPTION}"), body, api=ML)


def values(answer: Any, name: str, aggregation: str = "average") -> list[list[float | None]]:
    metric = next(item for item in answer.value if item.name.value == name)
    return [[getattr(point, aggregation) for point in each.data] for each in metric.timeseries]


def mean(numbers: list[float | None]) -> float:
    known = [number for number in numbers if number is not None]
    return math.fsum(known) / len(known)


def test_a_larger_deployment_is_less_busy_and_refuses_less(blue: Raw, monitor: Any) -> None:
    names = "GpuUtilizationPercentage,GpuEnergyJoules,RequestLatency_P95,DeploymentCapacity"
    asked = {"timespan": DAY, "interval": "PT1H", "metricnames": names}
    before = monitor.metrics.list(BLUE, **asked)
    refused = {"metricnames": "RequestsPerMinute", "filter": "envoy_response_code eq '429'"}
    too_many = monitor.metrics.list(BLUE, **{**asked, **refused})
    assert max(values(too_many, "RequestsPerMinute")[0]) > 100
    assert put_blue(blue, 5).status == 200
    admin(blue, "load", load_again(blue))
    after = monitor.metrics.list(BLUE, **asked)
    assert values(after, "DeploymentCapacity")[0] == [5.0] * 24
    assert values(before, "DeploymentCapacity")[0] == [2.0] * 24
    for name in ("GpuUtilizationPercentage", "GpuEnergyJoules", "RequestLatency_P95"):
        assert mean(values(after, name)[0]) < mean(values(before, name)[0])
    # an H100 NVL of 400 W draws 81 % of that at work and a third of it idle, 60 s a minute
    idle_j, busy_j = 60 * 400 * 0.81 / 3, 60 * 400 * 0.81
    assert all(idle_j <= each <= busy_j for each in values(before, "GpuEnergyJoules")[0])
    spared = monitor.metrics.list(BLUE, **{**asked, **refused})
    assert sum(map(sum, values(spared, "RequestsPerMinute"))) == 0


def load_again(raw: Raw) -> dict[str, Any]:
    assert admin(raw, "load", method="GET")["value"][0]["resource"] == BLUE
    return {
        "resource": BLUE,
        "generate": {"weeks": 2, "requests_per_minute": 1200, "seed": 3},
        "facts": {"instance": PER_INSTANCE},
    }


def test_a_size_holds_from_when_it_was_given(blue: Raw, monitor: Any, clock: ManualClock) -> None:
    load = {**load_again(blue), "start": "2026-11-23T11:00:00Z"}
    admin(blue, "load", load)
    clock.advance(1800)
    assert put_blue(blue, 4).status == 200
    clock.advance(1800)
    asked = {"timespan": "PT1H30M", "interval": "PT30M", "metricnames": "DeploymentCapacity"}
    shown = monitor.metrics.list(BLUE, **asked)
    assert values(shown, "DeploymentCapacity") == [[2.0, 2.0, 4.0]]
    split = monitor.metrics.list(BLUE, **asked, filter="instanceId eq '*'")
    assert [len(each) for each in values(split, "DeploymentCapacity")] == [3, 3, 3, 3]
    assert values(split, "DeploymentCapacity")[3] == [None, None, 1.0]


def test_autoscale_acts_as_the_replay_says(blue: Raw, monitor: Any, clock: ManualClock) -> None:
    load = weeks(count=1, seed=3).times(0.2)
    each = instance({}, load, {"instance": PER_INSTANCE})
    setting = autoscale(Case(load, each), quick=True).setting
    document = setting.as_dict()
    profiles = [camel(item) for item in document["profiles"]]
    for profile in profiles:
        for rule in profile["rules"]:
            rule["metricTrigger"]["metricResourceUri"] = ENDPOINT
    body = {
        "location": "swedencentral",
        "properties": {"targetResourceUri": BLUE, "enabled": True, "profiles": profiles},
    }
    place = "/resourceGroups/rg/providers/Microsoft.Insights/autoscaleSettings/chat"
    assert blue.put(place, body, api="2022-10-01").status == 201
    begun = datetime(2026, 11, 17, 0, 0, tzinfo=UTC)
    admin(
        blue,
        "load",
        {
            "resource": BLUE,
            "generate": {"weeks": 1, "seed": 3},
            "times": 0.2,
            "start": begun.isoformat(),
            "facts": {"instance": PER_INSTANCE},
        },
    )
    wanted = autoscaled(Case(begun_at(load, begun), each), setting_of(document, "here")).run.paid
    day = "2026-11-17T00:00:00Z/2026-11-18T00:00:00Z"
    asked = {"timespan": day, "metricnames": "DeploymentCapacity"}
    shown = monitor.metrics.list(BLUE, **asked)
    assert values(shown, "DeploymentCapacity")[0] == [float(count) for count in wanted[:1440]]
    now = int((clock.now() - begun).total_seconds()) // 60
    short = BLUE.removeprefix(f"/subscriptions/{SUBSCRIPTION}")
    assert blue.get(short, api=ML).json["sku"]["capacity"] == wanted[now - 1]
    assert put_blue(blue, 1).status == 200
    assert blue.get(short, api=ML).json["sku"]["capacity"] == wanted[now - 1]


def test_an_autoscale_that_reads_another_metric_stays_at_its_default() -> None:
    trigger = {"metricName": "CpuUtilizationPercentage"}
    profile = {"capacity": {"default": "3"}, "rules": [{"metricTrigger": trigger}]}
    assert policy({"profiles": [profile]}, weeks(count=1)).first() == 3
    with pytest.raises(InputError) as caught:
        setting_in_azure([profile, {"fixedDate": {}, "rules": []}], "chat")
    assert str(caught.value) == (
        "chat.profiles[1]: holds on a fixed date; allowed: every week, or always\n"
        "chat.profiles[0]: scales by 'CpuUtilizationPercentage'; allowed: 'RequestsPerMinute'"
    )


def test_an_endpoint_adds_its_deployments_up(blue: Raw, monitor: Any) -> None:
    assert blue is not None
    asked = {"timespan": DAY, "interval": "PT1H", "metricnames": "RequestsPerMinute"}
    whole = values(monitor.metrics.list(ENDPOINT, **asked), "RequestsPerMinute")[0]
    own = "deployment eq 'blue' and statusCode eq '*'"
    split = monitor.metrics.list(ENDPOINT, **asked, filter=own).value[0].timeseries
    found = {each.metadatavalues[1].value: each.data for each in split}
    assert set(found) == {"200", "429"}
    for hour, rate in enumerate(whole):
        parts = [data[hour].average for data in found.values()]
        assert sum(parts) == pytest.approx(rate)
    rolled = monitor.metrics.list(ENDPOINT, **asked, filter=own, rollupby="statusCode")
    assert values(rolled, "RequestsPerMinute") == [whole]
    asked = {**asked, "metricnames": "NetworkBytes,ConnectionsActive,RequestLatency"}
    more = monitor.metrics.list(ENDPOINT, **asked)
    bytes_per_s, open_now, latency_ms = (values(more, name)[0] for name in SENT)
    # four bytes a token, and Little's law
    assert bytes_per_s[0] == pytest.approx(whole[0] / 60 * 4 * (1155 + 211), rel=0.1)
    assert open_now[0] == pytest.approx(whole[0] / 60 * latency_ms[0] / 1000, rel=0.1)


SENT = ("NetworkBytes", "ConnectionsActive", "RequestLatency")


def camel(value: Any) -> Any:
    if isinstance(value, list):
        return [camel(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key.split("_")[0] + "".join(part.title() for part in key.split("_")[1:]): camel(item)
        for key, item in value.items()
    }


@pytest.mark.usefixtures("blue")
def test_two_weeks_at_five_minutes_are_quick(monitor: Any) -> None:
    asked = {"timespan": "P14D", "interval": "PT5M", "metricnames": "RequestsPerMinute"}
    monitor.metrics.list(BLUE, **asked)
    begun = time.perf_counter()
    shown = monitor.metrics.list(BLUE, **asked)
    assert time.perf_counter() - begun < 1
    assert len(values(shown, "RequestsPerMinute")[0]) == 14 * 288
    assert (shown.interval, shown.resourceregion) == ("PT5M", "swedencentral")
    assert shown.namespace.endswith("onlineEndpoints/deployments")


PTU: dict[str, Any] = {"name": "GlobalProvisionedManaged", "capacity": 15}


def test_units_of_throughput_are_used_up(ready: Raw, monitor: Any) -> None:
    assert ready.deployment(sku=PTU).status == 201
    load = {
        "resource": f"{ACCOUNT}/deployments/chat",
        "generate": {"weeks": 1, "requests_per_minute": 150},
        "facts": {"cache_rate": 0.2, "ms_to_first_token": 400, "ms_between_tokens": 20},
    }
    admin(ready, "load", load)
    names = (
        "AzureOpenAIProvisionedManagedUtilizationV2,ProcessedPromptTokens,GeneratedTokens,"
        "TokenTransaction,AzureOpenAITimeToResponse"
    )
    asked = {"timespan": "P7D", "interval": "PT1H", "metricnames": names}
    own = "ModelDeploymentName eq 'chat'"
    shown = monitor.metrics.list(ACCOUNT, **asked, filter=own)
    # 14,900 tokens a minute for each of 15 units; 80 % of the prompt counts, and four for each
    # token of the answer: azgreen.estimate.sizing.ptu_load
    for used, read, written in zip(
        *(values(shown, name, kind)[0][:-1] for name, kind in USED), strict=True
    ):
        expected = (0.8 * read + 4 * written) / 60 / (15 * 14_900)
        assert used == pytest.approx(100 * expected)
    assert set(values(shown, "AzureOpenAITimeToResponse")[0]) == {400.0}
    count = {"timespan": "P7D", "interval": "FULL", "metricnames": "AzureOpenAIRequests"}
    split = {"filter": "StatusCode eq '*'", "orderby": "total desc"}
    by_status = monitor.metrics.list(ACCOUNT, **count, **split).value[0].timeseries
    assert [each.metadatavalues[0].value for each in by_status] == ["200", "429"]
    all_of_them = monitor.metrics.list(ACCOUNT, **count).value[0].timeseries[0].data[0].total
    assert sum(each.data[0].total for each in by_status) == pytest.approx(all_of_them)
    best = monitor.metrics.list(ACCOUNT, **count, **split, top=1).value[0].timeseries
    assert [each.metadatavalues[0].value for each in best] == ["200"]
    assert ready.deployment(sku={**PTU, "capacity": 55}).status == 200
    admin(ready, "load", {**load, "facts": {}})
    by_status = monitor.metrics.list(ACCOUNT, **count, **split).value[0].timeseries
    assert [each.metadatavalues[0].value for each in by_status] == ["200"]
    none = monitor.metrics.list(ACCOUNT, **asked)
    assert values(none, "AzureOpenAITimeToResponse") == []


USED = (
    ("AzureOpenAIProvisionedManagedUtilizationV2", "average"),
    ("ProcessedPromptTokens", "total"),
    ("GeneratedTokens", "total"),
)


def test_a_cache_fills_up_until_it_is_larger(raw: Raw, monitor: Any) -> None:
    cluster = f"{GROUP}/providers/Microsoft.Cache/redisEnterprise/cache"
    place = cluster.removeprefix(f"/subscriptions/{SUBSCRIPTION}")
    assert raw.group().status == 200
    load = {
        "resource": cluster,
        "generate": {"weeks": 1, "requests_per_minute": 100},
        "facts": {"hit_share": 0.4, "entry_bytes": 16_000, "lives_minutes": 1440},
    }
    used = list[float]()
    for sku in ("Balanced_B1", "Balanced_B3"):
        body = {"location": "swedencentral", "sku": {"name": sku}, "properties": REDIS}
        assert raw.put(place, body, api="2025-07-01").status in {200, 201}
        admin(raw, "load", load)
        asked = {"timespan": "P6D", "metricnames": "usedmemorypercentage,cachehits"}
        shown = monitor.metrics.list(cluster, **asked, aggregation=None)
        assert shown.interval == "PT5M"
        used.append(max(filter(None, values(shown, "usedmemorypercentage", "maximum")[0])))
    assert used[0] == 100
    assert 50 < used[1] < 100


REDIS = {
    "minimumTlsVersion": "1.2",
    "highAvailability": "Disabled",
    "publicNetworkAccess": "Enabled",
}


def test_request_units_run_out(raw: Raw, monitor: Any) -> None:
    account = f"{GROUP}/providers/Microsoft.DocumentDB/databaseAccounts/store"
    place = account.removeprefix(f"/subscriptions/{SUBSCRIPTION}")
    assert raw.group().status == 200
    api = "2025-10-15"
    assert raw.put(place, COSMOS, api=api).status in {200, 201, 202}
    inner = {"resource": {"id": "db"}}
    path = f"{place}/sqlDatabases/db"
    assert raw.put(path, {"properties": inner}, api=api).status in {200, 201, 202}
    keys = {"paths": ["/id"], "kind": "Hash"}
    own = {"resource": {"id": "c", "partitionKey": keys}, "options": {"throughput": 500}}
    assert raw.put(f"{path}/containers/c", {"properties": own}, api=api).status in {200, 201, 202}
    load = {
        "resource": f"{account}/sqlDatabases/db/containers/c",
        "generate": {"weeks": 1, "requests_per_minute": 300},
        "facts": {"ru_per_request": 100},
    }
    admin(raw, "load", load)
    names = "NormalizedRUConsumption,ProvisionedThroughput"
    asked = {"timespan": "P7D", "interval": "PT1H", "metricnames": names, "aggregation": "Maximum"}
    shown = monitor.metrics.list(account, **asked, filter="CollectionName eq 'C'")
    assert max(filter(None, values(shown, "NormalizedRUConsumption", "maximum")[0])) == 100
    assert set(values(shown, "ProvisionedThroughput", "maximum")[0]) == {500.0}
    more = {"properties": {"resource": {"throughput": 2000}}}
    settings = f"{path}/containers/c/throughputSettings/default"
    assert raw.put(settings, more, api=api).status in {200, 202}
    admin(raw, "load", load)
    shown = monitor.metrics.list(account, **asked)
    assert max(filter(None, values(shown, "NormalizedRUConsumption", "maximum")[0])) < 100
    assert set(values(shown, "ProvisionedThroughput", "maximum")[0]) == {2000.0}


COSMOS = {
    "location": "swedencentral",
    "kind": "GlobalDocumentDB",
    "properties": {
        "databaseAccountOfferType": "Standard",
        "locations": [{"locationName": "swedencentral", "failoverPriority": 0}],
    },
}


def test_replicas_and_units_carry_what_the_load_says(raw: Raw, monitor: Any) -> None:
    assert raw.group().status == 200
    for kind, path, api, body, names in CARRIERS:
        resource = f"{GROUP}/providers/{path}"
        short = resource.removeprefix(f"/subscriptions/{SUBSCRIPTION}")
        put = raw.put(short, {"location": "swedencentral", **body}, api=api)
        assert put.status in {200, 201, 202}, put.raw
        load = {
            "resource": resource,
            "generate": {"weeks": 1, "requests_per_minute": 600},
            "facts": {"requests_per_second_each": 10},
        }
        admin(raw, "load", load)
        shown = monitor.metrics.list(resource, timespan="P6D", interval="P1D", metricnames=names)
        assert [item.name.value for item in shown.value] == names.split(",")
        first = names.split(",")[0]
        assert any(values(shown, first, kind)[0])


CARRIERS: Any = (
    (
        "average",
        "Microsoft.Search/searchServices/look",
        "2025-05-01",
        {"sku": {"name": "basic"}, "properties": {}},
        "ThrottledSearchQueriesPercentage,SearchQueriesPerSecond",
    ),
    (
        "total",
        "Microsoft.ApiManagement/service/gate",
        "2024-05-01",
        {
            "sku": {"name": "BasicV2", "capacity": 1},
            "properties": {"publisherEmail": "a@contoso.com", "publisherName": "a"},
        },
        "Requests,CpuPercent_Gateway",
    ),
)


@pytest.fixture
def batch(azure: LocalAzure) -> Iterator[MetricsClient]:
    class Token(SansIOHTTPPolicy[Any, Any]):
        def on_request(self, request: Any) -> None:
            request.http_request.headers["Authorization"] = "Bearer made-up"

    never: Any = object()
    with MetricsClient(azure.url, never, authentication_policy=Token(), retry_total=0) as client:
        yield client


def test_a_batch_answers_as_one_by_one(ready: Raw, monitor: Any, batch: MetricsClient) -> None:
    assert ready.account("other").status == 201
    assert ready.deployment().status == 201
    week = {"weeks": 1, "requests_per_minute": 5}
    admin(ready, "load", {"resource": f"{ACCOUNT}/deployments/chat", "generate": week})
    other = ACCOUNT.removesuffix("acc") + "other"
    end = datetime(2026, 11, 23, 0, tzinfo=UTC)
    one, two = batch.query_resources(
        resource_ids=[ACCOUNT, other],
        metric_namespace="microsoft.cognitiveservices/accounts",
        metric_names=["AzureOpenAIRequests"],
        timespan=(end - timedelta(days=1), end),
        granularity=timedelta(hours=6),
        aggregations=[MetricAggregationType.TOTAL],
        filter="ModelDeploymentName eq '*'",
    )
    alone = monitor.metrics.list(
        ACCOUNT,
        timespan="2026-11-22T00:00:00Z/2026-11-23T00:00:00Z",
        interval="PT6H",
        metricnames="AzureOpenAIRequests",
    )
    series = one.metrics[0].timeseries[0]
    assert [point.total for point in series.data] == values(alone, "AzureOpenAIRequests", "total")[
        0
    ]
    assert series.metadata_values == {"modeldeploymentname": "chat"}
    assert two.metrics[0].timeseries == []
    with pytest.raises(HttpResponseError) as caught:
        batch.query_resources(
            resource_ids=[f"{GROUP}/none"], metric_namespace="no/type", metric_names=["a"]
        )
    assert (caught.value.status_code, caught.value.reason) == (400, "Bad Request")
    body = {"resourceids": [ACCOUNT] * 51}
    path = "/metrics:getBatch?metricnames=AzureOpenAIRequests&metricnamespace="
    answer = ready.send(
        "POST", f"{path}Microsoft.CognitiveServices/accounts", body, api="2024-02-01"
    )
    assert answer.code == "BadRequest"
    assert answer.message.endswith("expected a list of 1 to 50 resource ids")


GRAINS = "00:01:00,00:05:00,00:15:00,00:30:00,01:00:00,06:00:00,12:00:00,1.00:00:00"
REFUSED = [
    (
        {"metricnames": "Nothing"},
        "Failed to find metric configuration for provider: Microsoft.Search, resource Type:"
        " searchServices, metric: Nothing, Valid metrics:"
        " SearchLatency,SearchQueriesPerSecond,ThrottledSearchQueriesPercentage",
    ),
    (
        {"metricnames": ",".join(f"m{each}" for each in range(21))},
        "Requested metrics count: 21 bigger than allowed max: 20",
    ),
    (
        {"interval": "PT3M"},
        f"Invalid time grain duration: PT3M, supported ones are: {GRAINS}",
    ),
    (
        {"timespan": "2026-01-01T00:00:00Z"},
        "Detected invalid time interval input: 2026-01-01T00:00:00Z, supported Iso 8601 time"
        " interval format: (Datetime/Datetime, Datetime/Duration, Duration/Datetime, Duration)",
    ),
    (
        {"timespan": "2026-06-01T00:00:00Z/PT1H"},
        "Query endTime: 06/01/2026 01:00:00 is out of the Max metrics retention period:"
        " 93.00:00:00",
    ),
    (
        {"filter": "ApiName2 eq '*'"},
        "Metric: SearchLatency does not support requested dimension combination: apiname2,"
        " supported ones are: ",
    ),
    (
        {"aggregation": "Total"},
        "Metric: SearchLatency does not support requested aggregation: Total, supported ones are:"
        " Average",
    ),
    (
        {"aggregation": "Sum"},
        "Detected invalid aggregation input: Sum, expected Average, Count, Maximum, Minimum, Total",
    ),
    ({"top": 0}, "Detected invalid TopN input: 0, expected 1 to 2147483647"),
    (
        {"orderby": "largest"},
        "Detected invalid orderby input: largest, expected an aggregation with asc or desc",
    ),
    (
        {"metricnamespace": "Microsoft.Search/other"},
        "Microsoft.Search/other is not a supported platform metric namespace, supported ones are",
    ),
]


def test_a_query_is_refused_in_azures_words(raw: Raw, monitor: Any) -> None:
    resource = f"{GROUP}/providers/Microsoft.Search/searchServices/look"
    body = {"location": "swedencentral", "sku": {"name": "basic"}, "properties": {}}
    short = resource.removeprefix(f"/subscriptions/{SUBSCRIPTION}")
    assert raw.put(short, body, api="2025-05-01").status in {200, 201, 202}
    for asked, message in REFUSED:
        with pytest.raises(HttpResponseError) as caught:
            monitor.metrics.list(resource, **{"metricnames": "SearchLatency", **asked})
        error = caught.value.error
        assert error is not None
        assert (caught.value.status_code, error.code) == (400, "BadRequest")
        assert error.message == message or "metricnamespace" in asked
        assert error.message.startswith(message)
    bare = raw.get(f"{short}/providers/Microsoft.Insights/metrics?metricnames=no", api="2024-02-01")
    assert set(bare.json) == {"code", "message"}
    cluster = f"{GROUP}/providers/Microsoft.Cache/redisEnterprise/cache"
    body = {"location": "swedencentral", "sku": {"name": "Balanced_B1"}, "properties": REDIS}
    place = cluster.removeprefix(f"/subscriptions/{SUBSCRIPTION}")
    assert raw.put(place, body, api="2025-07-01").status in {200, 201}
    with pytest.raises(HttpResponseError) as caught:
        monitor.metrics.list(cluster, metricnames="usedmemory", interval="PT1M")
    assert caught.value.error is not None
    assert caught.value.error.message == (
        "Commonly allowed time grains: 00:05:00,01:00:00 between metrics: usedmemory, can not"
        " support requested time grain: 00:01:00 please adjust your interval parameter to use one"
        " of the common grains"
    )
    adjusted = monitor.metrics.list(
        cluster, metricnames="usedmemory", interval="PT1M", auto_adjust_timegrain=True
    )
    assert adjusted.interval == "PT5M"
    with pytest.raises(HttpResponseError) as caught:
        monitor.metrics.list(f"{resource}x", metricnames="SearchLatency")
    assert caught.value.status_code == 404


def test_what_there_is_to_ask_for(ready: Raw, monitor: Any) -> None:
    found = {item.name.value: item for item in monitor.metric_definitions.list(ACCOUNT)}
    requests = found["AzureOpenAIRequests"]
    assert (requests.primary_aggregation_type, requests.unit) == ("Total", "Count")
    grains = [item.time_grain for item in requests.metric_availabilities]
    assert (grains[0], grains[-1], len(grains)) == (timedelta(minutes=1), timedelta(days=1), 8)
    assert "StatusCode" in [item.value for item in requests.dimensions]
    (space,) = monitor.metric_namespaces.list(ACCOUNT)
    assert space.properties.metric_namespace_name == "Microsoft.CognitiveServices/accounts"
    only = monitor.metrics.list(
        ACCOUNT,
        metricnames="AzureOpenAIRequests",
        filter="StatusCode eq '*'",
        result_type="Metadata",
    )
    assert (only.interval, only.value[0].timeseries) == (None, [])
    assert ready.account("acc").status == 200


def test_a_long_query_is_cut_to_thirty_days(raw: Raw, monitor: Any) -> None:
    assert raw.account().status == 201
    shown = monitor.metrics.list(
        ACCOUNT, timespan="P60D", interval="P1D", metricnames="InputTokens"
    )
    assert shown.timespan == "2026-10-24T12:00:00Z/2026-11-23T12:00:00Z"


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ({"kind": "throttled", "retry_after_s": 7}, 429, "SubscriptionRequestsThrottled"),
        ({"kind": "busy"}, 529, "Throttled"),
        ({"kind": "server_error"}, 500, "InternalServerError"),
        ({"kind": "expired_token"}, 401, "ExpiredAuthenticationToken"),
    ],
)
def test_a_fault_is_shown_for_so_many_calls(
    ready: Raw, fault: dict[str, Any], status: int, code: str
) -> None:
    place = f"{ready.at()}/providers/Microsoft.Insights/metrics?metricnames=InputTokens"
    admin(ready, "faults", {**fault, "calls": 2})
    answers = [ready.get(place, api="2024-02-01") for _ in range(3)]
    assert [answer.status for answer in answers] == [status, status, 200]
    assert answers[0].code == code
    assert answers[0].headers.get("Retry-After") == ("7" if status == 429 else None)
    assert admin(ready, "faults", method="GET") == {"value": []}


def test_gaps_and_late_data_have_no_value(blue: Raw, monitor: Any) -> None:
    asked = {"timespan": DAY, "interval": "PT5M", "metricnames": "RequestsPerMinute"}
    whole = values(monitor.metrics.list(BLUE, **asked), "RequestsPerMinute")[0]
    admin(blue, "faults", {"kind": "gaps", "share": 0.3})
    some = values(monitor.metrics.list(BLUE, **asked), "RequestsPerMinute")[0]
    assert 0.2 < some.count(None) / len(some) < 0.4
    assert all(one in {None, other} for one, other in zip(some, whole, strict=True))
    assert None not in whole
    admin(blue, "faults", {"kind": "late", "minutes": 30})
    late = monitor.metrics.list(BLUE, **{**asked, "timespan": "PT1H"})
    assert values(late, "RequestsPerMinute")[0].count(None) == 6


def test_what_nobody_can_use_is_refused_with_every_fault(ready: Raw) -> None:
    def refused(what: str, body: Any) -> str:
        answer = ready.send("POST", f"//azgreen/{what}", body, api="")
        assert (answer.status, answer.code) == (400, "InvalidInput")
        return answer.message

    assert refused("faults", {"kind": "rain", "calls": 0}) == (
        "kind: 'rain' is not known; allowed: throttled, busy, server_error, expired_token, gaps,"
        " late\ncalls: 0 is not usable; allowed: 1 to 1000"
    )
    assert refused("load", {"resource": ACCOUNT}).startswith(
        f"resource: '{ACCOUNT}' is a Microsoft"
    )
    assert ready.deployment().status == 201
    chat = f"{ACCOUNT}/deployments/chat"
    both = {"resource": chat, "generate": {}, "csv": ""}
    assert refused("load", both) == "load: give 'generate' or 'csv', one of the two"
    wrong = {"resource": chat, "generate": {}, "facts": {"ttl": 1}}
    assert refused("load", wrong) == (
        "facts.ttl: is not known of Microsoft.CognitiveServices/accounts/deployments; allowed:"
        " cache_rate, ms_to_first_token, ms_between_tokens"
    )
    shape = {"resource": chat, "generate": {"weeks": 99, "swing": "a", "tide": 1}}
    assert refused("load", shape).count("generate.") == 3
    assert ready.send("POST", "//azgreen/rain", {}, api="").status == 404
    assert ready.send("PUT", "//azgreen/load", {}, api="").status == 405


def test_a_trace_makes_a_load(ready: Raw, monitor: Any) -> None:
    assert ready.deployment().status == 201
    lines = ["TIMESTAMP,ContextTokens,GeneratedTokens"]
    lines += [f"2023-11-16 18:{minute:02d}:46.6805900,374,44" for minute in (15, 15, 17)]
    load = {"resource": f"{ACCOUNT}/deployments/chat", "csv": "\n".join(lines), "times": 2}
    shown = admin(ready, "load", {**load, "start": "2026-11-23T11:00:00Z"})
    assert (shown["minutes"], shown["requests"], shown["input_tokens_per_request"]) == (3, 6, 374)
    asked = {"timespan": "2026-11-23T11:00:00Z/PT5M", "metricnames": "ProcessedPromptTokens"}
    answer = monitor.metrics.list(ACCOUNT, **asked)
    found = values(answer, "ProcessedPromptTokens", "total")[0]
    assert found == [4 * 374, 0, 2 * 374, None, None]
    assert admin(ready, "load", {"resource": load["resource"]}, "DELETE") == {"lifted": True}
    assert values(monitor.metrics.list(ACCOUNT, **asked), "ProcessedPromptTokens") == []


def test_a_load_goes_with_its_resource(ready: Raw) -> None:
    assert ready.deployment().status == 201
    chat = f"{ACCOUNT}/deployments/chat"
    admin(ready, "load", {"resource": chat, "generate": {"weeks": 1}})
    assert ready.delete(chat.removeprefix(f"/subscriptions/{SUBSCRIPTION}")).status in {200, 202}
    assert admin(ready, "load", method="GET") == {"value": []}


def test_a_filter_says_what_it_chooses() -> None:
    (status, model) = conditions("StatusCode eq '200' or StatusCode eq '429' and Model sw 'gpt'")
    assert status.holds({"statuscode": "429"})
    assert not status.holds({"statuscode": "500"})
    assert model.holds({"model": "GPT-5"})
    (quoted,) = conditions("Name ne 'it''s and that'")
    assert not quoted.holds({"name": "it's and that"})
    for wrong in ("A eq 'a' or B eq 'b'", "A = 'a'", "A eq a"):
        with pytest.raises(MetricsRefusalError, match="Detected invalid filter input: "):
            conditions(wrong)


VALUES = st.lists(st.none() | st.floats(0, 1e6), min_size=1, max_size=40)


@given(VALUES, VALUES, st.integers(-5, 20), st.integers(-5, 45), st.integers(-5, 45))
def test_a_bucket_holds_what_is_in_it(
    one: Any, other: Any, shift: int, first: int, last: int
) -> None:
    both = [Series(0, gauges(one)), Series(shift, gauges(other))]
    kept = [
        value
        for series, own in zip(both, (one, other), strict=True)
        for minute, value in enumerate(own, start=series.first_minute)
        if value is not None and first <= minute < last
    ]
    found = bucket(merged(both, rates=False), first, last)
    if not kept:
        assert found == {}
        return
    assert found["total"] == pytest.approx(math.fsum(kept))
    assert (found["count"], found["minimum"], found["maximum"]) == (
        len(kept),
        min(kept),
        max(kept),
    )


def test_what_is_right_sized_is_left_alone(ready: Raw, monitor: Any) -> None:
    chat = f"{ACCOUNT}/deployments/chat"
    load = {"resource": chat, "generate": {"weeks": 2, "requests_per_minute": 60}}
    units, verdicts = 100, list[str]()
    for _ in range(2):
        assert ready.deployment(sku={**PTU, "capacity": units}).status in {200, 201}
        admin(ready, "load", load)
        found = recommend(as_used(monitor, chat, units))
        verdicts.append(found.verdict)
        units = found.size["ptu"] if found.size else units
    assert verdicts == ["change", "keep"]
    assert 15 <= units < 50
    count = {"timespan": "P14D", "interval": "FULL", "metricnames": "AzureOpenAIRequests"}
    split = monitor.metrics.list(ACCOUNT, **count, filter="StatusCode eq '*'")
    done, *refused = (each.data[0].total for each in split.value[0].timeseries)
    assert sum(refused) <= 0.01 * (done + sum(refused))


def as_used(monitor: Any, deployment: str, units: int) -> PtuUse:
    """Read two weeks of a deployment by the hour, as a client of Azure Monitor does."""
    names = "AzureOpenAIRequests,ProcessedPromptTokens,GeneratedTokens"
    asked = {"timespan": "P14D", "interval": "PT1H", "metricnames": names}
    answer = monitor.metrics.list(ACCOUNT, **asked)
    points = [item.timeseries[0].data for item in answer.value]
    requests, read, written = (sum(point.total or 0 for point in each) for each in points)
    rates = [(point.time_stamp, point.total and point.total / 60) for point in points[0]]
    samples = Samples.of(rates, 3600)
    sizes = (read / requests, written / requests)
    return PtuUse(deployment, "gpt-4.1-mini", PTU["name"], "swedencentral", units, samples, *sizes)
