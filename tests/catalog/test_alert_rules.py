"""Can Azure take every alert rule, and does the table of metrics hold what the rules name?"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.catalog._alert_rules import COLUMNS, _rule
from azgreen.catalog._load import Row
from azgreen.errors import DataFileError, UnknownNameError
from azgreen_components._alerts import MINUTES_BY_WINDOW, MetricRule, check_rule
from azgreen_components._inputs import Faults

SCRIPTS = Path(__file__).parents[2] / "scripts"
RULES = [rule for kind in catalog.alert_kinds() for rule in catalog.alert_rules(kind)]
METRIC_RULES = [rule for rule in RULES if rule.signal == "metric"]
LOG_RULES = [rule for rule in RULES if rule.signal == "log"]
# the published unit is Count; the display name, or the description, says of what
UNITS = {"cacheLatency": "Microseconds", "GpuEnergyJoules": "Joules"}
QUERY_MINUTES = {"PT5M", "PT10M", "PT15M", "PT30M", "PT45M", "PT1H", "PT6H", "P1D"}


def named(rule: catalog.AlertRule) -> str:
    return f"{rule.kind}-{rule.rule}-{rule.only_for or 'any'}"


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_rule_names_metrics_that_exist_in_an_aggregation_that_they_have(
    rule: catalog.AlertRule,
) -> None:
    for name in {*rule.metrics, *rule.share_of}:
        found = catalog.metric(rule.metric_namespace, name)
        assert found.name == name
        assert rule.aggregation in found.aggregations
        assert MINUTES_BY_WINDOW[rule.window] >= MINUTES_BY_WINDOW[found.grains[0]]
        if not rule.share_of:
            assert rule.unit == UNITS.get(name, found.unit)
        if rule.dimension:
            assert rule.dimension in found.dimensions
    assert bool(rule.dimension) == bool(rule.dimension_values)


@pytest.mark.parametrize("rule", METRIC_RULES, ids=named)
def test_azure_takes_a_metric_rule(rule: catalog.AlertRule) -> None:
    faults = Faults()
    (metric,) = rule.metrics
    written = MetricRule(
        rule.rule,
        metric,
        rule.metric_namespace,
        rule.aggregation,
        rule.operator,
        rule.threshold or 0,
        rule.window,
        rule.frequency,
        rule.severity,
        rule.why,
    )
    check_rule(faults, "", written)
    faults.raise_any(named(rule))
    assert not rule.share_of


@pytest.mark.parametrize("rule", LOG_RULES, ids=named)
def test_a_query_reads_exported_metrics_that_keep_no_dimension(rule: catalog.AlertRule) -> None:
    names = {*rule.metrics, *rule.share_of}
    assert all(catalog.metric(rule.metric_namespace, name).exportable for name in names)
    assert set(rule.metrics) <= set(rule.share_of or rule.metrics)
    assert rule.dimension is None
    assert {rule.window, rule.frequency} <= QUERY_MINUTES
    assert rule.unit == "Percent" if rule.share_of else rule.unit == "Count"


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_a_percentage_can_be_reached(rule: catalog.AlertRule) -> None:
    if rule.unit == "Percent":
        assert rule.threshold is not None
        assert 0 < rule.threshold <= 100


def test_every_practice_has_a_rule() -> None:
    assert {rule.practice for rule in RULES} == set(catalog.PRACTICES)


def test_waste_is_looked_for_over_a_day_and_wakes_nobody() -> None:
    wasted = [rule for rule in RULES if rule.practice == "waste"]
    assert {rule.kind for rule in wasted} >= {
        "provisioned_deployment",
        "online_deployment",
        "redis_cache",
        "cosmos_cache",
    }
    assert all(rule.window == "P1D" and rule.severity >= 3 for rule in wasted)


def test_a_judgement_is_told_apart_from_a_documented_threshold() -> None:
    for rule in RULES:
        assert (rule.source == "judgement") == (rule.basis == "judgement")


@pytest.mark.parametrize("kind", catalog.alert_kinds())
def test_a_resource_gets_each_rule_once(kind: str) -> None:
    for group in (catalog.FOR_OPENAI, catalog.FOR_PARTNERS):
        names = [r.rule for r in catalog.alert_rules(kind) if r.only_for in {None, group}]
        assert len(names) == len(set(names))


def test_unknown_kind_and_metric_name_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'redis_cache'"):
        catalog.alert_rules("redis_cach")
    with pytest.raises(UnknownNameError, match="did you mean 'cachehits'"):
        catalog.metric("microsoft.cache/redisenterprise", "cachehit")
    assert catalog.metrics("Microsoft.Nothing/here") == ()


@given(st.sampled_from(catalog.metrics()), st.booleans())
def test_a_metric_is_found_in_any_case(metric: catalog.Metric, upper: bool) -> None:
    change = str.upper if upper else str.lower
    assert catalog.metric(change(metric.namespace), change(metric.name)) == metric


def test_what_is_kept_is_few_rows() -> None:
    kept = {(item.resource_type, item.category) for item in catalog.log_categories() if item.kept}
    assert ("Microsoft.CognitiveServices/accounts", "Audit") in kept
    assert all("few rows" in item.why for item in catalog.log_categories() if item.kept)


def row(**more: str) -> Row:
    cells = {
        column: getattr(RULES[0], column, "") for column in COLUMNS
    } | {"metric": "a", "share_of": "", "threshold": "1", "severity": "3", "only_for": "",
         "dimension": "", "dimension_values": ""}  # fmt: skip
    return Row("alert_rules.csv", 2, {**cells, **more})


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"threshold": ""}, "threshold is blank where, and only where, the basis is 'stated'"),
        ({"basis": "stated"}, "threshold is blank where, and only where, the basis is 'stated'"),
        ({"basis": "guess"}, "basis is 'guess'; allowed: documented, judgement, stated"),
        ({"signal": "trace"}, "signal is 'trace'; allowed: log, metric"),
        ({"severity": "5"}, "severity is '5'; allowed: a number from 0 to 4"),
        ({"why": ""}, "why is blank; it is required"),
    ],
)
def test_a_bad_row_is_named(change: dict[str, str], reason: str) -> None:
    with pytest.raises(DataFileError) as caught:
        _rule(row(**change))
    assert str(caught.value) == f"alert_rules.csv:2: {reason}"


@pytest.mark.parametrize("name", ["alert_rules", "metrics"])
def test_script_makes_the_shipped_files(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    for module in ("refresh_files", f"refresh_{name}"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setattr(sys, "argv", [f"refresh_{name}.py", "--check"])
    assert importlib.import_module(f"refresh_{name}").main() == 0
