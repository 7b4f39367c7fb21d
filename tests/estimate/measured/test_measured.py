"""Does the estimate stand beside what Azure reported, month by month, and is each reason true?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.catalog import Spread
from azgreen.estimate.inventory import Line, Resource, of_stack
from azgreen.estimate.measured import Reported, compare, reasons, top_level, type_of
from azgreen.estimate.placement.workload import SECONDS_PER_MONTH

GROUP = "/subscriptions/s/resourceGroups/RG/providers"
ACCOUNT = f"{GROUP}/Microsoft.CognitiveServices/accounts/Acc"
CHAT = f"{ACCOUNT}/deployments/chat"
SEARCH = f"{GROUP}/Microsoft.Search/searchServices/find"
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
ACCOUNTS = "microsoft.cognitiveservices/accounts"
kilograms = st.floats(0, 1e6, allow_subnormal=False)


def line(kg: float | None, why: str = "", region: str | None = "swedencentral") -> Line:
    made: dict[str, Any] = {"kind": "cognitiveservices:Deployment", "name": "chat"}
    if kg is None:
        return Line(**made, region=region, not_known={"gco2e": why})
    use, hardware = Spread(100 * kg, 250 * kg, 400 * kg), Spread(100 * kg, 250 * kg, 600 * kg)
    both = use + hardware
    return Line(**made, region=region, gco2e=both, use_gco2e=use, hardware_gco2e=hardware)


def test_ids_by_what_is_at_the_top() -> None:
    assert top_level(CHAT) == top_level(ACCOUNT) == ACCOUNT.lower()
    assert type_of(CHAT) == ACCOUNTS


def test_a_month_by_scope_and_type() -> None:
    reported = [
        Reported(ACCOUNT, SEPTEMBER, "Scope2", 3.0),
        Reported(CHAT.lower(), SEPTEMBER, "Scope3", 1.0),
        Reported(SEARCH, SEPTEMBER, "Scope3", 7.0),
    ]
    found = compare(reported, [SEPTEMBER, OCTOBER], {CHAT: [line(6)], ACCOUNT: []})
    first, second = found.months
    days = 30 * 24 * 3600 / SECONDS_PER_MONTH
    assert first.reported_kg == {"Scope2": 3.0, "Scope3": 1.0}
    assert first.estimated_kg is not None
    assert first.estimated_kg.mid == pytest.approx(3 * days)
    assert first.ratio is not None
    assert first.ratio.mid == pytest.approx(4 / (3 * days))
    use = first.ratio_of("Scope2")
    assert use is not None
    assert use.mid == pytest.approx(3 / (1.5 * days))
    assert first.ratio_of("Scope1") is None
    assert first.others_kg == pytest.approx(7)
    (row,) = first.types
    assert (row.type, row.reported_kg, row.ratio) == (ACCOUNTS, 4, first.ratio)
    assert (second.total_kg, second.ratio, second.types[0].reported_kg) == (None, None, None)
    assert not found.is_empty


def test_a_longer_month_emits_more() -> None:
    found = compare([], [date(2026, 2, 1), OCTOBER], {CHAT: [line(1)]})
    short, long = (month.estimated_kg for month in found.months)
    assert short is not None
    assert long is not None
    assert long.mid / short.mid == pytest.approx(31 / 28)
    assert found.is_empty


def test_what_is_not_known_has_no_ratio() -> None:
    reported = [Reported(ACCOUNT, OCTOBER, "Scope3", 1.0)]
    (month,) = compare(reported, [OCTOBER], {CHAT: [line(None, "no traffic")]}).months
    assert (month.total_kg, month.estimated_kg, month.ratio) == (1, None, None)
    assert month.estimated_by_scope_kg == {}
    whole = Line(kind="x:Y", gco2e=Spread.exactly(5))
    (month,) = compare(reported, [OCTOBER], {CHAT: [line(1), whole]}).months
    assert month.estimated_by_scope_kg == {}
    assert month.ratio is not None


def test_without_a_stack_everything_counts() -> None:
    (month,) = compare([Reported(SEARCH, OCTOBER, "Scope1", 2.0)], [OCTOBER], None).months
    assert (month.total_kg, month.others_kg, month.estimated_kg) == (2, 0, None)
    assert reasons(compare([], [], None), ()) == ()


@given(st.lists(st.tuples(st.sampled_from([CHAT, SEARCH]), kilograms)), kilograms)
def test_nothing_is_lost_between_own_and_others(rows: list[tuple[str, float]], kg: float) -> None:
    reported = [Reported(name, OCTOBER, "Scope2", amount) for name, amount in rows]
    (month,) = compare(reported, [OCTOBER], {CHAT: [line(kg)]}).months
    whole = sum(amount for _, amount in rows)
    assert (month.total_kg or 0) + month.others_kg == pytest.approx(whole)
    if month.ratio is not None:
        assert month.ratio.low <= month.ratio.mid <= month.ratio.high


def test_reasons_name_what_applies_and_what_nobody_says() -> None:
    compared = compare([Reported(CHAT, OCTOBER, "Scope3", 1.0)], [OCTOBER], {CHAT: [line(1)]})
    found = reasons(compared, [line(1), line(1, region="uksouth"), line(None, "no traffic")])
    states = {each.name: each.state for each in found}
    assert states == {
        "scopes": "applies",
        "market or location": "not known",
        "PUE": "not known",
        "not estimated": "applies",
        "allocation": "applies",
    }
    told = {each.name: each.what for each in found}
    assert "Azure reported Scope3:" in told["scopes"]
    assert told["PUE"].endswith("1.12 to 1.35 is assumed for uksouth")
    assert told["not estimated"] == "1 resource has no estimate: no traffic"
    assert all(each.source for each in found)


def test_the_inventory_holds_use_and_hardware_apart() -> None:
    need = "requests-per-second=1 input-tokens=500 output-tokens=100"
    account = Resource(
        "azure-native:cognitiveservices:Account",
        "acc",
        {"accountName": "acc", "location": "swedencentral"},
    )
    chat = Resource(
        "azure-native:cognitiveservices:Deployment",
        "chat",
        {
            "accountName": "acc",
            "sku": {"name": "Standard", "capacity": 1},
            "properties": {"model": {"name": "gpt-4.1-mini"}},
            "tags": {"azgreen-need": need},
        },
    )
    found = of_stack([account, chat]).lines[1]
    assert found.gco2e is not None, found.not_known
    assert found.use_gco2e is not None
    assert found.hardware_gco2e is not None
    both = found.use_gco2e + found.hardware_gco2e
    assert both.mid == pytest.approx(found.gco2e.mid)
    assert both.high == pytest.approx(found.gco2e.high)


def test_a_machine_holds_use_and_hardware_apart() -> None:
    props = {
        "location": "swedencentral",
        "sku": {"name": "Default", "capacity": 2},
        "properties": {
            "endpointComputeType": "Managed",
            "instanceType": "Standard_NC40ads_H100_v5",
        },
    }
    machine = Resource("azure-native:machinelearningservices:OnlineDeployment", "blue", props)
    (found,) = of_stack([machine]).lines
    assert found.gco2e is not None, found.not_known
    assert found.use_gco2e is not None
    assert found.hardware_gco2e is not None
    both = found.use_gco2e + found.hardware_gco2e
    assert both.as_dict() == pytest.approx(found.gco2e.as_dict())
