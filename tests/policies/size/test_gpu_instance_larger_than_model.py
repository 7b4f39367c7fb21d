"""Does AZG-S004 find machines with several times the GPU memory that is enough, and only those?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.estimate.capacity import PEAK_FACTOR
from azgreen.estimate.sizing import GpuNeed, size_gpu
from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge
from azgreen_policies.size.gpu_instance_larger_than_model import MOST_TIMES, rule

TOKEN = "azure-native:machinelearningservices:OnlineDeployment"
PHI = "azureml://registries/azureml/models/Phi-4/versions/7"
MINI = "azureml://registries/azureml/models/Phi-4-mini-instruct/versions/1"
A100, EIGHT_H100 = "Standard_NC24ads_A100_v4", "Standard_ND96isr_H100_v5"
LATER = "can't be known during preview"
TODAY = datetime.now(UTC).date()
GPUS = [item for item in catalog.instances(serves_endpoints=True, on=TODAY) if item.gpu]


def online(machine: Any, model: Any = PHI, need: str | None = None, **more: Any) -> Resource:
    tags = {} if need is None else {"tags": {"azgreen-need": need}}
    kind = {"endpointComputeType": "Managed"}
    properties = {**kind, "model": model, "instanceType": machine}
    return Resource(TOKEN, {"properties": properties, **tags, **more})


def asked(rate: float) -> str:
    return f"requests-per-second={rate:g} input-tokens=1155 output-tokens=211"


CASES = [
    Case("compliant", (online(A100),)),
    Case("compliant", (online(A100, MINI, asked(4)),)),
    Case("compliant", (online(EIGHT_H100, PHI, asked(40)),)),
    Case(
        "violating",
        (online(EIGHT_H100),),
        (
            "'thing' runs Phi-4 on Standard_ND96isr_H100_v5 (8 x H100-SXM, 640 GiB, 5600 W, "
            "98.32 USD/h): 17 times the 36.7 GiB that its weights and one request of 16384 tokens "
            "take, over the limit of 4; take Standard_NC24ads_A100_v4 (1 x A100-80GB-PCIe, 80 GiB, "
            "300 W, 3.673 USD/h), or declare its need in the tag azgreen-need",
        ),
    ),
    Case(
        "violating",
        (online(A100, MINI, asked(0.1)),),
        (
            "'thing' runs Phi-4-mini-instruct on Standard_NC24ads_A100_v4 (1 x A100-80GB-PCIe, "
            "80 GiB, 300 W, 3.673 USD/h): 6.7 times the 12 GiB of the machines that its need "
            "takes, over the limit of 4; take 1 of Standard_NV18ads_A10_v5 (0.5 x A10, 12 GiB, "
            "75 W, 1.6 USD/h)",
        ),
    ),
    # no machine is as fast as is declared, so its memory alone counts
    Case(
        "violating",
        (online(EIGHT_H100, PHI, f"{asked(1)} latency-ms=100", location="Sweden Central"),),
        (
            "'thing' runs Phi-4 on Standard_ND96isr_H100_v5 (8 x H100-SXM, 640 GiB, 5600 W, "
            "98.32 USD/h): 17 times the 36.7 GiB that its weights and one request of 16384 tokens "
            "take, over the limit of 4; take Standard_NC24ads_A100_v4 (1 x A100-80GB-PCIe, 80 GiB, "
            "300 W, 3.673 USD/h), or declare its need in the tag azgreen-need",
        ),
    ),
    Case("missing", (online(None),), not_applicable="no instance type is named"),
    Case("missing", (online(A100, None),), not_applicable="no model is named"),
    Case(
        "unknown",
        (online(UNKNOWN),),
        unknown=f"string value at .properties.instanceType {LATER}",
    ),
    Case(
        "unknown",
        (online(A100, need=UNKNOWN),),
        unknown=f"string value at .tags.azgreen-need {LATER}",
    ),
    Case(
        "configured",
        (online("Standard_NC40ads_H100_v5"),),
        (
            "'thing' runs Phi-4 on Standard_NC40ads_H100_v5 (1 x H100-NVL, 94 GiB, 400 W, "
            "6.98 USD/h): 2.6 times the 36.7 GiB that its weights and one request of 16384 tokens "
            "take, over the limit of 2; take Standard_NC24ads_A100_v4 (1 x A100-80GB-PCIe, 80 GiB, "
            "300 W, 3.673 USD/h), or declare its need in the tag azgreen-need",
        ),
        around=Surroundings(settings={"mostTimes": 2}),
    ),
    # there is none that is smaller and holds it
    Case("configured", (online(A100),), around=Surroundings(settings={"mostTimes": 1})),
    Case("configured", (online(EIGHT_H100),), around=Surroundings(settings={"mostTimes": 20})),
    Case(
        "not applicable",
        (online("Standard_F4s_v2"),),
        not_applicable="Standard_F4s_v2 has no GPU",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@given(
    st.floats(0.001, 30), st.sampled_from(["Phi-4", "Phi-4-mini-instruct"]), st.sampled_from(GPUS)
)
def test_what_sizing_chooses_passes_and_what_has_so_much_more_does_not(
    rate: float, model: str, machine: catalog.InstanceType
) -> None:
    rate = float(f"{rate:g}")
    need = GpuNeed(model, 1155, 211, 100, requests_per_second=rate * PEAK_FACTOR)
    best = size_gpu(need, TODAY).choice
    enough_gib = best.instances * best.instance.gpu_memory_gib
    version = f"azureml://registries/azureml/models/{model}/versions/1"
    for name, allowed_gib in (
        (best.instance.name, enough_gib),
        (machine.name, MOST_TIMES * enough_gib),
    ):
        one = online(name, version, asked(rate))
        found = judge(rule, one.token, one.inputs).messages
        assert bool(found) == (catalog.instance(name).gpu_memory_gib > allowed_gib)
