"""Does AZG-S005 find machines that cannot hold the model, and only those?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.errors import EstimateError
from azgreen.estimate.sizing import GpuNeed, size_gpu
from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge
from azgreen_policies.size._gpu_memory import shape_of
from azgreen_policies.size.gpu_instance_too_small import rule

TOKEN = "azure-native:machinelearningservices:OnlineDeployment"
PHI = "azureml://registries/azureml/models/Phi-4/versions/7"
T4, A100 = "Standard_NC4as_T4_v3", "Standard_NC24ads_A100_v4"
LATER = "can't be known during preview"
NEED = "requests-per-second=2 input-tokens=1155 output-tokens=211"
TODAY = datetime.now(UTC).date()
OPEN = [item.name for item in catalog.models() if item.is_open and shape_of(item)]
ON_SALE = catalog.instances(serves_endpoints=True, on=TODAY)
# what nobody knows the making of, sizing does not try
GPUS = [item.name for item in ON_SALE if item.gpu and item.gpu.embodied_kgco2e]


def online(machine: Any, model: Any = PHI, need: str | None = None, **more: Any) -> Resource:
    tags = {} if need is None else {"tags": {"azgreen-need": need}}
    kind = {"endpointComputeType": "Managed"}
    return Resource(
        TOKEN, {"properties": {**kind, "model": model, "instanceType": machine, **more}, **tags}
    )


def named(model: str) -> str:
    return f"azureml://registries/contoso/models/{model}/labels/latest"


CASES = [
    Case("compliant", (online(A100),)),
    Case("compliant", (online(A100.lower()),)),
    Case(
        "violating",
        (online(T4),),
        (
            "'thing' runs Phi-4 on Standard_NC4as_T4_v3 (1 x T4, 16 GiB, 70 W, 0.526 USD/h): a GPU "
            "would hold 27.4 GiB of weights and 0.781 GiB of a request of 4096 tokens, and has "
            "11.9 GiB for both; take Standard_NC24ads_A100_v4 (1 x A100-80GB-PCIe, 80 GiB, 300 W, "
            "3.673 USD/h)",
        ),
    ),
    Case(
        "violating",
        (online(T4, need=NEED),),
        (
            "'thing' runs Phi-4 on Standard_NC4as_T4_v3 (1 x T4, 16 GiB, 70 W, 0.526 USD/h): a GPU "
            "would hold 27.4 GiB of weights and 0.261 GiB of a request of 1366 tokens, and has "
            "11.9 GiB for both; take Standard_NC40ads_H100_v5 (1 x H100-NVL, 94 GiB, 400 W, "
            "6.98 USD/h)",
        ),
    ),
    Case(
        "violating",
        (online("Standard_ND96is_H100_v5", named("deepseek-v3")),),
        (
            "'thing' runs DeepSeek-V3 on Standard_ND96is_H100_v5 (8 x H100-SXM, 640 GiB, 5600 W): "
            "a GPU would hold 78.1 GiB of weights and 0.268 GiB of a request of 4096 tokens, and "
            "has 69.5 GiB for both; no machine of the catalogue holds it: take a smaller model, "
            "or fewer bytes a weight",
        ),
    ),
    Case("missing", (online(None),), not_applicable="no instance type is named"),
    Case("missing", (online(T4, None),), not_applicable="no model is named"),
    Case("unknown", (online(T4, UNKNOWN),), unknown=f"string value at .properties.model {LATER}"),
    Case(
        "unknown",
        (online(UNKNOWN),),
        unknown=f"string value at .properties.instanceType {LATER}",
    ),
    # a T4 holds a usual request, and not one of so many tokens
    Case(
        "configured",
        (online("Standard_NC4as_T4_v3", named("Phi-4-mini-instruct")),),
        (
            "'thing' runs Phi-4-mini-instruct on Standard_NC4as_T4_v3 (1 x T4, 16 GiB, 70 W, "
            "0.526 USD/h): a GPU would hold 7.08 GiB of weights and 7.63 GiB of a request of 62500 "
            "tokens, and has 11.9 GiB for both; take Standard_NV36ads_A10_v5 (1 x A10, 24 GiB, "
            "150 W, 3.2 USD/h)",
        ),
        around=Surroundings(settings={"requestTokens": 62_500}),
    ),
    Case(
        "not applicable",
        (Resource("azure-native:search:Service", {}),),
        not_applicable="not an online deployment",
    ),
    Case(
        "not applicable",
        (online(T4, endpointComputeType="Kubernetes"),),
        not_applicable="its machines belong to a cluster of its owner",
    ),
    Case(
        "not applicable",
        (online("Standard_D4as_v4"),),
        not_applicable="Standard_D4as_v4 has no GPU",
    ),
    Case(
        "not applicable",
        (online(T4, "azureml:Phi-4:1"),),
        not_applicable="'azureml:Phi-4:1' is no model of a registry, so its size is not known",
    ),
    Case(
        "not applicable",
        (online(T4, named("DeepSeek-V4-Pro")),),
        not_applicable="what DeepSeek-V4-Pro takes of a memory is not known",
    ),
    Case(
        "not applicable",
        (online("Standard_NC24ads_A100"),),
        not_applicable="unknown instance type 'Standard_NC24ads_A100'; "
        "did you mean 'Standard_NC24ads_A100_v4'?",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@given(st.sampled_from(OPEN), st.sampled_from(GPUS), st.integers(1, 4000), st.integers(1, 4000))
def test_what_sizing_turns_away_for_its_memory_violates(
    model: str, machine: str, read: int, made: int
) -> None:
    need = GpuNeed(model, read, made, latency_target_ms=1e9, requests_per_second=1e-6)
    try:
        fit = {item.instance.name for item in size_gpu(need, TODAY).options}
    except EstimateError:
        fit = set[str]()
    one = online(machine, named(model), f"input-tokens={read} output-tokens={made}")
    assert bool(judge(rule, one.token, one.inputs).messages) == (machine not in fit)
