"""Does AZG-R005 find deployments that are full without anybody hearing, and only those?"""

from __future__ import annotations

from typing import Any

import pytest

from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge_stack
from azgreen_policies.reliability.gpu_alerts import rule

ML = "azure-native:machinelearningservices"
COGNITIVE = "azure-native:cognitiveservices"
ALERT = "azure-native:monitor:MetricAlert"
ON_GPU = ("GpuUtilizationPercentage", "GpuMemoryUtilizationPercentage")
ON_MACHINE = ("CpuUtilizationPercentage", "DiskUtilization", "CpuMemoryUtilizationPercentage")
ON_ENDPOINT = ("ConnectionsActive", "NetworkBytes")
PTU = "AzureOpenAIProvisionedManagedUtilizationV2"
ENDPOINT = Resource(f"{ML}:OnlineEndpoint", {"endpointName": "chat"}, "chat")
ACCOUNT = Resource(f"{COGNITIVE}:Account", {"accountName": "models"}, "models")
FIX = (
    "add a monitor:MetricAlert whose scopes are its own or its endpoint's id, or an azgreen "
    "Monitoring"
)
PTU_FIX = "add a monitor:MetricAlert whose scopes are its account's id, or an azgreen Monitoring"


def online(machine: Any = "Standard_NC24ads_A100_v4", compute: Any = "Managed") -> Resource:
    own = {"endpointComputeType": compute, "instanceType": machine}
    props = {"properties": {key: value for key, value in own.items() if value is not None}}
    return Resource(f"{ML}:OnlineDeployment", props, "blue", {"endpointName": ["chat"]})


def provisioned(sku: Any = "GlobalProvisionedManaged", model_format: str = "OpenAI") -> Resource:
    props = {
        "deploymentName": "gpt",
        "sku": {"name": sku, "capacity": 100},
        "properties": {"model": {"format": model_format, "name": "gpt-4.1"}},
    }
    return Resource(f"{COGNITIVE}:Deployment", props, "ptu", {"accountName": ["models"]})


def alert(
    source: str,
    *metrics: str,
    name: str = "alert",
    operator: str = "GreaterThan",
    enabled: Any = True,
    dimension: dict[str, Any] | None = None,
) -> Resource:
    criteria = {
        "allOf": [
            {
                "metricName": metric,
                "operator": operator,
                "dimensions": [] if dimension is None else [dimension],
            }
            for metric in metrics
        ]
    }
    props = {"scopes": [UNKNOWN], "enabled": enabled, "criteria": criteria}
    return Resource(ALERT, props, name, {"scopes": [source]})


def of(*values: Any, operator: str = "Include") -> dict[str, Any]:
    return {"name": "ModelDeploymentName", "operator": operator, "values": list(values)}


WATCHED = (
    alert("blue", *ON_GPU, *ON_MACHINE, name="machines"),
    alert("chat", *ON_ENDPOINT, name="endpoint"),
)
NO_PTU_ALERT = f"'ptu' has no enabled alert on {PTU} (over 80 Percent); {PTU_FIX}"
CASES = [
    Case("compliant", (ENDPOINT, online(), *WATCHED)),
    Case("compliant", (ENDPOINT, online(compute="Kubernetes"))),
    Case("compliant", (ACCOUNT, provisioned(), alert("models", PTU, dimension=of("gpt")))),
    Case("compliant", (ACCOUNT, provisioned("GlobalStandard"))),
    Case(
        "violating",
        (ENDPOINT, online(), alert("blue", *ON_MACHINE), alert("chat", *ON_ENDPOINT, name="b")),
        (
            "'blue' has no enabled alert on GpuUtilizationPercentage (over 95 Percent), "
            f"GpuMemoryUtilizationPercentage (over 98 Percent); {FIX}",
        ),
    ),
    Case(
        "violating",
        (ENDPOINT, online("Standard_D4as_v4"), alert("blue", *ON_MACHINE)),
        (
            "'blue' has no enabled alert on ConnectionsActive (over 400 Count), "
            f"NetworkBytes (over 4000000 BytesPerSecond); {FIX}",
        ),
    ),
    Case("violating", (ACCOUNT, provisioned()), (NO_PTU_ALERT,)),
    Case("missing", (ENDPOINT, Resource(f"{ML}:OnlineDeployment", name="blue"))),
    Case(
        "unknown",
        (ACCOUNT, provisioned(UNKNOWN)),
        unknown="string value at .sku.name can't be known during preview",
    ),
    Case(
        "configured",
        (ENDPOINT, online(), ACCOUNT, provisioned()),
        (f"'blue' has no enabled alert on CpuUtilizationPercentage (over 85 Percent); {FIX}",),
        around=Surroundings(settings={"practices": ["cpu"]}),
    ),
    Case(
        "not applicable",
        (ACCOUNT,),
        not_applicable="the stack has no machinelearningservices:OnlineDeployment "
        "and no cognitiveservices:Deployment",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@pytest.mark.parametrize(
    ("one", "hears"),
    [
        (alert("models", PTU), True),
        (alert("models", PTU.lower()), True),
        (alert("models", PTU, dimension=of("GPT", "other")), True),
        (alert("models", PTU, dimension=of("*")), True),
        (alert("models", PTU, dimension=of("other")), False),
        (alert("models", PTU, dimension=of("gpt", operator="Exclude")), False),
        (alert("models", PTU, dimension=of("other", operator="Exclude")), True),
        # low use is waste, and says nothing of units that are full
        (alert("models", PTU, operator="LessThan"), False),
        (alert("models", PTU, operator="GreaterOrLessThan"), True),
        (alert("models", PTU, enabled=False), False),
        (alert("models", "AzureOpenAIRequests"), False),
        (alert("ptu", PTU), False),
    ],
)
def test_what_counts_as_an_alert_of_ptus(one: Resource, *, hears: bool) -> None:
    found = judge_stack(rule, (ACCOUNT, provisioned(), one))
    assert found.messages == (() if hears else (NO_PTU_ALERT,))


def test_models_of_others_have_a_metric_of_their_own() -> None:
    (message,) = judge_stack(rule, (ACCOUNT, provisioned(model_format="Meta"))).messages
    assert message.startswith(
        "'ptu' has no enabled alert on ProvisionedUtilization (over 80 Percent);"
    )


def test_a_query_over_exported_metrics_counts() -> None:
    names = " or ".join((*ON_GPU, *ON_MACHINE, *ON_ENDPOINT))
    query = {"query": f"AzureMetrics | where MetricName in ({names})"}
    asked = Resource(
        "azure-native:monitor:ScheduledQueryRule", {"criteria": {"allOf": [query]}}, "asked"
    )
    assert judge_stack(rule, (ENDPOINT, online(), asked)).messages == ()


def test_what_only_the_update_knows_is_left_to_it() -> None:
    query = {"criteria": {"allOf": [{"query": UNKNOWN}]}}
    asked = Resource("azure-native:monitor:ScheduledQueryRule", query, "asked")
    found = judge_stack(rule, (ACCOUNT, provisioned(), asked))
    assert (found.messages, bool(found.unknown)) == ((), True)


def test_an_endpoint_of_another_stack_has_its_alerts_there() -> None:
    alone = Resource(online().token, online().inputs, "blue")
    found = judge_stack(rule, (alone, alert("blue", *ON_GPU, *ON_MACHINE)))
    assert found.messages == ()


def test_a_machine_that_nobody_names_has_no_gpu() -> None:
    own = (
        ENDPOINT,
        online(None),
        alert("blue", *ON_MACHINE),
        alert("chat", *ON_ENDPOINT, name="b"),
    )
    assert judge_stack(rule, own).messages == ()
