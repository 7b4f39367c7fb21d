"""Does Microsoft.Carbon report what a deployment really took, and less once it is right-sized?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from azure.core.pipeline.policies import HeadersPolicy
from azure.mgmt.carbonoptimization import CarbonOptimizationMgmtClient, models
from azure.mgmt.monitor import MonitorManagementClient

from azgreen import catalog
from azgreen.estimate.sizing.gpu_footprint import hardware_gco2e_per_hour

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Raw

    from azgreen_emulator.clock import ManualClock

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
ENDPOINT = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers"
    "/Microsoft.MachineLearningServices/workspaces/main/onlineEndpoints/chat"
)
BLUE = f"{ENDPOINT}/deployments/blue"
MACHINE = "Standard_NC40ads_H100_v5"
ML = "2025-12-01"
FACTS = {
    "instance": {
        "requests_per_minute": 600,
        "latency_target_s": 9,
        "unloaded_latency_s": 2,
        "full_latency_s": 6,
        "load_time_s": 300,
    }
}
OCTOBER = "2026-10-01"


def admin(raw: Raw, what: str, body: Any) -> Any:
    answer = raw.send("POST", f"//azgreen/{what}", body, headers={"Authorization": None}, api="")
    assert answer.status == 200, answer.raw
    return answer.json


def put(raw: Raw, path: str, body: Any) -> None:
    placed = {"location": "swedencentral", **body}
    answer = raw.put(path.removeprefix(f"/subscriptions/{SUBSCRIPTION}"), placed, api=ML)
    assert answer.status in {200, 201}, answer.raw


def put_blue(raw: Raw, count: int, machine: str = MACHINE) -> None:
    properties = {
        "endpointComputeType": "Managed",
        "model": "azureml://registries/azureml/models/Phi-4/versions/7",
        "instanceType": machine,
    }
    put(raw, BLUE, {"sku": {"name": "Default", "capacity": count}, "properties": properties})


def load(raw: Raw, start: str, facts: Any = FACTS) -> None:
    """Put a week of traffic on the deployment, with the size that it has now."""
    generated = {"weeks": 1, "requests_per_minute": 300, "seed": 3}
    asked = {"resource": BLUE, "generate": generated, "start": start, "facts": facts}
    admin(raw, "load", asked)


def november(raw: Raw, *scopes: str) -> float:
    body = {
        "reportType": "OverallSummaryReport",
        "dateRange": {"start": "2026-11-01", "end": "2026-11-01"},
        "subscriptionList": [SUBSCRIPTION],
        "carbonScopeList": scopes,
    }
    path = "//providers/Microsoft.Carbon/carbonEmissionReports"
    found: float = raw.send("POST", path, body, api="2025-04-01").json["value"][0][
        "latestMonthEmissions"
    ]
    return found


@pytest.fixture
def blue(learning: Raw) -> Raw:
    """Three instances, far too many, in the first week of October."""
    identity = {"identity": {"type": "SystemAssigned"}, "properties": {"authMode": "Key"}}
    put(learning, ENDPOINT, identity)
    put_blue(learning, 3)
    load(learning, f"{OCTOBER}T00:00:00+00:00")
    return learning


@pytest.fixture
def reported(blue: Raw) -> Iterator[Callable[..., dict[str, float]]]:
    """Return kilograms by month, as Microsoft's own client reads them."""
    signing = HeadersPolicy(base_headers={"Authorization": "Bearer made-up"})
    kind: Any = CarbonOptimizationMgmtClient  # which wants a credential that nobody asks
    with kind(object(), base_url=blue.url, authentication_policy=signing) as client:

        def read(*scopes: str) -> dict[str, float]:
            asked = models.MonthlySummaryReportQueryFilter(
                date_range=models.DateRange(start=date(2025, 11, 1), end=date(2026, 10, 1)),
                subscription_list=[SUBSCRIPTION],
                carbon_scope_list=list(scopes),
            )
            rows = client.carbon_service.query_carbon_emission_reports(asked).value
            return {row.date: row.latest_month_emissions for row in rows}

        yield read


def test_scope_2_is_the_energy_that_the_gpus_sent(
    reported: Callable[..., dict[str, float]], made: Callable[[type[Any]], Any]
) -> None:
    answer = made(MonitorManagementClient).metrics.list(
        BLUE,
        timespan="2026-10-01T00:00:00Z/2026-10-08T00:00:00Z",
        interval="PT1H",
        metricnames="GpuEnergyJoules",
        aggregation="Average",
        filter="instanceId eq '*'",
    )
    points = [point for series in answer.value[0].timeseries for point in series.data]
    joules = 60 * sum(point.average for point in points)  # a mean of an hour is that of a minute
    place = catalog.region("swedencentral")
    assert place.pue is not None
    kilograms = joules * 1.43 / 3.6e6 * place.pue * place.grid_gco2e_per_kwh / 1000
    assert reported("Scope2") == pytest.approx({OCTOBER: kilograms})
    made_g = hardware_gco2e_per_hour(catalog.instance(MACHINE), 3)
    assert made_g is not None
    assert reported("Scope3") == pytest.approx({OCTOBER: made_g.mid * 7 * 24 / 1000})
    assert reported("Scope1") == {}  # nobody knows what was burned on site


def test_a_right_sized_deployment_is_reported_with_less(
    blue: Raw, reported: Callable[..., dict[str, float]]
) -> None:
    before = reported("Scope2", "Scope3")[OCTOBER]
    put_blue(blue, 1)
    load(blue, f"{OCTOBER}T00:00:00+00:00")
    assert reported("Scope2", "Scope3")[OCTOBER] < before / 2


def test_a_month_has_its_own_part_and_comes_on_day_19(
    blue: Raw, reported: Callable[..., dict[str, float]], clock: ManualClock
) -> None:
    whole = reported("Scope3")[OCTOBER]
    load(blue, "2026-09-29T00:00:00+00:00")  # two days in September, five in October
    found = reported("Scope3")
    assert found == pytest.approx({"2026-09-01": whole * 2 / 7, OCTOBER: whole * 5 / 7})
    load(blue, "2026-11-01T00:00:00+00:00")
    assert reported("Scope3") == {}
    clock.advance(29 * 24 * 3600)
    assert november(blue, "Scope3") == pytest.approx(whole)


def test_a_figure_that_was_said_goes_before_what_was_taken(
    blue: Raw, reported: Callable[..., dict[str, float]]
) -> None:
    admin(blue, "carbon", {"resource": BLUE, "month": "2026-10", "kgco2e": {"Scope2": 7}})
    assert reported("Scope2", "Scope3") == {OCTOBER: 7}


def test_nothing_is_reported_of_machines_whose_power_nobody_knows(
    blue: Raw, reported: Callable[..., dict[str, float]]
) -> None:
    put_blue(blue, 1, "Standard_F8s_v2")
    load(blue, f"{OCTOBER}T00:00:00+00:00")
    assert reported("Scope2", "Scope3") == {}


def test_nothing_is_reported_once_nobody_knows_how_fast_an_instance_is(
    blue: Raw, clock: ManualClock
) -> None:
    load(blue, "2026-11-20T00:00:00+00:00", {})
    put_blue(blue, 1, "Standard_NC4as_T4_v3")  # does not hold the model
    clock.advance(29 * 24 * 3600)
    assert november(blue, "Scope2", "Scope3") == 0
