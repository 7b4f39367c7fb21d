"""Does an Autoscale follow its load without flapping, within Azure's bounds and the user's?"""
# ruff: noqa: E501  # a row of a table holds its message in full

from __future__ import annotations

import ast
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azgreen.estimate.capacity import PEAK_FACTOR
from azgreen.estimate.scaling import LATE_BUDGET, Setting
from azgreen.estimate.scaling.setting import LEAST_WINDOW_S, MAX_PROFILES
from azgreen_components._inputs import camel
from azgreen_components._naming import AUTOSCALE_SETTING
from azgreen_components.autoscale import Autoscale, AutoscaleArgs
from azgreen_components.autoscale.plan import Plan, plan
from azgreen_components.autoscale.profiles import duration

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = date(2026, 11, 23)
EXAMPLES = Path(__file__).parents[2] / "components/examples/autoscale"
SETTING = "azure-native:monitor:AutoscaleSetting"
WORKSPACE = (
    "/subscriptions/s/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/w"
)
ENDPOINT = f"{WORKSPACE}/onlineEndpoints/e"
HOURS = [1, 1, 1, 1, 1, 2, 3, 5, 7, 8, 9, 9, 8, 9, 9, 9, 8, 7, 6, 5, 4, 3, 2, 1]
GRID = [300.0] * 8 + [100.0] * 8 + [400.0] * 8
WEEK_MINUTES = 7 * 24 * 60


def args(**more: Any) -> Any:
    given: dict[str, Any] = {
        "location": "swedencentral",
        "resource_group_name": "rg",
        "deployment_id": f"{ENDPOINT}/deployments/blue",
        "model": "Phi-4",
        "instance_type": "Standard_NC24ads_A100_v4",
        "input_tokens": 1155,
        "output_tokens": 211,
    }
    if "traffic_profile" not in more:
        given["requests_per_second"] = 5
    return {**given, **more}


def planned(**more: Any) -> Plan:
    return plan("ai", args(**more), TODAY)


def faults(**more: Any) -> list[tuple[str, str]]:
    with pytest.raises(pulumi.InputPropertiesError) as caught:
        planned(**more)
    assert caught.value.errors is not None
    return [(error["property_path"], error["reason"]) for error in caught.value.errors]


def check_promises(made: Plan) -> None:
    """Hold a plan to what every plan promises."""
    load_s, setting = made.instance.load_time_s, made.setting
    assert 1 <= len(setting.profiles) <= MAX_PROFILES
    assert [profile.start for profile in setting.profiles].count(None) == 1
    for profile in setting.profiles:
        assert 1 <= profile.minimum <= profile.default <= profile.maximum <= 50
        directions = {rule.scales_out for rule in profile.rules}
        assert directions == {True, False}
        for rule in profile.rules:
            assert rule.cooldown_s >= max(load_s, LEAST_WINDOW_S)
            assert rule.window_s >= LEAST_WINDOW_S
        check_never_flaps(profile)


def check_never_flaps(profile: Any) -> None:
    """Try every count and load: what scaling in leaves must not scale out again."""
    out = [rule for rule in profile.rules if rule.scales_out]
    back = [rule for rule in profile.rules if not rule.scales_out]
    for count in range(profile.minimum, profile.maximum + 1):
        for load in (count * rule.threshold * (1 - 1e-9) for rule in back):
            left = profile.after_scale_in(count)
            if left < count and all(rule.fires(load / count) for rule in back):
                assert not any(rule.fires(load / left) for rule in out), (profile, count)


@settings(max_examples=3, deadline=None)  # a week is replayed in each
@given(
    st.lists(st.floats(0.01, 12), min_size=24, max_size=24),
    st.sampled_from([None, 5.0, 25.0]),
    st.integers(1, 3),
    st.sampled_from([None, 0.2, 1.0]),
)
def test_every_plan_keeps_its_promises(
    hours: list[float], load_min: float | None, least: int, share: float | None
) -> None:
    more: dict[str, Any] = {"traffic_profile": hours, "min_instances": least}
    if load_min is not None:
        more["load_time_minutes"] = load_min
    if share is not None:
        more |= {"deferrable_share": share, "carbon_profile": GRID}
    made = planned(**more)
    check_promises(made)
    assert min(profile.minimum for profile in made.setting.profiles) >= least


def covered(setting: Setting) -> list[str]:
    """Return which profile holds in each minute of the week, as Azure decides it."""
    schedule = setting.schedule()
    held, current = list[str](), schedule[-1][1].name
    starts = dict(schedule)
    for minute in range(WEEK_MINUTES):
        current = starts[minute].name if minute in starts else current
        held.append(current)
    return held


def test_every_minute_of_the_week_has_its_profile() -> None:
    held = covered(planned(traffic_profile=HOURS).setting)
    assert len(held) == WEEK_MINUTES
    names = {profile.name for profile in planned(traffic_profile=HOURS).setting.profiles}
    assert set(held) == names - {"default"}


def test_bounds_follow_the_hours() -> None:
    made = planned(traffic_profile=HOURS)
    by_name = {profile.name: profile for profile in made.setting.profiles}
    held = covered(made.setting)
    night, noon = by_name[held[3 * 60]], by_name[held[12 * 60]]
    assert night.minimum < noon.minimum
    assert made.learned.meets(LATE_BUDGET)


def test_work_that_may_wait_gets_its_machines_in_the_clean_hours() -> None:
    plain = planned(traffic_profile=HOURS)
    made = planned(traffic_profile=HOURS, deferrable_share=0.6, carbon_profile=GRID)
    deferral = made.deferral
    assert deferral is not None
    by_name = {profile.name: profile for profile in made.setting.profiles}
    held = covered(made.setting)
    clean = [by_name[held[hour * 60 + 59]].maximum for hour in range(8, 14)]
    dirty = [by_name[held[hour * 60 + 30]].maximum for hour in range(18, 24)]
    assert min(clean) > max(dirty)
    assert sum(deferral.planned[:24]) == pytest.approx(sum(HOURS))
    assert deferral.saved_share > 0.1
    most = max(profile.maximum for profile in plain.setting.profiles)
    assert max(clean) <= most + 1
    for hour in range(24):
        need = 60 * deferral.planned[hour] / made.instance.usable_requests_per_minute
        assert by_name[held[hour * 60 + 59]].maximum >= need
    urgent = [60 * PEAK_FACTOR * rate for rate in deferral.urgent[18:24]]
    usable = made.instance.usable_requests_per_minute
    assert all(top * usable >= rate for top, rate in zip(dirty, urgent, strict=True))


def test_measured_rate_and_load_time_are_taken() -> None:
    made = planned(requests_per_minute_per_instance=90.0, load_time_minutes=30)
    assert made.instance.requests_per_minute == 90
    assert made.instance.load_time_s == 1800
    assert {rule.cooldown_s for profile in made.setting.profiles for rule in profile.rules} == {
        1800
    }


def test_most_machines_are_the_users() -> None:
    made = planned(max_instances=4)
    assert max(profile.maximum for profile in made.setting.profiles) == 4
    what = "2 are fewer than the 3 that the busiest hour needs; raise it, lower the traffic or take larger machines"
    assert faults(max_instances=2) == [("maxInstances", f"{what} (Azure takes 50 at most)")]


def test_planning_takes_no_longer_than_a_cup_is_lifted() -> None:
    began = time.process_time()
    planned(requests_per_second=6.789)
    assert time.process_time() - began < 8  # a second and a half, on a machine with nothing to do


def test_a_setting_is_learned_once() -> None:
    first = planned(requests_per_second=4.321)
    began = time.process_time()
    assert planned(requests_per_second=4.321).setting == first.setting
    assert time.process_time() - began < 2


@given(st.integers(1, 100_000))
def test_durations_are_whole_minutes_never_shorter(seconds: int) -> None:
    minutes = int(duration(seconds).removeprefix("PT").removesuffix("M"))
    assert 60 * (minutes - 1) < seconds <= 60 * minutes


NUMBER = "is not a number above 0; write one, or leave the traffic out"
WHOLE = "is not a whole number of machines; write 1 or more"
ML_ID = "/subscriptions/.../resourceGroups/.../providers/Microsoft.MachineLearningServices/workspaces/<name>"
TEXT = "is not a text; write a string that is not empty"
BAD: list[tuple[str, Any, str, str]] = [
    ("location", "swedncentral", "location", "unknown region 'swedncentral'; did you mean 'swedencentral'?"),
    ("resource_group_name", "rg.", "resourceGroupName", "'rg.' is not a resource group name; use 1 to 90 letters, digits, '_', '.', '-' or brackets, not ending with '.'"),
    ("deployment_id", None, "deploymentId", "missing; it has no default, so write it"),
    ("deployment_id", "blue", "deploymentId", f"'blue' is not an id of Microsoft.MachineLearningServices/workspaces; write {ML_ID}"),
    ("deployment_id", ENDPOINT, "deploymentId", f"{ENDPOINT!r} is no online deployment's; it ends with /onlineEndpoints/<endpoint>/deployments/<deployment>"),
    ("model", "Phi-5", "model", "unknown model 'Phi-5'; did you mean 'Phi-4'?"),
    ("model", "gpt-4.1", "model", "'gpt-4.1' has no open weights to run; choose one that has"),
    ("instance_type", "Standard_F4s_v2", "instanceType", "'Standard_F4s_v2' has no GPU; 'Standard_NC24ads_A100_v4' serves it"),
    ("instance_type", "Standard_NC24ads_A100", "instanceType", "unknown instance type 'Standard_NC24ads_A100'; did you mean 'Standard_NC24ads_A100_v4'?"),
    ("input_tokens", 0, "inputTokens", f"0 {NUMBER}"),
    ("input_tokens", 17000, "inputTokens", "17211 is too many; the context of 'Phi-4' is 16,384 tokens"),
    ("output_tokens", "x", "outputTokens", f"'x' {NUMBER}"),
    ("requests_per_second", -1, "requestsPerSecond", f"-1 {NUMBER}"),
    ("requests_per_second", None, "trafficProfile", "missing; write it or requestsPerSecond, one of the two"),
    ("requests_per_minute_per_instance", 0, "requestsPerMinutePerInstance", f"0 {NUMBER}"),
    ("latency_target_ms", 0, "latencyTargetMs", f"0 {NUMBER}"),
    ("answer_target_seconds", 0.1, "answerTargetSeconds", "0.1 cannot be met: alone, a request takes 5.5738; raise it"),
    ("load_time_minutes", -5, "loadTimeMinutes", f"-5 {NUMBER}"),
    ("min_instances", 0, "minInstances", f"0 {WHOLE}"),
    ("min_instances", 51, "minInstances", "51 is over Azure's 50; write that or less"),
    ("max_instances", 1.5, "maxInstances", f"1.5 {WHOLE}"),
    ("deferrable_share", 0.5, "carbonProfile", "missing; it goes with deferrableShare, which has no default for it"),
    ("carbon_profile", GRID, "deferrableShare", "missing; it goes with carbonProfile, which has no default for it"),
    ("notify_emails", "me", "notifyEmails", "'me' is not a list of addresses; write a list"),
    ("notify_emails", ["me"], "notifyEmails[0]", "'me' is no e-mail address; write one"),
    ("autoscale_setting_name", "a?", "autoscaleSettingName", "'a?' is not an autoscale setting's name; use 1 to 260 characters without # < > * % & : ? + / \\, not ending with '.' or a space"),
    ("name_suffix", "A", "nameSuffix", "'A' is not a suffix; use 1 to 12 lower case letters or digits"),
    ("owner", 5, "owner", f"5 {TEXT}"),
    ("environment", 5, "environment", f"5 {TEXT}"),
    ("workload", 5, "workload", f"5 {TEXT}"),
    ("tags", [], "tags", "[] is not an object with named fields"),
    ("modle", "x", "modle", "unknown input 'modle'; did you mean 'model'?"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value", "path", "reason"), BAD)
def test_a_wrong_input_is_named_in_full(field: str, value: Any, path: str, reason: str) -> None:
    extra = [("minInstances", "51 is over maxInstances 50; lower it")] if value == 51 else []
    assert sorted(faults(**{field: value})) == sorted([(path, reason), *extra])


PROFILES: list[tuple[dict[str, Any], str, str]] = [
    ({"traffic_profile": 5}, "trafficProfile", "5 is not a list; write a number for each of 24 or 168 hours"),
    ({"traffic_profile": [1] * 23}, "trafficProfile", "23 values; allowed: 24 for a day, 168 for a week"),
    ({"traffic_profile": [1] * 23 + [-1]}, "trafficProfile[23]", "-1.0 is not usable; allowed: a finite number from 0 on"),
    ({"traffic_profile": [1] * 23 + ["2"]}, "trafficProfile", "'2' is not a number; write one for each hour"),
    ({"traffic_profile": [0] * 24}, "trafficProfile", "there is no request in any hour; write one above 0"),
    ({"traffic_profile": [1] * 24, "requests_per_second": 1}, "trafficProfile", "both are given; write it or requestsPerSecond, one of the two"),
    ({"deferrable_share": 0, "carbon_profile": GRID}, "deferrableShare", "0 is not a share; write a number above 0, up to 1"),
    ({"deferrable_share": True, "carbon_profile": GRID}, "deferrableShare", "True is not a share; write a number above 0, up to 1"),
    ({"deferrable_share": 1, "carbon_profile": [1] * 25}, "carbonProfile", "25 values; allowed: 24 for a day, 168 for a week"),
    ({"min_instances": 9, "max_instances": 8}, "minInstances", "9 is over maxInstances 8; lower it"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "path", "reason"), PROFILES)
def test_a_wrong_profile_is_named_in_full(more: dict[str, Any], path: str, reason: str) -> None:
    assert faults(**more) == [(path, reason)]


def test_every_input_has_a_wrong_value() -> None:
    tried = {path.partition("[")[0] for *_, path, _ in (*BAD, *PROFILES)}
    assert tried >= {camel(key) for key in AutoscaleArgs.__annotations__}


def test_max_example_gives_every_input() -> None:
    tree = ast.parse((EXAMPLES / "max/__main__.py").read_text(encoding="utf-8"))
    keys = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert keys >= set(AutoscaleArgs.__annotations__)


@pytest.fixture
def made(run: Callable[..., Any]) -> Callable[..., Any]:
    def deploy(**more: Any) -> Any:
        def program() -> None:
            made = Autoscale("ai", args(**more))
            for key in Autoscale.__annotations__:
                pulumi.export(key, getattr(made, key))

        return run(program)

    return deploy


def test_the_setting_scales_the_deployment_by_its_own_requests(made: Callable[..., Any]) -> None:
    (item,) = made(traffic_profile=HOURS, owner="me").of(SETTING)
    assert item.name == "ai-setting"
    assert item.inputs["targetResourceUri"] == f"{ENDPOINT}/deployments/blue"
    assert item.inputs["enabled"] is True
    assert item.inputs["location"] == "swedencentral"
    assert item.inputs["tags"]["owner"] == "me"
    load, latency, loading = item.inputs["tags"]["azgreen-need"].rsplit(" ", 2)
    assert load == f"requests-per-second={sum(HOURS) / 24:g} input-tokens=1155 output-tokens=211"
    assert latency.startswith("latency-ms=")
    assert loading.startswith("load-minutes=")
    assert "notifications" not in item.inputs
    for profile in item.inputs["profiles"]:
        assert all(isinstance(value, str) for value in profile["capacity"].values())
        out, urgent, back = profile["rules"]
        for rule in (out, urgent, back):
            assert rule["metricTrigger"] == {
                "metricName": "RequestsPerMinute",
                "metricNamespace": "Microsoft.MachineLearningServices/workspaces/onlineEndpoints",
                "metricResourceUri": ENDPOINT,
                "operator": "LessThan" if rule is back else "GreaterThan",
                "statistic": "Average",
                "threshold": rule["metricTrigger"]["threshold"],
                "timeAggregation": "Last",
                "timeGrain": "PT1M",
                "timeWindow": "PT5M",
                "dividePerInstance": True,
                "dimensions": [
                    {"dimensionName": "deployment", "operator": "Equals", "values": ["blue"]}
                ],
            }
            assert rule["scaleAction"]["direction"] == ("Decrease" if rule is back else "Increase")
            assert rule["scaleAction"]["type"] == "ChangeCount"
            assert isinstance(rule["scaleAction"]["value"], str)
            assert rule["scaleAction"]["cooldown"] == "PT20M"


def test_recurring_profiles_start_one_after_another_in_utc(made: Callable[..., Any]) -> None:
    (item,) = made(traffic_profile=HOURS).of(SETTING)
    default, *recurring = item.inputs["profiles"]
    assert "recurrence" not in default
    days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    assert recurring[0]["recurrence"] == {
        "frequency": "Week",
        "schedule": {"days": days, "hours": [0], "minutes": [0], "timeZone": "UTC"},
    }
    assert len(item.inputs["profiles"]) <= MAX_PROFILES


def test_who_wants_mail_gets_mail(made: Callable[..., Any]) -> None:
    (item,) = made(notify_emails=["a@contoso.com", "b@contoso.com"]).of(SETTING)
    (note,) = item.inputs["notifications"]
    assert note["operation"] == "Scale"
    assert note["email"]["customEmails"] == ["a@contoso.com", "b@contoso.com"]


def test_names_parents_and_outputs(made: Callable[..., Any]) -> None:
    result = made(traffic_profile=HOURS, deferrable_share=0.5, carbon_profile=GRID)
    (item,) = result.of(SETTING)
    assert AUTOSCALE_SETTING.pattern.fullmatch(item.inputs["autoscaleSettingName"])
    (request,) = result.requested(SETTING)
    assert request.parent.endswith("::ai")
    exports = result.exports
    assert exports["autoscale_setting_name"] == item.inputs["autoscaleSettingName"]
    assert exports["autoscale_setting_id"].lower().endswith(exports["autoscale_setting_name"])
    assert len(exports["profiles"]) == len(item.inputs["profiles"])
    assert 0 <= exports["late_share"] <= LATE_BUDGET
    assert len(exports["release_schedule"]) == 168
    assert 0 < exports["saved_carbon_share"] < 1
    assert exports["explain"][0] == (
        "machine: 141 requests a minute with full batches, 20.8 s an answer, late after 31.3 s"
    )
    assert exports["explain"][-1].startswith("deferrable: ")


def test_without_deferrable_work_nothing_is_released(made: Callable[..., Any]) -> None:
    exports = made(autoscale_setting_name="own").exports
    assert exports["autoscale_setting_name"] == "own"
    assert exports["release_schedule"] == []
    assert exports["saved_carbon_share"] == 0.0


def test_an_output_may_name_the_deployment(run: Callable[..., Any]) -> None:
    def program() -> None:
        later = pulumi.Output.from_input(f"{ENDPOINT}/deployments/green")
        Autoscale("ai", args(deployment_id=later))

    (item,) = run(program).of(SETTING)
    trigger = item.inputs["profiles"][0]["rules"][0]["metricTrigger"]
    assert trigger["metricResourceUri"] == ENDPOINT
    assert trigger["dimensions"][0]["values"] == ["green"]


def test_two_instances_share_a_program(run: Callable[..., Any]) -> None:
    def program() -> None:
        Autoscale("one", args())
        Autoscale("two", args())

    result = run(program)
    names = [(item.typ, item.name) for item in result.made]
    assert len(names) == len(set(names))
    assert len({item.inputs["autoscaleSettingName"] for item in result.of(SETTING)}) == 2
