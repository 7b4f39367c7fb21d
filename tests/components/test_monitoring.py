"""Does a Monitoring create what its plan says, and is its workbook one that Azure can show?"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pulumi
from pulumi_azure_native import monitor

from azgreen import catalog
from azgreen.estimate.energy import HOST_OVERHEAD
from azgreen_components.monitoring import Monitoring, MonitoringArgs, TargetArgs
from azgreen_components.monitoring.kinds import KINDS
from azgreen_components.monitoring.queries import query

if TYPE_CHECKING:
    from collections.abc import Callable

COMPONENT = "azgreen:index:Monitoring"
WORKSPACE = "azure-native:operationalinsights:Workspace"
INSIGHTS = "azure-native:applicationinsights:Component"
WORKBOOK = "azure-native:applicationinsights:Workbook"
GROUP = "azure-native:monitor:ActionGroup"
SETTING = "azure-native:monitor:DiagnosticSetting"
ON_METRIC = "azure-native:monitor:MetricAlert"
ON_LOGS = "azure-native:monitor:ScheduledQueryRule"
TAGGED = (WORKSPACE, INSIGHTS, WORKBOOK, GROUP, ON_METRIC, ON_LOGS)
EXAMPLES = Path(__file__).parents[2] / "components/examples/monitoring"
LOCATION = "swedencentral"
PREFIX = "/subscriptions/s/resourceGroups/rg/providers/"
ACCOUNT_ID = f"{PREFIX}Microsoft.CognitiveServices/accounts/contoso"
ENDPOINT_ID = f"{PREFIX}Microsoft.MachineLearningServices/workspaces/ml/onlineEndpoints/llama"
REDIS_ID = f"{PREFIX}Microsoft.Cache/redisEnterprise/answers"
COSMOS_ID = f"{PREFIX}Microsoft.DocumentDB/databaseAccounts/vectors"
TRAFFIC = {"requests_per_second": 0.5, "input_tokens": 1155, "output_tokens": 211}
TARGETS: list[dict[str, Any]] = [
    {"name": "models", "kind": "model_account", "resource_id": ACCOUNT_ID},
    {
        "name": "chat",
        "kind": "model_deployment",
        "account": "models",
        "model": "gpt-4.1-mini",
        "traffic": TRAFFIC,
        "carbon_budget_gco2e_per_day": 500,
    },
    {"name": "agents", "kind": "provisioned_deployment", "account": "models", "model": "gpt-4.1"},
    {"name": "llama", "kind": "online_endpoint", "resource_id": ENDPOINT_ID},
    {
        "name": "blue",
        "kind": "online_deployment",
        "resource_id": f"{ENDPOINT_ID}/deployments/blue",
        "location": "francecentral",
    },
    {"name": "answers", "kind": "redis_cache", "resource_id": REDIS_ID},
    {"name": "vectors", "kind": "cosmos_cache", "resource_id": COSMOS_ID},
]


def args(**more: Any) -> Any:
    return {"location": LOCATION, "resource_group_name": "rg", "targets": TARGETS, **more}


DEPLOYED: dict[str, Any] = {}
"""What was deployed of each set of inputs: tests that ask for the same look at the same."""


def watch(run: Callable[..., Any], **more: Any) -> Any:
    asked = json.dumps(more, sort_keys=True)
    if asked not in DEPLOYED:
        DEPLOYED[asked] = watched(run, more)
    return DEPLOYED[asked]


def watched(run: Callable[..., Any], more: Any) -> Any:
    def program() -> None:
        made = Monitoring("watch", args(**more))
        for key in Monitoring.__annotations__:
            pulumi.export(key, getattr(made, key))

    return run(program)


def book(deployed: Any) -> dict[str, Any]:
    return json.loads(deployed.of(WORKBOOK)[0].inputs["serializedData"])


def test_max_example_gives_every_input() -> None:
    tree = ast.parse((EXAMPLES / "max/__main__.py").read_text(encoding="utf-8"))
    keys = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    asked = {*MonitoringArgs.__annotations__, *TargetArgs.__annotations__, *KINDS}
    assert asked - keys == {"workspace_id"}  # goes instead of what a new workspace is told


def test_workspace_and_traces_have_no_keys_and_no_public_access(run: Callable[..., Any]) -> None:
    made = watch(run)
    (workspace,), (insights,) = made.of(WORKSPACE), made.of(INSIGHTS)
    assert workspace.name == "watch-logs"
    assert workspace.inputs["sku"] == {"name": "PerGB2018"}
    assert workspace.inputs["retentionInDays"] == 30
    assert workspace.inputs["workspaceCapping"] == {"dailyQuotaGb": 1.0}
    assert workspace.inputs["features"] == {
        "disableLocalAuth": True,
        "enableLogAccessUsingOnlyResourcePermissions": True,
    }
    assert insights.name == "watch-traces"
    assert insights.inputs["disableLocalAuth"] is True
    assert insights.inputs["ingestionMode"] == "LogAnalytics"
    assert insights.inputs["workspaceResourceId"] == made.exports["workspace_id"]
    assert insights.inputs["samplingPercentage"] == 100
    for item in (workspace, insights):
        assert item.inputs["location"] == LOCATION
        assert item.inputs["publicNetworkAccessForIngestion"] == "Disabled"
        assert item.inputs["publicNetworkAccessForQuery"] == "Disabled"


def test_public_access_only_when_asked(run: Callable[..., Any]) -> None:
    made = watch(run, public_network_access=True)
    for item in (*made.of(WORKSPACE), *made.of(INSIGHTS)):
        assert item.inputs["publicNetworkAccessForIngestion"] == "Enabled"
        assert item.inputs["publicNetworkAccessForQuery"] == "Enabled"


def test_traces_can_be_left_out(run: Callable[..., Any]) -> None:
    made = watch(run, application_insights=False)
    assert made.of(INSIGHTS) == []
    assert made.exports["application_insights_id"] is None


def test_what_is_stated_of_logs_is_used(run: Callable[..., Any]) -> None:
    own = watch(run, workspace_name="contoso-watch", retention_days=90.0, daily_quota_gb=5)
    (workspace,) = own.of(WORKSPACE)
    assert workspace.inputs["workspaceName"] == "contoso-watch"
    assert workspace.inputs["retentionInDays"] == 90
    assert workspace.inputs["workspaceCapping"] == {"dailyQuotaGb": 5}


def test_people_are_told_by_one_group(run: Callable[..., Any]) -> None:
    made = watch(run, emails=["a@b.org"], webhooks=["https://b.org/x"])
    (group,) = made.of(GROUP)
    assert group.inputs["location"] == "Global"
    assert group.inputs["groupShortName"] == "watch"
    assert group.inputs["enabled"] is True
    assert group.inputs["emailReceivers"] == [
        {"name": "email-0", "emailAddress": "a@b.org", "useCommonAlertSchema": True}
    ]
    (hook,) = group.inputs["webhookReceivers"]
    assert (hook["serviceUri"], hook["useCommonAlertSchema"]) == ("https://b.org/x", True)
    told = made.exports["action_group_id"]
    for item in made.of(ON_METRIC):
        assert item.inputs["actions"] == [{"actionGroupId": told}]
    for item in made.of(ON_LOGS):
        assert item.inputs["actions"] == {"actionGroups": [told]}


def test_only_what_is_needed_is_sent(run: Callable[..., Any]) -> None:
    by_name = {item.name: item.inputs for item in watch(run).of(SETTING)}
    assert {name: [log["category"] for log in item["logs"]] for name, item in by_name.items()} == {
        "watch-models-diagnostics": ["Audit"],
        "watch-llama-diagnostics": ["AmlOnlineEndpointEventLog"],
        "watch-answers-diagnostics": [],
        "watch-vectors-diagnostics": ["ControlPlaneRequests"],
    }
    metrics = {name for name, item in by_name.items() if item["metrics"]}
    assert metrics == {"watch-models-diagnostics", "watch-answers-diagnostics"}
    tables = {name: item.get("logAnalyticsDestinationType") for name, item in by_name.items()}
    assert tables["watch-models-diagnostics"] is None
    assert tables["watch-vectors-diagnostics"] == "Dedicated"
    assert by_name["watch-answers-diagnostics"]["resourceUri"] == REDIS_ID


def test_all_logs_only_when_asked(run: Callable[..., Any]) -> None:
    logs = {item.name: item.inputs["logs"] for item in watch(run, all_logs=True).of(SETTING)}
    everything = [{"categoryGroup": "allLogs", "enabled": True}]
    assert logs == {
        "watch-models-diagnostics": everything,
        "watch-llama-diagnostics": everything,
        "watch-answers-diagnostics": [],  # the cluster has no logs
        "watch-vectors-diagnostics": everything,
    }


def test_each_alert_watches_the_resource_that_has_the_metric(run: Callable[..., Any]) -> None:
    made = watch(run)
    scopes = {item.name: item.inputs["scopes"] for item in made.of(ON_METRIC)}
    assert scopes["watch-agents-waste"] == scopes["watch-chat-carbon-budget"] == [ACCOUNT_ID]
    assert scopes["watch-blue-waste"] == [f"{ENDPOINT_ID}/deployments/blue"]
    assert scopes["watch-answers-memory"] == [REDIS_ID]
    for item in made.of(ON_METRIC):
        (criterion,) = item.inputs["criteria"]["allOf"]
        rules = catalog.alert_rules(_kind(item.name))
        assert any(criterion["metricName"] in rule.metrics for rule in rules)


def _kind(alert: str) -> str:
    target = alert.split("-")[1]
    return next(item["kind"] for item in TARGETS if item["name"] == target)


def test_waste_is_told_without_haste(run: Callable[..., Any]) -> None:
    made = watch(run)
    (waste,) = [item for item in made.of(ON_METRIC) if item.name == "watch-agents-waste"]
    assert waste.inputs["windowSize"] == "P1D"
    assert waste.inputs["severity"] == 3
    (criterion,) = waste.inputs["criteria"]["allOf"]
    assert criterion["operator"] == "LessThan"
    assert criterion["timeAggregation"] == "Average"
    assert criterion["dimensions"] == [
        {"name": "ModelDeploymentName", "operator": "Include", "values": ["agents"]}
    ]


def test_alerts_on_logs_ask_the_workspace(run: Callable[..., Any]) -> None:
    made = watch(run)
    asked = {item.name: item.inputs for item in made.of(ON_LOGS)}
    assert set(asked) == {"watch-models-idle", "watch-answers-hit-rate", "watch-answers-idle"}
    (rule,) = [item for item in catalog.alert_rules("redis_cache") if item.rule == "hit-rate"]
    inputs = asked["watch-answers-hit-rate"]
    assert inputs["scopes"] == [made.exports["workspace_id"]]
    assert inputs["location"] == LOCATION
    assert inputs["kind"] == "LogAlert"
    assert (inputs["windowSize"], inputs["evaluationFrequency"]) == ("P1D", "PT6H")
    assert inputs["criteria"]["allOf"] == [
        {
            "query": query(rule, REDIS_ID),
            "metricMeasureColumn": "value",
            "timeAggregation": "Average",
            "operator": "LessThan",
            "threshold": 20,
            "failingPeriods": {"minFailingPeriodsToAlert": 1, "numberOfEvaluationPeriods": 1},
        }
    ]


def test_everything_is_tagged_and_a_child(run: Callable[..., Any]) -> None:
    made = watch(run, environment="prod")
    for token in TAGGED:
        for item in made.of(token):
            assert item.inputs["tags"] == {
                "environment": "prod",
                "azgreen-carbon-data": catalog.CARBON_DATA_VERSION,
            }
    children = [item for item in made.requests if item.type.startswith("azure-native:")]
    assert children
    assert all(item.parent.endswith(f"{COMPONENT}::watch") for item in children)


def test_outputs_tell_names_and_budgets(run: Callable[..., Any]) -> None:
    made = watch(run)
    exports = made.exports
    assert exports["workspace_id"].endswith(f"/workspaces/{exports['workspace_name']}")
    assert exports["application_insights_id"]
    assert len(exports["alert_names"]) == len(made.of(ON_METRIC)) + len(made.of(ON_LOGS))
    assert len(set(exports["alert_names"])) == len(exports["alert_names"])
    assert exports["carbon_budget"][0].startswith("chat: 500 gCO2e a day is reached at ")


def test_two_instances_share_a_program(run: Callable[..., Any]) -> None:
    def program() -> None:
        Monitoring("one", args())
        Monitoring("two", args())

    made = run(program)
    assert len({item.inputs["resourceName"] for item in made.of(WORKBOOK)}) == 2
    assert len({item.inputs["workspaceName"] for item in made.of(WORKSPACE)}) == 2


def test_ids_may_be_outputs(run: Callable[..., Any]) -> None:
    def program() -> None:
        first = {**TARGETS[0], "resource_id": pulumi.Output.from_input(ACCOUNT_ID)}
        Monitoring("watch", args(targets=[first, *TARGETS[1:3]]))

    made = run(program)
    assert {tuple(item.inputs["scopes"]) for item in made.of(ON_METRIC)} == {(ACCOUNT_ID,)}


def test_nothing_is_registered_when_an_input_is_wrong(run: Callable[..., Any]) -> None:
    caught: list[Any] = []

    def program() -> None:
        try:
            Monitoring("watch", args(location="nowhere"))
        except pulumi.InputPropertiesError as error:
            caught.append(error.errors)

    result = run(program)
    assert caught[0][0]["property_path"] == "location"
    assert result.of(COMPONENT) == []


VERSIONS = {3: "KqlItem/1.0", 9: "KqlParameterItem/1.0", 10: "MetricsItem/2.0"}
QUERY_TYPES = {
    0: "microsoft.operationalinsights/workspaces",
    1: "microsoft.resourcegraph/resources",
}


def test_workbook_is_one_that_azure_can_read(run: Callable[..., Any]) -> None:
    made = watch(run)
    (own,) = made.of(WORKBOOK)
    assert UUID(own.inputs["resourceName"])
    assert own.inputs["kind"] == "shared"
    assert own.inputs["sourceId"] == made.exports["workspace_id"]
    data = book(made)
    assert data["version"] == own.inputs["version"] == "Notebook/1.0"
    assert data["fallbackResourceIds"] == [made.exports["workspace_id"]]
    names = [item["name"] for item in data["items"]]
    assert len(names) == len(set(names))
    for item in data["items"]:
        assert item["type"] in {1, *VERSIONS}
        if item["type"] in VERSIONS:
            assert item["content"]["version"] == VERSIONS[item["type"]]
        if item["type"] == 3:
            content = item["content"]
            assert content["resourceType"] == QUERY_TYPES[content["queryType"]]
            assert content["crossComponentResources"]


def test_workbook_names_only_parameters_that_it_has(run: Callable[..., Any]) -> None:
    data = book(watch(run))
    known = {
        item["name"]
        for group in data["items"]
        if group["type"] == 9
        for item in group["content"]["parameters"]
    }
    queries = [item["content"]["query"] for item in data["items"] if item["type"] == 3]
    used = {name for text in queries for name in re.findall(r"\{(\w+)[}:]", text)}
    assert used == known - {"TimeRange"}
    for item in data["items"]:
        if item["type"] == 10 or item["content"].get("queryType") == 0:
            assert item["content"]["timeContextFromParameter"] in known


def test_workbook_charts_metrics_that_exist(run: Callable[..., Any]) -> None:
    charts = [item["content"] for item in book(watch(run))["items"] if item["type"] == 10]
    assert charts
    aggregations = {1: "Total", 2: "Minimum", 3: "Maximum", 4: "Average", 7: "Count"}
    for chart in charts:
        (line,) = chart["metrics"]
        namespace, name = line["namespace"], line["metric"].rpartition("-")[2]
        found = catalog.metric(namespace, name)
        assert line["metric"] == f"{namespace}-{found.category or ''}-{found.name}"
        assert aggregations[line["aggregation"]] in found.aggregations
        assert line["splitBy"] in found.dimensions
        assert namespace == found.namespace.lower() == chart["resourceType"]


def test_gpu_energy_is_asked_of_azure_and_turned_into_carbon(run: Callable[..., Any]) -> None:
    data = book(watch(run))
    (group,) = [item for item in data["items"] if item["name"] == "factors"]
    by_name = {item["name"]: item for item in group["content"]["parameters"]}
    region = catalog.region("francecentral")
    assert float(by_name["grid_francecentral"]["value"]) == region.grid_gco2e_per_kwh
    assert region.grid_source in by_name["grid_francecentral"]["label"]
    assert float(by_name["pue_francecentral"]["value"]) == (region.pue or 1.18)
    assert float(by_name["host_share"]["value"]) == HOST_OVERHEAD.low
    request = json.loads(by_name["gpu_0"]["query"])
    assert by_name["gpu_0"]["queryType"] == 12
    assert request["path"] == (
        f"{ENDPOINT_ID}/deployments/blue/providers/Microsoft.Insights/metrics"
    )
    asked = {item["key"]: item["value"] for item in request["urlParams"]}
    found = catalog.metric(asked["metricnamespace"], asked["metricnames"])
    assert asked["aggregation"] in found.aggregations
    assert not found.exportable
    assert asked["$filter"] == "instanceId eq '*'"
    (table,) = [item for item in data["items"] if item["name"] == "gpu-carbon"]
    assert "sum(60.0 * todouble(point.average))" in table["content"]["query"]
    (note,) = [item for item in data["items"] if item["name"] == "gpus"]
    assert "inferred from the metric's description, not documented" in note["content"]["json"]


def test_tokens_cost_the_carbon_of_their_account(run: Callable[..., Any]) -> None:
    data = book(watch(run))
    (table,) = [item for item in data["items"] if item["name"] == "token-carbon"]
    row = re.search(
        r'\["([^"]+)", "([^"]+)", ([^,]+), ([^,]+), ([^\]]+)\]', table["content"]["query"]
    )
    assert row is not None
    assert (row[1], row[2]) == (ACCOUNT_ID.lower(), "TokenTransaction")
    low, mid, high = map(float, row.groups()[2:])
    assert 0 < low < mid < high
    assert catalog.metric(KINDS["model_account"].resource_type, "TokenTransaction").exportable


def test_waste_lists_the_alerts_on_waste(run: Callable[..., Any]) -> None:
    made = watch(run)
    (table,) = [item for item in book(made)["items"] if item["name"] == "waste-alerts"]
    listed = set(re.findall(r'"(/subscriptions/[^"]+)"', table["content"]["query"]))
    assert len(listed) == 5  # PTUs in use and idle, GPUs, Redis, Cosmos DB
    assert all("/providers/Microsoft.Insights/" in item for item in listed)
    subscription = "/".join(made.exports["workspace_id"].split("/")[:3])
    assert table["content"]["crossComponentResources"] == [subscription]


def test_workbook_shows_only_what_is_watched(run: Callable[..., Any]) -> None:
    names = [item["name"] for item in book(watch(run, targets=TARGETS[:1]))["items"]]
    assert names == ["title", "range"]


def test_operators_of_log_alerts_are_not_those_of_the_sdk() -> None:
    assert "LessThan" not in {item.value for item in monitor.ConditionOperator}
