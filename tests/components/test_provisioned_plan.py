"""Are PTUs sized, spilled over, watched and judged as the catalogue says, and every fault named?"""
# ruff: noqa: E501  # a row of a table holds its message in full

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pulumi
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.estimate import Traffic
from azgreen.estimate.sizing import PtuLoad, size_ptu
from azgreen_components._alerts import check_rule
from azgreen_components._inputs import Faults, camel
from azgreen_components._sizing import PEAK_FACTOR, capacity_ktpm
from azgreen_components.provisioned_deployment.args import (
    ProvisionedDeploymentArgs,
    ProvisionedTrafficArgs,
)
from azgreen_components.provisioned_deployment.plan import Plan, plan

TODAY = date(2026, 11, 23)
TRAFFIC = {"requests_per_second": 1.0, "input_tokens": 1155.0, "output_tokens": 211.0}
REGIONAL, ZONE, GLOBAL = (
    "ProvisionedManaged",
    "DataZoneProvisionedManaged",
    "GlobalProvisionedManaged",
)
OFFERS = [
    item for item in catalog.ptu_offers() if item.version == catalog.model(item.model).version
]
CURRENT = [
    item
    for item in OFFERS
    if (catalog.model(item.model).retires_on or date.max) > TODAY
    and catalog.ptu(item.model).output_ratio is not None
]


def planned(**more: Any) -> Plan:
    given: Any = {"location": "swedencentral", "resource_group_name": "rg", "model": "gpt-4.1"}
    return plan("ai", {**given, "traffic": TRAFFIC, **more}, TODAY)


def faults(**more: Any) -> list[tuple[str, str]]:
    with pytest.raises(pulumi.InputPropertiesError) as caught:
        planned(**more)
    assert caught.value.errors is not None
    return [(error["property_path"], error["reason"]) for error in caught.value.errors]


def test_every_default_is_filled_in() -> None:
    own = planned()
    assert (own.offer.sku, own.offer.version, own.deployment) == (REGIONAL, "2025-04-14", "gpt-4.1")
    assert own.version_upgrade_option == "OnceCurrentVersionExpired"
    assert own.content_filter == "Microsoft.DefaultV2"
    assert own.action_group_ids == ()
    assert not own.common.public_network_access
    assert own.spillover.deployment is not None
    assert own.spillover.deployment.name == "gpt-4.1-spillover"


def test_ptus_carry_the_minute_that_pay_as_you_go_is_sized_for() -> None:
    load = PtuLoad(60 * PEAK_FACTOR, 1155, 211)
    assert planned().purchase.sized == size_ptu("gpt-4.1", REGIONAL, load, "swedencentral")
    assert planned().purchase.ptu == 100
    tokens = load.requests_per_minute * (load.input_tokens + load.output_tokens)
    assert capacity_ktpm(Traffic(1, 1155, 211)) == math.ceil(tokens / 1000)


def test_every_word_on_the_traffic_counts() -> None:
    cached = planned(traffic={**TRAFFIC, "cache_rate": 0.8}).purchase
    assert cached.ptu == 50
    assert cached.sized is not None
    assert cached.sized.load.cache_rate == 0.8
    more = {"cache_write_rate": 0.1, "long_context": True, "cache_rate": 0.1}
    newest = planned(model="gpt-6-sol", sku=GLOBAL, traffic={**TRAFFIC, **more}).purchase
    assert newest.sized is not None
    assert newest.sized.load == PtuLoad(60 * PEAK_FACTOR, 1155, 211, 0.1, 0.1, is_long_context=True)
    half = planned(traffic={**TRAFFIC, "busy_hours_per_week": 84}).purchase
    assert half.expected_use == pytest.approx((planned().purchase.expected_use or 0) / 2)


loads = st.fixed_dictionaries({
    "requests_per_second": st.floats(0.01, 50),
    "input_tokens": st.floats(1, 8000),
    "output_tokens": st.floats(1, 2000),
    "cache_rate": st.floats(0, 0.9),
    "busy_hours_per_week": st.floats(1, 168),
})  # fmt: skip


@given(st.sampled_from(CURRENT), loads)
def test_every_plan_is_on_sale_carries_the_peak_and_spills_within_its_pool(
    offer: catalog.Offer, traffic: dict[str, float]
) -> None:
    own = planned(model=offer.model, sku=offer.sku, location=offer.region, traffic=traffic)
    bought, lot = own.purchase, catalog.ptu(offer.model).lot(offer.sku)
    assert bought.ptu >= lot.min_ptu
    assert (bought.ptu - lot.min_ptu) % lot.increment_ptu == 0
    assert bought.utilisation is not None
    assert 0 < bought.utilisation <= 1 + 1e-8
    assert bought.expected_use is not None
    assert bought.mean_use is not None
    assert bought.expected_use <= bought.mean_use < bought.utilisation
    spill = own.spillover.deployment
    if spill is None:
        assert own.spillover.why_none is not None
        return
    assert spill.sku == offer.sku.replace("ProvisionedManaged", "Standard")
    assert offer.version in {
        item.version for item in catalog.offers(offer.model, spill.sku, offer.region)
    }
    assert 1 <= spill.capacity <= (catalog.quota_units(offer.model, spill.sku) or math.inf)


@given(loads, st.integers(1, 20))
def test_spillover_takes_all_that_the_ptus_cannot(traffic: dict[str, float], lots: int) -> None:
    own = planned(ptu=50 * lots, traffic=traffic)
    sized, spill = own.purchase.sized, own.spillover.deployment
    assert sized is not None
    assert spill is not None
    carried = min(1.0, 1 / sized.utilisation)
    request = traffic["input_tokens"] + traffic["output_tokens"]
    peak = 60 * PEAK_FACTOR * traffic["requests_per_second"] * request
    assert spill.capacity * 1000 >= peak * (1 - carried) * (1 - 1e-9)
    an_increment = sized.lot.increment_ptu / sized.ptu_exact * peak
    assert spill.capacity * 1000 >= an_increment * (1 - 1e-9)
    assert (spill.capacity - 1) * 1000 <= max(peak * (1 - carried), an_increment) * (1 + 1e-9)


def test_the_pool_that_is_pinned_the_most_is_the_default() -> None:
    for region in catalog.regions():
        offered = {item.sku for item in catalog.ptu_offers("gpt-4.1", None, region.name)}
        wanted = next((sku for sku in (REGIONAL, ZONE) if sku in offered), None)
        if wanted is None:
            ((path, reason),) = faults(location=region.name)
            assert path == "model"
            assert reason.startswith(f"'gpt-4.1' is not offered as {REGIONAL} in {region.name!r}; ")
        else:
            assert planned(location=region.name).offer.sku == wanted
    assert catalog.PINNED_FIRST_PTU_SKUS == (REGIONAL, ZONE)


def test_a_region_without_a_pinned_offer_names_a_cleaner_one() -> None:
    here = next(
        item.region
        for item in catalog.ptu_offers("gpt-4.1", GLOBAL)
        if {other.sku for other in catalog.ptu_offers("gpt-4.1", None, item.region)} == {GLOBAL}
    )
    ((_, reason),) = faults(location=here)
    best = reason.partition(" is '")[2].partition("'")[0]
    assert catalog.ptu_offers("gpt-4.1", REGIONAL, best)
    assert planned(location=here, sku=GLOBAL).offer.sku == GLOBAL


def test_a_pool_without_pay_as_you_go_has_no_spillover_and_says_so() -> None:
    own = planned(location="germanywestcentral")
    why = "'gpt-4.1' version 2025-04-14 is not offered as Standard in 'germanywestcentral'"
    assert own.spillover.deployment is None
    assert f"no spillover: {why}; at 100 % Azure answers 429" in own.warnings()
    refused = [("spillover", f"{why}; write false, or take another SKU or region")]
    assert faults(location="germanywestcentral", spillover=True) == refused
    assert faults(location="germanywestcentral", spillover_capacity=5) == refused


@given(loads)
def test_computed_ptus_never_need_a_spillover(traffic: dict[str, float]) -> None:
    assert planned(spillover=False, traffic=traffic).spillover.deployment is None


def test_spillover_is_left_out_when_unwanted_without_a_warning() -> None:
    own = planned(spillover=False)
    assert own.spillover.deployment is None
    assert not any("spillover" in warning for warning in own.warnings())


def test_own_names_and_capacity_are_used() -> None:
    own = planned(name="chat", spillover_deployment_name="rest", spillover_capacity=7.0)
    assert own.spillover.deployment is not None
    assert own.deployment == "chat"
    assert (own.spillover.deployment.name, own.spillover.deployment.capacity) == ("rest", 7)


@given(st.from_regex(r"[a-z][a-z0-9-]{0,62}[a-z0-9]", fullmatch=True))
def test_the_name_of_the_spillover_fits(name: str) -> None:
    spill = planned(name=name).spillover.deployment
    assert spill is not None
    assert len(spill.name) <= 64
    assert spill.name.endswith("-spillover")


def test_without_traffic_nothing_is_guessed() -> None:
    own = planned(traffic=None, ptu=50, spillover_capacity=10)
    assert own.purchase.explain() == [
        "chosen: 50 PTU; ProvisionedManaged starts at 50 and grows by 50; no traffic is stated, so their use is not known",
        "cost: 50 x 2.2 USD = 110.00 USD/h in swedencentral; Azure retail meters, azure-genai-prices 0.2.0, 2026-08-11",
    ]
    assert own.reservation.as_dict() == {
        "verdict": "not known: no traffic is stated, so how far the PTUs are used is not known",
        "expected_use": None,
    }
    assert (own.purchase.utilisation, own.warnings()) == (None, [])


def test_sizing_says_minute_formula_price_and_use() -> None:
    lines = planned().purchase.explain()
    assert lines[0].startswith("busiest minute: 1 requests/s x 60 x 1.51, ")
    assert (
        "bought: 100 PTU; ProvisionedManaged starts at 50 and grows by 50; the load fills 61%"
        in lines
    )
    assert (
        lines[-1]
        == "use over the month: 40%, of the mean minute instead of the busiest, with this traffic 168 h a week"
    )


def test_a_reservation_that_could_not_pay_is_warned_of_once_with_numbers() -> None:
    own = planned()
    (warning, standing) = own.warnings()
    assert warning == own.reservation.verdict()
    assert warning == (
        "no reservation could pay: the 100 PTU would be used 40% over the month; break-even: 505% by the hour, "
        "182% reserved for a month, 152% reserved for a year; 12,713 USD a month by the token, 48,180 USD reserved "
        "for a year; for its price alone take ModelDeployment"
    )
    assert standing == "the alert on low use would stay raised: 40% is under 50 %"


def filled(**more: Any) -> Plan:
    """60 PTU of the data zone, four fifths full day and night."""
    traffic = {**TRAFFIC, "requests_per_second": 2, "cache_rate": 0.7, **more}
    return planned(sku=ZONE, ptu=60, traffic=traffic)


def test_a_reservation_that_pays_says_from_when_on() -> None:
    own = filled()
    assert own.warnings() == []
    assert own.reservation.verdict() == (
        "PTUs pay when reserved for a year: the 60 PTU would be used 79% over the month; break-even: 237% by the hour, "
        "85% reserved for a month, 71% reserved for a year; deploy first, then buy it: a reservation holds no capacity"
    )
    shown = own.reservation.as_dict()
    assert shown["pays"] == {"hourly": False, "month": False, "year": True}
    assert shown["usd_per_month"]["year"] < shown["by_the_token_usd_per_month"]
    assert shown["discounts"]["year"]["is_weak"]


def test_idle_hours_decide_whether_a_reservation_pays() -> None:
    assert filled(busy_hours_per_week=151).reservation.could_not_pay is False
    assert filled(busy_hours_per_week=150).reservation.could_not_pay is True


@given(loads, st.sampled_from(CURRENT))
def test_the_verdict_is_that_of_the_costs(traffic: dict[str, float], offer: catalog.Offer) -> None:
    own = planned(model=offer.model, sku=offer.sku, location=offer.region, traffic=traffic)
    shown = own.reservation.as_dict()
    by_token = shown["by_the_token_usd_per_month"]
    for term, pays in shown["pays"].items():
        reserved = shown["usd_per_month"][term]
        if by_token is None or reserved is None:
            assert pays is None
        else:
            assume(abs(by_token - reserved) > 1e-6 * reserved)
            assert pays == (reserved < by_token)
    known = [shown["pays"][term] for term in ("month", "year")]
    assert own.reservation.could_not_pay == (known == [False, False])


def test_a_price_that_is_not_listed_is_named() -> None:
    no_tokens = planned(location="germanywestcentral").reservation
    assert (
        no_tokens.verdict() == "not known: no price by the token is listed for gpt-4.1 as Standard"
    )
    assert not no_tokens.could_not_pay
    unpriced = next(item for item in CURRENT if catalog.ptu_price(item.sku, item.region) is None)
    own = planned(model=unpriced.model, sku=unpriced.sku, location=unpriced.region).reservation
    assert (
        own.verdict()
        == f"not known: no price of PTUs is listed for {unpriced.sku} in {unpriced.region}"
    )


def test_alerts_are_the_catalogues_at_both_ends() -> None:
    high, low = planned().alerts
    rules = {
        item.rule: item
        for item in catalog.alert_rules("provisioned_deployment")
        if item.only_for == catalog.FOR_OPENAI
    }
    assert (high.threshold, low.threshold) == (
        rules["ptu-utilisation"].threshold,
        rules["waste"].threshold,
    )
    assert (high.operator, low.operator) == ("GreaterThan", "LessThan")
    for rule in (high, low):
        assert rule.metric_name == "AzureOpenAIProvisionedManagedUtilizationV2"
        assert rule.dimensions == {"ModelDeploymentName": ["gpt-4.1"]}
        found = Faults()
        check_rule(found, "", rule)
        found.raise_any("a rule of the catalogue")
    assert low.description == (
        "gpt-4.1: over a day less than half of the reserved PTUs works: take fewer, or pay by the token "
        "(threshold 50 Percent: judgement, azgreen)"
    )


def test_models_of_others_have_a_metric_of_their_own() -> None:
    own = planned(model="Llama-3.3-70B-Instruct", sku=GLOBAL)
    assert {rule.metric_name for rule in own.alerts} == {"ProvisionedUtilization"}


def test_own_thresholds_are_used_and_standing_alerts_told() -> None:
    own = planned(high_utilisation_percent=39, low_utilisation_percent=10)
    high, low = own.alerts
    assert (high.threshold, low.threshold) == (39, 10)
    assert low.description.endswith("(threshold 10 Percent: yours)")
    assert "the alert on high use would stay raised: 40% is over 39 %" in own.warnings()


def test_no_reservation_pays_below_the_low_alert_where_no_cache_helps() -> None:
    (_, low) = planned().alerts
    priced = {
        (item.model, item.sku, catalog.ptu_price(item.sku, item.region)): item for item in CURRENT
    }
    sizes = [
        size_ptu(item.model, item.sku, PtuLoad(600, tokens_in, tokens_out), item.region)
        for item in priced.values()
        for tokens_in, tokens_out in ((1155, 211), (3000, 100), (200, 1000))
    ]
    known = [size.money.break_even_use("year") for size in sizes]
    assert len(known) > 100
    assert all(100 * use > low.threshold for use in known if use is not None)


def test_a_model_whose_regions_are_not_listed_needs_its_sku_and_warns() -> None:
    what = "missing; where 'gpt-6-sol' is sold in PTUs is not known, so there is no default"
    skus = "DataZoneProvisionedManaged, GlobalProvisionedManaged, ProvisionedManaged"
    assert faults(model="gpt-6-sol") == [("sku", f"{what}: write one of {skus}")]
    own = planned(model="gpt-6-sol", sku=GLOBAL)
    assert own.offer.version == catalog.model("gpt-6-sol").version
    assert own.warnings() == [
        "where 'gpt-6-sol' is sold in PTUs is not known: only deploying it shows whether 'swedencentral' has it"
    ]


def test_retired_models_name_their_successor() -> None:
    old = next(item for item in catalog.models() if item.successor and item.retires_on)
    given: Any = {"location": "swedencentral", "resource_group_name": "rg", "model": old.name}
    with pytest.raises(pulumi.InputPropertiesError, match=f"use its successor '{old.successor}'"):
        plan("ai", given, old.retires_on or TODAY)


WHOLE = "is not a whole number of"
BOUNDS = "is not usable; write a number from 0 to"
NAME = "is not a deployment name; use 1 to 64 letters, digits, '_', '.' or '-', starting with a letter or digit"
SKUS = "DataZoneProvisionedManaged, GlobalProvisionedManaged, ProvisionedManaged"
NOT_ABOVE = "is not a number above 0; write one, or leave the traffic out"
GROUP_ID = "/subscriptions/.../resourceGroups/.../providers/Microsoft.Insights/actionGroups/<name>"
UPGRADES = "NoAutoUpgrade, OnceCurrentVersionExpired, OnceNewDefaultVersionAvailable"
BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"location": "swedncentral"}, "location", "unknown region 'swedncentral'; did you mean 'swedencentral'?"),
    ({"location": None}, "location", "missing; it has no default, so write it"),
    ({"resource_group_name": "rg."}, "resourceGroupName", "'rg.' is not a resource group name; use 1 to 90 letters, digits, '_', '.', '-' or brackets, not ending with '.'"),
    ({"model": "gpt-4.1-mni"}, "model", "unknown model 'gpt-4.1-mni'; did you mean 'gpt-4.1-mini'?"),
    ({"model": None}, "model", "missing; it has no default, so write it"),
    ({"model": "text-embedding-3-small"}, "model", "'text-embedding-3-small' is not sold in PTUs; use ModelDeployment, or another model"),
    ({"model": "gpt-image-2", "sku": GLOBAL}, "model", "'gpt-image-2': what its output tokens count is not published for text: PTU cannot be computed; choose another model"),
    ({"version": "2025-04-15"}, "version", "version '2025-04-15' of 'gpt-4.1' is not offered as ProvisionedManaged in swedencentral; did you mean '2025-04-14'?"),
    ({"sku": "Standard"}, "sku", f"'Standard' is not provisioned, so ModelDeployment deploys it; use that, or one of {SKUS}"),
    ({"sku": "GlobalBatch"}, "sku", f"'GlobalBatch' is not provisioned, so ModelDeployment deploys it; use that, or one of {SKUS}"),
    ({"sku": "ProvisionedManged"}, "sku", "'ProvisionedManged' is not a choice; did you mean 'ProvisionedManaged'?"),
    ({"model": "Llama-3.3-70B-Instruct", "sku": REGIONAL}, "sku", "'Llama-3.3-70B-Instruct' is not offered as 'ProvisionedManaged'; allowed: DataZoneProvisionedManaged, GlobalProvisionedManaged"),
    ({"ptu": 120}, "ptu", "120 PTU are not on sale: a deployment starts at 50 and grows by 50; write 100 or 150"),
    ({"ptu": 15}, "ptu", "15 PTU are not on sale: a deployment starts at 50 and grows by 50; write 50 or 100"),
    ({"ptu": 0}, "ptu", f"0 {WHOLE} PTUs; write 1 or more"),
    ({"ptu": 50.5}, "ptu", f"50.5 {WHOLE} PTUs; write 1 or more"),
    ({"ptu": "50"}, "ptu", f"'50' {WHOLE} PTUs; write 1 or more"),
    ({"traffic": None}, "ptu", "missing; write it, or the traffic from which it is computed"),
    ({"traffic": 5}, "traffic", "5 is not an object with named fields"),
    ({"traffic": {**TRAFFIC, "cach_rate": 1}}, "traffic.cachRate", "unknown input 'cach_rate'; did you mean 'cache_rate'?"),
    ({"traffic": {**TRAFFIC, "input_tokens": None}}, "traffic.inputTokens", "missing; it has no default, so write it"),
    ({"traffic": {**TRAFFIC, "input_tokens": 130_000}}, "traffic.inputTokens", "130000 is not usable; PTUs of 'gpt-4.1' take prompts of up to 128,000 tokens"),
    ({"traffic": {**TRAFFIC, "output_tokens": 0}}, "traffic.outputTokens", f"0 {NOT_ABOVE}"),
    ({"traffic": {**TRAFFIC, "requests_per_second": math.inf}}, "traffic.requestsPerSecond", f"inf {NOT_ABOVE}"),
    ({"traffic": {**TRAFFIC, "cache_rate": 1.1}}, "traffic.cacheRate", f"1.1 {BOUNDS} 1"),
    ({"traffic": {**TRAFFIC, "cache_rate": math.nan}}, "traffic.cacheRate", f"nan {BOUNDS} 1"),
    ({"traffic": {**TRAFFIC, "cache_write_rate": 0.1}}, "traffic.cacheWriteRate", "'gpt-4.1' does not count writing to the prompt cache; leave it out"),
    ({"traffic": {**TRAFFIC, "cache_write_rate": -1}}, "traffic.cacheWriteRate", f"-1 {BOUNDS} 1"),
    ({"traffic": {**TRAFFIC, "long_context": True}}, "traffic.longContext", "'gpt-4.1' counts tokens alike in every context; leave it out"),
    ({"traffic": {**TRAFFIC, "long_context": "no"}}, "traffic.longContext", "'no' is not true or false; write one of the two"),
    ({"traffic": {**TRAFFIC, "busy_hours_per_week": 169}}, "traffic.busyHoursPerWeek", f"169 {BOUNDS} 168"),
    ({"traffic": {**TRAFFIC, "busy_hours_per_week": 0}}, "traffic.busyHoursPerWeek", "no hour has traffic; leave the traffic out"),
    ({"model": "gpt-6-sol", "sku": GLOBAL, "traffic": {**TRAFFIC, "cache_rate": 0.6, "cache_write_rate": 0.5}}, "traffic.cacheRate", "0.6 + 0.5 is not usable; a token is read from the cache or written to it; allowed: 1 together"),
    ({"name": "-a"}, "name", f"'-a' {NAME}"),
    ({"content_filter": 1}, "contentFilter", "1 is not a text; write a string that is not empty"),
    ({"content_safety": 3}, "contentSafety", "3 is not an object with named fields"),
    ({"content_safety": {"policies": [{"name": "strict"}]}, "content_filter": "strikt"}, "contentFilter", "'strikt' is not a content filter of the account; did you mean 'strict'?"),
    ({"version_upgrade_option": "Never"}, "versionUpgradeOption", f"'Never' is not a choice; allowed: {UPGRADES}"),
    ({"alerts": "no"}, "alerts", "'no' is not true or false; write one of the two"),
    ({"alerts": False, "low_utilisation_percent": 40}, "lowUtilisationPercent", "there are no alerts; leave it out"),
    ({"spillover": "yes"}, "spillover", "'yes' is not true or false; write one of the two"),
    ({"spillover": False, "spillover_capacity": 5}, "spilloverCapacity", "there is no spillover; leave it out"),
    ({"spillover": False, "spillover_deployment_name": "x"}, "spilloverDeploymentName", "there is no spillover; leave it out"),
    ({"spillover": False, "ptu": 50}, "ptu", "50 PTU carry 83% of the busiest minute and nothing takes the rest; leave it out, which makes 100"),
    ({"spillover_deployment_name": "GPT-4.1"}, "spilloverDeploymentName", "'GPT-4.1' is the name of the provisioned deployment too; give one of the two another name"),
    ({"spillover_deployment_name": "a b"}, "spilloverDeploymentName", f"'a b' {NAME}"),
    ({"spillover_capacity": 0}, "spilloverCapacity", f"0 {WHOLE} thousands of tokens per minute; write 1 or more"),
    ({"sku": ZONE, "spillover_capacity": 301}, "spilloverCapacity", "301 is over the default quota of 300 for DataZoneStandard; write 300 or less, or buy more PTUs"),
    ({"sku": ZONE, "ptu": 15, "traffic": {**TRAFFIC, "requests_per_second": 4}}, "spilloverCapacity", "466, computed from traffic, is over the default quota of 300 for DataZoneStandard; write 300 or less, or buy more PTUs"),
    ({"traffic": None, "ptu": 50}, "spilloverCapacity", "missing; write it, or the traffic from which it is computed, or spillover: false"),
    ({"high_utilisation_percent": 101}, "highUtilisationPercent", f"101 {BOUNDS} 100"),
    ({"low_utilisation_percent": "50"}, "lowUtilisationPercent", f"'50' {BOUNDS} 100"),
    ({"low_utilisation_percent": 80}, "lowUtilisationPercent", "80 is not below the high threshold of 80; lower it, or raise highUtilisationPercent"),
    ({"action_group_ids": "x"}, "actionGroupIds", "'x' is not a list of ids; write a list"),
    ({"action_group_ids": ["x"]}, "actionGroupIds[0]", f"'x' is not an id of Microsoft.Insights/actionGroups; write {GROUP_ID}"),
    ({"action_group_ids": [None]}, "actionGroupIds[0]", "None is not an id; write one, or take it out of the list"),
    ({"account_name": "a"}, "accountName", "'a' is not an account name; use 2 to 64 letters, digits, '_', '.' or '-', starting with a letter or digit"),
    ({"sub_domain": "a-"}, "subDomain", "'a-' is not a sub-domain; use 2 to 64 lower case letters, digits or '-', with no '-' at either end"),
    ({"name_suffix": "A!"}, "nameSuffix", "'A!' is not a suffix; use 1 to 12 lower case letters or digits"),
    ({"public_network_access": 1}, "publicNetworkAccess", "1 is not true or false; write one of the two"),
    ({"callers": "me"}, "callers", "'me' is not a list of callers; write a list"),
    ({"owner": 5}, "owner", "5 is not a text; write a string that is not empty"),
    ({"environment": ""}, "environment", "'' is not a text; write a string that is not empty"),
    ({"workload": 5}, "workload", "5 is not a text; write a string that is not empty"),
    ({"tags": {"a": 1}}, "tags.a", "1 is not a text; write a string"),
    ({"modle": 1}, "modle", "unknown input 'modle'; did you mean 'model'?"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "path", "reason"), BAD)
def test_a_wrong_input_is_named_in_full(more: dict[str, Any], path: str, reason: str) -> None:
    assert faults(**more) == [(path, reason)]


def test_every_input_has_a_wrong_value() -> None:
    tried = {path.partition("[")[0] for _, path, _ in BAD}
    wanted = {camel(key) for key in ProvisionedDeploymentArgs.__annotations__}
    wanted |= {f"traffic.{camel(key)}" for key in ProvisionedTrafficArgs.__annotations__}
    assert wanted - {*tried, *(path.partition(".")[0] for path in tried)} == set()


def test_every_fault_is_told_at_once() -> None:
    found = faults(location="nowhere", ptu="many", sku="Basic", low_utilisation_percent=-1)
    assert [path for path, _ in found] == ["location", "sku", "ptu", "lowUtilisationPercent"]
