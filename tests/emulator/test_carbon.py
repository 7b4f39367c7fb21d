"""Does the local Azure report emissions as Microsoft's own client of carbon optimization reads?"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from azure.core.exceptions import HttpResponseError
from azure.core.pipeline.policies import HeadersPolicy
from azure.mgmt.carbonoptimization import CarbonOptimizationMgmtClient, models
from hypothesis import given
from hypothesis import strategies as st

from azgreen_emulator.services.carbon.months import available, between, moved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Raw

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
FIRST = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/acc"
CHAT = f"{FIRST}/deployments/chat"
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
AT = "//providers/Microsoft.Carbon/carbonEmissionReports"
API = "2025-04-01"


def put(raw: Raw, body: Any, status: int = 200) -> Any:
    answer = raw.send("POST", "//azgreen/carbon", body, headers={"Authorization": None}, api="")
    assert answer.status == status, answer.raw
    return answer.json


@pytest.fixture
def emitting(ready: Raw) -> Raw:
    """An account and its deployment, with two months of emissions."""
    assert ready.deployment("chat").status in {200, 201, 202}
    for resource, month, kg in (
        (FIRST, "2026-09", {"Scope1": 1, "Scope2": 2, "Scope3": 4}),
        (FIRST, "2026-10", {"Scope1": 2, "Scope2": 2, "Scope3": 8}),
        (CHAT, "2026-10", {"Scope2": 0.5, "Scope3": 73}),
    ):
        put(ready, {"resource": resource, "month": month, "kgco2e": kg})
    return ready


@pytest.fixture
def carbon(emitting: Raw) -> Iterator[Any]:
    signing = HeadersPolicy(base_headers={"Authorization": "Bearer made-up"})
    kind: Any = CarbonOptimizationMgmtClient  # which wants a credential that nobody asks
    with kind(object(), base_url=emitting.url, authentication_policy=signing) as client:
        yield client.carbon_service


def asked(kind: type[Any], start: date = OCTOBER, end: date = OCTOBER, **more: Any) -> Any:
    return kind(
        date_range=models.DateRange(start=start, end=end),
        subscription_list=[SUBSCRIPTION],
        **{"carbon_scope_list": ["Scope1", "Scope2", "Scope3"], **more},
    )


def test_the_months_that_are_there(carbon: Any) -> None:
    found = carbon.query_carbon_emission_data_available_date_range()
    assert (found.start_date, found.end_date) == ("2025-11-01", "2026-10-01")


def test_overall_summary(carbon: Any) -> None:
    wanted = asked(models.OverallSummaryReportQueryFilter, SEPTEMBER)
    answer = carbon.query_carbon_emission_reports(wanted)
    (row,) = answer.value
    assert (row.latest_month_emissions, row.previous_month_emissions) == (92.5, 7)
    assert row.monthly_emissions_change_value == 85.5
    assert row.month_over_month_emissions_change_ratio == pytest.approx(85.5 / 7)
    (decision,) = answer.subscription_access_decision_list
    assert (decision.subscription_id, decision.decision) == (SUBSCRIPTION, "Allowed")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"carbon_scope_list": ["Scope2"]}, [2.5, 2]),
        ({"carbon_scope_list": ["Scope1", "Scope3"]}, [83, 5]),
        ({"resource_type_list": ["microsoft.cognitiveservices/accounts"]}, [12, 7]),
        ({"location_list": ["sweden central"]}, [85.5, 7]),
        ({"resource_group_url_list": [GROUP.lower()]}, [85.5, 7]),
        ({"resource_group_url_list": [f"{GROUP.lower()}-no"]}, []),
        ({"location_list": ["east us"]}, []),
    ],
)
def test_monthly_summary_by_filter(carbon: Any, more: Any, expected: list[float]) -> None:
    wanted = asked(models.MonthlySummaryReportQueryFilter, date(2026, 6, 1), **more)
    rows = carbon.query_carbon_emission_reports(wanted).value
    assert [row.latest_month_emissions for row in rows] == expected
    assert [row.date for row in rows] == ["2026-10-01", "2026-09-01"][: len(expected)]


def test_carbon_intensity_is_over_the_hours_of_use(carbon: Any) -> None:
    wanted = asked(models.MonthlySummaryReportQueryFilter, SEPTEMBER, SEPTEMBER)
    (row,) = carbon.query_carbon_emission_reports(wanted).value
    assert row.carbon_intensity == pytest.approx(7 / 730)


def test_top_items(carbon: Any) -> None:
    wanted = asked(models.TopItemsSummaryReportQueryFilter, category_type="Resource", top_items=1)
    (row,) = carbon.query_carbon_emission_reports(wanted).value
    assert type(row) is models.ResourceCarbonEmissionTopItemsSummaryData
    assert (row.item_name, row.resource_id, row.latest_month_emissions) == ("chat", CHAT, 73.5)
    by_group = asked(
        models.TopItemsSummaryReportQueryFilter, category_type="ResourceGroup", top_items=10
    )
    (row,) = carbon.query_carbon_emission_reports(by_group).value
    assert type(row) is models.ResourceGroupCarbonEmissionTopItemsSummaryData
    assert (row.item_name, row.resource_group_url) == ("rg", GROUP.lower())


def test_top_items_by_month(carbon: Any) -> None:
    wanted = asked(
        models.TopItemsMonthlySummaryReportQueryFilter,
        SEPTEMBER,
        category_type="ResourceType",
        top_items=2,
    )
    rows = carbon.query_carbon_emission_reports(wanted).value
    account = "microsoft.cognitiveservices/accounts"
    chat = f"{account}/deployments"
    assert [(row.item_name, row.date, row.latest_month_emissions) for row in rows] == [
        (chat, "2026-10-01", 73.5),
        (chat, "2026-09-01", 0),
        (account, "2026-10-01", 12),
        (account, "2026-09-01", 7),
    ]


def test_details_go_on_by_token(carbon: Any) -> None:
    kind = models.ItemDetailsQueryFilter
    wanted: dict[str, Any] = {
        "category_type": "Resource",
        "order_by": "LatestMonthEmissions",
        "sort_direction": "Asc",
        "page_size": 1,
    }
    first = carbon.query_carbon_emission_reports(asked(kind, **wanted))
    (row,) = first.value
    assert (row.item_name, row.resource_type) == ("acc", "microsoft.cognitiveservices/accounts")
    assert (row.location, row.resource_group) == ("sweden central", "rg")
    more = asked(kind, **wanted, skip_token=first.skip_token)
    second = carbon.query_carbon_emission_reports(more)
    assert [row.item_name for row in second.value] == ["chat"]
    assert second.skip_token is None


def test_what_a_caller_may_not_see_is_denied_by_subscription(emitting: Raw) -> None:
    other = "99999999-2222-3333-4444-555555555555"
    body = {
        "reportType": "MonthlySummaryReport",
        "dateRange": {"start": "2026-10-01", "end": "2026-10-01"},
        "subscriptionList": [SUBSCRIPTION, other],
        "carbonScopeList": ["Scope1"],
    }

    def told(**claims: Any) -> tuple[list[str], int]:
        text = urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
        mine: dict[str, str | None] = {"Authorization": f"Bearer e30.{text}."}
        answer = emitting.send("POST", AT, body, headers=mine, api=API)
        assert answer.status == 200
        decisions = answer.json["subscriptionAccessDecisionList"]
        return [each["decision"] for each in decisions], len(answer.json["value"])

    reader = ["Microsoft.Carbon/carbonEmissionReports/action"]
    assert told(azgreen_actions=reader) == (["Allowed", "Allowed"], 1)
    assert told(azgreen_actions=["*/read"], azgreen_subscriptions=[other]) == (
        ["Denied", "Allowed"],
        0,
    )
    assert told(azgreen_actions=["Microsoft.Search/*"]) == (["Denied", "Denied"], 0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"reportType": "Daily"},
            "reportType: 'Daily' is not one of OverallSummaryReport, MonthlySummaryReport,"
            " TopItemsSummaryReport, TopItemsMonthlySummaryReport, ItemDetailsReport",
        ),
        ({"subscriptionList": []}, "subscriptionList: 1 to 100 ids in lower case are required"),
        ({"subscriptionList": ["x"]}, "subscriptionList: 1 to 100 ids in lower case are required"),
        (
            {"carbonScopeList": ["Scope4"]},
            "carbonScopeList: one or more of Scope1, Scope2, Scope3 are required",
        ),
        (
            {"locationList": ["East US"]},
            "locationList: a list of texts in lower case is required",
        ),
        ({"topItems": 11}, "topItems: 11 is not between 1 and 10"),
        ({"skipToken": "?"}, "skipToken: '?' is none that was handed out"),
        ({"dateRange": {}}, "dateRange: start and end are required, both as yyyy-MM-01"),
        (
            {"dateRange": {"start": "2026-10-02", "end": "2026-10-02"}},
            "dateRange: start and end are required, both as yyyy-MM-01",
        ),
        (
            {"dateRange": {"start": "2026-11-01", "end": "2026-11-01"}},
            "dateRange: data are available from 2025-11-01 to 2026-10-01",
        ),
        (
            {"dateRange": {"start": "2026-09-01", "end": "2026-10-01"}},
            "dateRange: this report is about one month; start and end have to be the same",
        ),
    ],
)
def test_refusals(raw: Raw, change: Any, message: str) -> None:
    body = {
        "reportType": "TopItemsSummaryReport",
        "dateRange": {"start": "2026-10-01", "end": "2026-10-01"},
        "subscriptionList": [SUBSCRIPTION],
        "carbonScopeList": ["Scope1"],
        "categoryType": "Resource",
        "topItems": 3,
    }
    answer = raw.send("POST", AT, {**body, **change}, api=API)
    assert (answer.status, answer.code) == (400, "InvalidRequest")
    assert answer.message == f"The carbon emission query is invalid: {message}."


def test_the_client_is_told_of_every_fault(carbon: Any) -> None:
    wanted = asked(models.ItemDetailsQueryFilter, OCTOBER, SEPTEMBER, page_size=0)
    with pytest.raises(HttpResponseError) as refused:
        carbon.query_carbon_emission_reports(wanted)
    told: Any = refused.value.error
    assert [each.target for each in told.details] == [
        "categoryType",
        "orderBy",
        "sortDirection",
        "pageSize",
        "dateRange",
        "dateRange",
    ]


def test_what_was_emitted_outlasts_the_resource_until_it_is_forgotten(emitting: Raw) -> None:
    assert emitting.delete(f"{emitting.at('acc')}/deployments/chat").status in {200, 202, 204}
    shown = emitting.send("GET", "//azgreen/carbon", api="").json["value"]
    assert [each["resource"] for each in shown] == [FIRST, FIRST, CHAT]
    assert emitting.send("DELETE", "//azgreen/carbon", api="").json == {"value": []}
    assert emitting.send("GET", "//azgreen/carbon", api="").json == {"value": []}


def test_a_second_figure_takes_the_place_of_the_first(emitting: Raw) -> None:
    again = {"resource": CHAT, "month": "2026-10", "kgco2e": {"Scope3": 1}}
    assert [each["kgco2e"]["Scope3"] for each in put(emitting, again)["value"]] == [4, 8, 1]


def test_a_figure_that_cannot_be_used_is_refused(ready: Raw) -> None:
    body = {
        "resource": f"{FIRST}-no",
        "month": "2026-9",
        "kgco2e": {"Scope4": 1, "Scope1": -1},
        "hours": 0,
        "day": 1,
    }
    assert put(ready, body, 400)["error"]["message"].splitlines() == [
        "day: is not known; allowed: resource, month, kgco2e, hours",
        f"resource: '{FIRST}-no' is not there; allowed: the id of a resource that is",
        "month: '2026-9' is not usable; allowed: such as '2026-09'",
        "hours: 0 is not usable; allowed: a number above 0",
        "kgco2e.Scope4: is not known; allowed: Scope1, Scope2, Scope3",
        "kgco2e.Scope1: -1 is not usable; allowed: a number of at least 0",
    ]


@given(today=st.dates(date(2020, 1, 1), date(2100, 1, 1)))
def test_twelve_months_are_there_and_the_last_one_from_day_19(today: date) -> None:
    first, last = available(today)
    assert len(between(first, last)) == 12
    assert moved(last, 1 if today.day >= 19 else 2) == today.replace(day=1)
