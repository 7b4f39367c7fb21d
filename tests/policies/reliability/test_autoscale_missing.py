"""Does AZG-R001 find online deployments that do not scale, and only those?"""

from __future__ import annotations

from typing import Any

import pytest

from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge_stack
from azgreen_policies.reliability.autoscale_missing import rule

ENDPOINT = "azure-native:machinelearningservices:OnlineEndpoint"
DEPLOYMENT = "azure-native:machinelearningservices:OnlineDeployment"
SETTING = "azure-native:monitor:AutoscaleSetting"
ID = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ml"
PROD, DEV = Surroundings("prod"), Surroundings("dev")
FIX = "add a monitor:AutoscaleSetting whose targetResourceUri is its id, or an azgreen Autoscale"
ENDPOINT_IN_STACK = Resource(ENDPOINT, {"endpointName": "chat"}, "chat")


def deployment(compute: Any = "Managed", name: str = "blue", **more: Any) -> Resource:
    return Resource(
        DEPLOYMENT,
        {"properties": {"endpointComputeType": compute}, **more},
        name,
        {"endpointName": ["chat"]},
    )


def setting(
    *sources: str, uri: Any = UNKNOWN, enabled: Any = True, token: str = SETTING
) -> Resource:
    return Resource(
        token,
        {"targetResourceUri": uri, "enabled": enabled},
        "scaling",
        {"targetResourceUri": list(sources)},
    )


def stack(*resources: Resource) -> tuple[Resource, ...]:
    return (ENDPOINT_IN_STACK, *resources)


MISSING = f"'blue' has no autoscale setting, which prod needs; {FIX}"
CASES = [
    Case("compliant", stack(deployment(), setting("blue")), around=PROD),
    Case("compliant", stack(deployment()), around=DEV),
    Case("compliant", stack(deployment("Kubernetes")), around=PROD),
    Case("violating", stack(deployment()), (MISSING,), around=PROD),
    Case(
        "violating",
        stack(deployment(), setting("blue", enabled=False)),
        (
            "'blue' does not scale in prod: its autoscale setting 'scaling' is not enabled, "
            "Azure's own default; set enabled to true",
        ),
        around=PROD,
    ),
    Case(
        "violating",
        stack(deployment(tags={"environment": "staging"})),
        (f"'blue' has no autoscale setting, which an unknown environment needs; {FIX}",),
        around=DEV,
    ),
    Case("missing", stack(Resource(DEPLOYMENT, name="blue")), around=PROD),
    Case(
        "unknown",
        stack(deployment(UNKNOWN)),
        unknown="string value at .properties.endpointComputeType can't be known during preview",
        around=PROD,
    ),
    Case(
        "configured",
        stack(deployment()),
        (f"'blue' has no autoscale setting, which dev needs; {FIX}",),
        around=Surroundings("dev", settings={"stages": ["dev"]}),
    ),
    Case("configured", stack(deployment()), around=Surroundings("prod", settings={"stages": []})),
    Case(
        "not applicable",
        (ENDPOINT_IN_STACK,),
        not_applicable="the stack has no machinelearningservices:OnlineDeployment",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@pytest.mark.parametrize(
    ("one", "scales"),
    [
        # put together from the endpoint's id: not known before the update
        (setting("chat"), True),
        (setting("chat", uri=f"{ID}/onlineEndpoints/chat/deployments/blue"), True),
        (setting("chat", uri=f"{ID}/onlineEndpoints/chat/deployments/green"), False),
        (setting(uri=f"{ID.upper()}/ONLINEENDPOINTS/CHAT/deployments/Blue"), True),
        (setting(uri=f"{ID}/onlineEndpoints/chat/deployments/dark-blue"), False),
        (setting(), False),
        (setting("blue", token="azure-native:insights/v20221001:AutoscaleSetting"), True),
    ],
)
def test_a_setting_is_found_by_its_making_or_its_id(one: Resource, *, scales: bool) -> None:
    named = deployment(deploymentName="blue", endpointName="chat")
    found = judge_stack(rule, stack(named, one), around=PROD)
    assert found.messages == (() if scales else (MISSING,))


def test_each_deployment_needs_its_own() -> None:
    both = stack(deployment(), deployment(name="green"), setting("blue"))
    found = judge_stack(rule, both, around=PROD)
    assert found.names == ("green",)
