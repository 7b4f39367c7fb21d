"""Does each line about a model say what Azure said, and what to do?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.preflight.conftest import (
    SaidAzure,
    account,
    capacity,
    deployment,
    model_item,
    usage,
)
from tests.recorded.player import reply

from azgreen import catalog
from azgreen.estimate.inventory import UNKNOWN
from azgreen.preflight import RefusedError, Verdict, preflight
from azgreen.preflight.elsewhere import candidates
from azgreen.preflight.wanted import Deployed

TODAY = date(2026, 11, 24)
NOT_THERE = RefusedError(404, "NotFound", "It is not there.")
FORBIDDEN = RefusedError(403, "AuthorizationFailed", "You may not.")
NEED = {"azgreen-need": "requests-per-second=1 input-tokens=1000 output-tokens=100"}
CLEAN = "gpt-4.1-mini 2025-04-14 Standard"
KEY = "OpenAI.Standard.gpt-4.1-mini"


def azure(**said):
    usual = {
        "models": [model_item()],
        "usages": [usage(1000, 100)],
        "capacities": [capacity(900)],
        "get": NOT_THERE,
    }
    return SaidAzure(**{**usual, **said})


def lines(check, *resources, **said):
    plan = resources or (account(), deployment())
    found = preflight(plan, azure(**said), TODAY)
    return [
        (line.verdict.value, line.subject, line.told, line.remedy)
        for line in found
        if line.check == check
    ]


def only(models, region="swedencentral"):
    """Say it in one region, and nothing of the model in any other."""
    return {
        "models": {
            region: models,
            **{item.name: [] for item in catalog.regions() if item.name != region},
        }
    }


@pytest.mark.parametrize(
    ("item", "verdict", "told", "remedy"),
    [
        (model_item(), "PASS", f"{CLEAN} is offered in swedencentral", ""),
        (
            model_item(ends="2027-04-14"),
            "PASS",
            f"{CLEAN} is offered in swedencentral until 2027-04-14",
            "",
        ),
        (
            model_item(ends="2027-01-01"),
            "WARN",
            f"{CLEAN} is offered in swedencentral, and retires on 2027-01-01",
            "choose another model: 'azgreen doctor'",
        ),
        (
            model_item(ends="2026-11-24"),
            "FAIL",
            f"{CLEAN} is retired since 2026-11-24",
            "choose another model: 'azgreen doctor'",
        ),
        (
            model_item(lifecycleStatus="Deprecated"),
            "FAIL",
            f"{CLEAN} is retired",
            "choose another model: 'azgreen doctor'",
        ),
        (
            model_item("GlobalStandard"),
            "FAIL",
            f"{CLEAN} is not offered in swedencentral",
            "offered there as GlobalStandard",
        ),
        (
            model_item(version="2026-01-01"),
            "FAIL",
            f"{CLEAN} is not offered in swedencentral",
            "offered there in version 2026-01-01",
        ),
        (
            model_item(name="gpt-4o"),
            "FAIL",
            f"{CLEAN} is not offered in swedencentral",
            "choose another model",
        ),
    ],
)
def test_an_offer(item, verdict, told, remedy):
    assert lines("offer", **only([item])) == [(verdict, "chat", told, remedy)]


@pytest.mark.parametrize(
    ("units", "told", "remedy"),
    [
        (20, "sku.capacity 20 cannot be had: from 25 in steps of 25", "set sku.capacity to 25"),
        (
            60,
            "sku.capacity 60 cannot be had: from 25 in steps of 25",
            "set sku.capacity to 50 or 75",
        ),
        (
            500,
            "sku.capacity 500 is over the 100 that a deployment can have",
            "set sku.capacity to 100 or less",
        ),
    ],
)
def test_a_capacity_that_azure_does_not_take(units, told, remedy):
    item = model_item()
    item["model"]["skus"][0]["capacity"] = {"minimum": 25, "step": 25, "maximum": 100}
    found = lines("offer", account(), deployment(units=units), **only([item]))
    assert found == [("FAIL", "chat", f"{CLEAN}: {told}", remedy)]


def test_the_next_best_region_comes_with_its_carbon_as_numbers_too():
    home, wanted = "germanywestcentral", deployment(units=500)
    chosen = Deployed("chat", home, "OpenAI", "gpt-4.1-mini", "2025-04-14", "Standard", 500)
    (first, *_) = candidates(chosen)
    said = {place: [model_item()] for place in (home, first)}
    little, much = ([capacity(units)] for units in (400, 600))
    asked = azure(models=said, usages={home: [usage(400)], first: [usage(900)]})
    asked.capacities = lambda region, _: little if region == home else much
    found = {line.check: line for line in preflight((account(region=home), wanted), asked, TODAY)}
    place = catalog.region(first)
    for check, left in (("quota", 900), ("capacity", 600)):
        assert found[check].verdict is Verdict.FAIL
        assert found[check].as_dict()["next_best"] == {
            "region": first,
            "place": place.place,
            "grid_gco2e_per_kwh": place.grid_gco2e_per_kwh,
            "grid_year": place.grid_year,
            "left": left,
        }
        assert found[check].remedy.endswith(f"; {found[check].next_best}")
    assert found["offer"].as_dict()["next_best"] is None


def test_what_is_not_offered_names_the_cleanest_region_that_has_it():
    wanted = Deployed(
        "chat", "germanywestcentral", "OpenAI", "gpt-4.1-mini", "2025-04-14", "Standard", 100
    )
    first, second = candidates(wanted)[:2]
    home = {"germanywestcentral": []}
    plan = (account(region="germanywestcentral"), deployment())
    ((verdict, _, told, remedy),) = lines(
        "offer", *plan, models={**home, first: [model_item()], second: [model_item()]}
    )
    place = catalog.region(first)
    grid = f"{place.grid_gco2e_per_kwh:g} gCO2e/kWh in {place.grid_year}"
    assert (verdict, told) == ("FAIL", f"{CLEAN} is not offered in germanywestcentral")
    assert remedy == f"next best: {first} ({place.place}), {grid}; left there: 900"
    ((_, _, _, remedy),) = lines(
        "offer",
        *plan,
        models={**home, first: [model_item()], second: [model_item()]},
        usages={first: [usage(50)], second: []},
    )
    assert remedy.startswith(f"next best: {second} (")
    assert remedy.endswith("; left there: not known")


def test_a_region_that_azure_does_not_serve():
    gone = RefusedError(400, "LocationNotAvailable", "no")
    everywhere = {item.name: gone for item in catalog.regions()}
    assert lines("offer", models=everywhere) == [
        (
            "FAIL",
            "chat",
            "Azure deploys no models in swedencentral for this subscription: LocationNotAvailable",
            "choose another region",
        )
    ]


def test_quota_is_that_of_all_deployments_together():
    plan = (account(), deployment("one", 500), deployment("two", 400))
    ((verdict, names, told, remedy),) = lines("quota", *plan)
    assert (verdict, names, remedy) == ("PASS", "one, two", "")
    assert told == f"takes 900 k TPM of {KEY} in swedencentral; 900 of 1,000 are left"
    plan = (account(), deployment("one", 500), deployment("two", 401))
    ((verdict, names, told, remedy),) = lines("quota", *plan, **only([model_item()]))
    assert (verdict, names) == ("FAIL", "one, two")
    assert told == f"takes 901 k TPM of {KEY} in swedencentral; 900 of 1,000 are left"
    page = "learn.microsoft.com/azure/ai-foundry/openai/how-to/quota"
    assert remedy == f"take less, or ask for more quota ({page})"


@pytest.mark.parametrize("usages", [[], [usage(-1)]])
def test_a_quota_that_azure_does_not_list_is_no_pass(usages):
    assert lines("quota", usages=usages) == [
        (
            "WARN",
            "chat",
            f"takes 100 k TPM of {KEY} in swedencentral; Azure lists no such quota",
            "look at the quota in the Foundry portal: only the deployment tells",
        )
    ]


def test_what_is_deployed_already_is_not_taken_again():
    there = {
        "sku": {"name": "Standard", "capacity": 80},
        "properties": {"model": {"name": "gpt-4.1-mini"}},
    }
    path = "/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/acc/deployments/chat"
    ((_, _, told, _),) = lines("quota", usages=[usage(100, 80)], get={path: there})
    assert told == (
        f"takes 20 k TPM beside the 80 deployed of {KEY} in swedencentral; 20 of 100 are left"
    )
    there["sku"]["capacity"] = 100
    assert lines("quota", get={path: there})[0][2] == (
        f"takes no more k TPM of {KEY} in swedencentral than is deployed"
    )
    assert lines("capacity", get={path: there}) == [
        ("PASS", "chat", "takes no more than is deployed", "")
    ]


PTU_TAKES = "takes 50 PTU of gpt-4.1-mini 2025-04-14 ProvisionedManaged in swedencentral"


@pytest.mark.parametrize(
    ("reported", "verdict", "told", "remedy"),
    [
        (
            [capacity(50, "ProvisionedManaged")],
            "WARN",
            f"{PTU_TAKES}; Azure reports 50",
            "deploy before you buy a reservation: what is reported is not held for you",
        ),
        (
            [capacity(49, "ProvisionedManaged")],
            "FAIL",
            f"{PTU_TAKES}; Azure reports 49",
            "take less, or wait",
        ),
        (
            [capacity(None, "ProvisionedManaged")],
            "WARN",
            f"{PTU_TAKES}; Azure reports no capacity of it",
            "have another region ready: only the deployment tells",
        ),
        (
            [],
            "WARN",
            f"{PTU_TAKES}; Azure reports no capacity of it",
            "have another region ready: only the deployment tells",
        ),
    ],
)
def test_capacity_is_no_guarantee(reported, verdict, told, remedy):
    plan = (account(), deployment(units=50, sku="ProvisionedManaged"))
    known = only([model_item("ProvisionedManaged")])
    found = lines("capacity", *plan, capacities=reported, **known)
    assert found == [(verdict, "chat", told, remedy)]


def test_tokens_have_the_capacity_that_is_reported():
    told = f"takes 100 k TPM of {CLEAN} in swedencentral; Azure reports 900"
    assert lines("capacity") == [("PASS", "chat", told, "")]


HAS = "gpt-4.1-mini 2025-04-14 ProvisionedManaged has 50 PTU"
BUSIEST = "for the busiest minute of azgreen-need"


@pytest.mark.parametrize(
    ("answer", "verdict", "told", "remedy"),
    [
        (50, "PASS", f"{HAS}, and Azure's calculator says 50 {BUSIEST}", ""),
        (
            75,
            "WARN",
            f"{HAS}, and Azure's calculator says 75 {BUSIEST}",
            "set sku.capacity to 75, unless the rest spills over or is cached",
        ),
        (
            25,
            "WARN",
            f"{HAS}, and Azure's calculator says 25 {BUSIEST}",
            "set sku.capacity to 25: PTUs are billed and draw power whether used or not",
        ),
        (
            RefusedError(400, "DeploymentModelNotSupported", "no"),
            "WARN",
            f"{HAS}, and azgreen says 25 {BUSIEST}",
            "set sku.capacity to 25: PTUs are billed and draw power whether used or not",
        ),
        (
            FORBIDDEN,
            "SKIP",
            "could not ask for the PTUs of a load: AuthorizationFailed (403)",
            "needs the role 'Cognitive Services Contributor' on the subscription; have it assigned,"
            " and try again",
        ),
    ],
)
def test_the_calculator(answer, verdict, told, remedy):
    said = (
        answer
        if isinstance(answer, Exception)
        else {"estimatedCapacity": {"deployableValue": answer}}
    )
    plan = (account(), deployment(units=50, sku="ProvisionedManaged", tags=NEED))
    assert lines("ptu", *plan, calculated=said) == [(verdict, "chat", told, remedy)]


def test_the_calculator_is_asked_for_the_busiest_minute_in_whole_numbers():
    plan = (account(), deployment(units=50, sku="ProvisionedManaged", tags=NEED))
    asked = azure(calculated=reply("calculated_capacity"))
    (line,) = (item for item in preflight(plan, asked, TODAY) if item.check == "ptu")
    (call,) = (item for item in asked.asked if item[0] == "calculated")
    assert call[1:] == (
        ("OpenAI", "gpt-4.1-mini", "2025-04-14"),
        "ProvisionedManaged",
        {
            "requestPerMinute": 91,
            "requestParameters": {"avgPromptTokens": 1000, "avgGeneratedTokens": 100},
        },
    )
    assert "says 400" in line.told


def test_without_a_need_nothing_can_be_calculated():
    plan = (account(), deployment(units=50, sku="ProvisionedManaged"))
    assert lines("ptu", *plan) == [
        ("SKIP", "chat", "no need is declared", "tag it azgreen-need (requests-per-second, ...)")
    ]


@pytest.mark.parametrize("check", ["offer", "quota", "capacity"])
def test_who_may_not_ask_gets_no_pass(check):
    what = {"offer": "models", "quota": "quotas", "capacity": "capacity"}[check]
    remedy = "needs the role 'Reader' on the subscription; have it assigned, and try again"
    told = f"could not ask for the {what} of swedencentral: AuthorizationFailed (403)"
    assert lines(check, models=FORBIDDEN) == [("SKIP", "chat", told, remedy)]


def test_an_azure_that_does_not_answer_is_no_pass():
    told = "could not ask for the models of swedencentral: TooManyRequests (429)"
    slow = RefusedError(429, "TooManyRequests", "Try again after 5 seconds.")
    remedy = "Azure says: Try again after 5 seconds; try again later"
    assert lines("offer", models=slow) == [("SKIP", "chat", told, remedy)]


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        (
            (account(location=UNKNOWN), deployment()),
            "the region of its account is not known yet, or not in the catalogue",
        ),
        (
            (account(), deployment(sku=UNKNOWN)),
            "sku.name is not known before the deployment",
        ),
        ((account(), deployment(properties={})), "names no model or no SKU"),
    ],
)
def test_what_the_plan_does_not_know_is_no_pass(plan, why):
    remedy = "run it again when the plan knows: after the deployment, or with names of your own"
    assert lines("offer", *plan) == [("SKIP", "chat", why, remedy)]


def test_every_question_is_asked_once():
    asked = azure()
    plan = (account(), *(deployment(f"d{index}") for index in range(6)))
    preflight(plan, asked, TODAY)
    whats = [item for item in asked.asked if item[0] in {"models", "usages", "capacities"}]
    assert len(whats) == len({item[:2] for item in whats}) == 3


amounts = st.integers(0, 10_000)


@settings(max_examples=25, deadline=None)
@given(units=st.lists(amounts, min_size=1, max_size=4), limit=amounts, used=amounts)
def test_quota_passes_exactly_where_all_of_it_fits(units, limit, used):
    plan = (account(), *(deployment(f"d{i}", n) for i, n in enumerate(units)))
    found = lines("quota", *plan, usages=[usage(limit, used)], **only([model_item()]))
    fits = sum(units) <= max(0, limit - used)
    assert [item[0] for item in found] == ["PASS" if fits or not sum(units) else "FAIL"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["model", "skus", "name", "value", "properties", "sku"]), inner
        )
    ),
    max_leaves=6,
)
items = st.lists(
    st.dictionaries(st.sampled_from(["model", "name", "limit", "properties"]), json_values)
)


@settings(max_examples=25, deadline=None)
@given(models=items, usages=items, capacities=items)
def test_odd_answers_are_no_fault_of_ours_and_no_pass(models, usages, capacities):
    found = preflight(
        (account(), deployment()),
        azure(models=models, usages=usages, capacities=capacities),
        TODAY,
    )
    offers = [line for line in found if line.check in {"offer", "quota", "capacity"}]
    assert offers
    assert not any(line.verdict is Verdict.PASS for line in offers)
