"""Does AZG-S008 find language models without a GPU, and deployments without a machine?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge
from azgreen_policies.size._gpu_memory import shape_of
from azgreen_policies.size.cpu_default_instance import rule

TOKEN = "azure-native:machinelearningservices:OnlineDeployment"
PHI = "azureml://registries/azureml/models/Phi-4/versions/7"
CPU, A100 = "Standard_F4s_v2", "Standard_NC24ads_A100_v4"
TAKE = (
    "set properties.instanceType to Standard_NC24ads_A100_v4 (1 x A100-80GB-PCIe, 80 GiB, 300 W, "
    "3.673 USD/h)"
)
NO_TYPE = (
    "'thing' names no instance type, so Azure takes Standard_F4s_v2 (4 vCPUs, 8 GiB, no GPU, "
    "retires on 2028-11-15)"
)
ANY = "set properties.instanceType to a machine that suits the model"
LATER = "can't be known during preview"
OPEN = [item for item in catalog.models() if item.is_open and shape_of(item)]


def online(machine: Any, model: Any = PHI, **more: Any) -> Resource:
    kind = {"endpointComputeType": "Managed"}
    given = {"model": model, "instanceType": machine}
    return Resource(TOKEN, {"properties": {**kind, **given}, **more})


CASES = [
    Case("compliant", (online(A100),)),
    Case("compliant", (online(A100, "azureml:mine:1"),)),
    Case("compliant", (online(A100, UNKNOWN),)),
    Case(
        "violating",
        (online(CPU),),
        (f"'thing' runs Phi-4 on Standard_F4s_v2, which has no GPU; {TAKE}",),
    ),
    Case("violating", (online(None),), (f"{NO_TYPE}; {TAKE}",)),
    Case("violating", (online(""),), (f"{NO_TYPE}; {TAKE}",)),
    Case("violating", (online(None, None),), (f"{NO_TYPE}; {ANY}",)),
    Case("violating", (online(None, UNKNOWN),), (f"{NO_TYPE}; {ANY}",)),
    Case(
        "violating",
        (online(CPU, tags={"azgreen-need": "requests=1"}),),
        (
            "cannot be judged: azgreen-need: unknown key 'requests'; "
            "did you mean 'requests-per-second'?",
        ),
    ),
    Case("missing", (online(CPU, None),), not_applicable="no model is named"),
    Case(
        "unknown",
        (online(UNKNOWN),),
        unknown=f"string value at .properties.instanceType {LATER}",
    ),
    Case("unknown", (online(CPU, UNKNOWN),), unknown=f"string value at .properties.model {LATER}"),
    Case("configured", (online(CPU),), around=Surroundings(settings={"mostBillionParams": 14.7})),
    Case(
        "configured",
        (online(CPU),),
        (f"'thing' runs Phi-4 on Standard_F4s_v2, which has no GPU; {TAKE}",),
        around=Surroundings(settings={"mostBillionParams": 14}),
    ),
    Case(
        "not applicable",
        (online(CPU, "azureml:mine:1"),),
        not_applicable="'azureml:mine:1' is no model of a registry, so its size is not known",
    ),
    Case(
        "not applicable",
        (Resource(TOKEN, {"properties": {"endpointComputeType": "Kubernetes"}}),),
        not_applicable="its machines belong to a cluster of its owner",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@given(st.sampled_from(OPEN), st.floats(0, 1000))
def test_a_model_passes_on_a_cpu_exactly_up_to_the_limit(model: catalog.Model, most: float) -> None:
    one = online(CPU, f"azureml://registries/contoso/models/{model.name}/labels/latest")
    around = Surroundings(settings={"mostBillionParams": most})
    active = model.active_params_b
    assert active is not None
    found = judge(rule, one.token, one.inputs, around=around).messages
    assert len(found) == (active.mid > most)
