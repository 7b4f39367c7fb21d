"""What models, regions and retirements add to the first tables agrees with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from azgreen import catalog
from azgreen.catalog._architectures import _architecture
from azgreen.catalog._load import Row
from azgreen.errors import DataFileError, UnknownNameError

REGIONS = [item.name for item in catalog.regions()]
OPEN = [item for item in catalog.models() if item.architecture is not None]


@pytest.mark.parametrize("region", catalog.regions(), ids=lambda region: region.name)
def test_paired_region_is_another_region(region: catalog.Region) -> None:
    if region.paired_region is not None:
        assert catalog.region(region.paired_region) is not region


def test_paired_regions_need_not_be_mutual() -> None:
    assert catalog.region("swedencentral").paired_region == "swedensouth"
    assert catalog.region("westus3").paired_region == "eastus"
    assert catalog.region("eastus").paired_region == "westus"
    assert catalog.region("spaincentral").paired_region is None


def test_trend_is_the_slope_of_the_years() -> None:
    region = catalog.region("polandcentral")
    years = region.grid_gco2e_per_kwh_by_year
    assert dict(years) == {2021: 851, 2022: 876, 2023: 726, 2024: 581, 2025: 565}
    assert region.grid_trend_gco2e_per_kwh_per_year == pytest.approx(-86.7)
    one_year = replace(region, grid_gco2e_per_kwh_by_year={2025: 565})
    assert one_year.grid_trend_gco2e_per_kwh_per_year is None
    assert catalog.region("qatarcentral").grid_trend_gco2e_per_kwh_per_year == pytest.approx(0)


@pytest.mark.parametrize(
    ("here", "there", "ms"),
    [
        ("westeurope", "Sweden Central", 36),
        ("eastus", "canadaeast", 32),
        ("eastus", "eastus", 0),
        ("eastus", "austriaeast", None),
    ],
)
def test_round_trip_is_as_published(here: str, there: str, ms: float | None) -> None:
    assert catalog.round_trip_ms(here, there) == ms


def test_round_trip_differs_little_with_its_direction() -> None:
    pairs = [(one, other) for one in REGIONS for other in REGIONS if one < other]
    known = [
        (there, back)
        for one, other in pairs
        if (there := catalog.round_trip_ms(one, other)) is not None
        and (back := catalog.round_trip_ms(other, one)) is not None
    ]
    assert len(known) > 1000
    assert sum(abs(there - back) <= 5 for there, back in known) / len(known) > 0.95


def test_round_trip_of_an_unknown_region_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="unknown region 'mars'"):
        catalog.round_trip_ms("eastus", "mars")


@pytest.mark.parametrize("model", OPEN, ids=lambda model: model.name)
def test_architecture_is_plausible(model: catalog.Model) -> None:
    shape = model.architecture
    assert shape is not None
    assert model.is_open
    assert model.context_tokens is not None
    assert 500 <= shape.kv_values_per_token_and_layer <= 8192
    assert (shape.window_tokens is None) == (shape.full_layers == shape.layers)


@pytest.mark.parametrize(
    ("name", "bytes_per_token"),
    [
        ("Meta-Llama-3.1-8B-Instruct", 131_072),
        ("Llama-3.3-70B-Instruct", 327_680),
        ("DeepSeek-V3", 70_272),
    ],
)
def test_architecture_gives_the_published_cache(name: str, bytes_per_token: int) -> None:
    shape = catalog.model(name).architecture
    assert shape is not None
    assert shape.layers * shape.kv_values_per_token_and_layer * 2 == bytes_per_token


def test_architecture_is_that_of_the_hosted_weights() -> None:
    assert catalog.model("fw-qwen3-14b").architecture == catalog.model("Qwen3-14B").architecture
    assert catalog.model("gpt-5.2").architecture is None
    assert not catalog.model("gpt-5.2").is_open


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"kv_heads": ""}, "kv_heads does not go with 'gqa'; fill kv_heads, head_dim"),
        ({"rope_dim": "64"}, "rope_dim does not go with 'gqa'; fill kv_heads, head_dim"),
        (
            {"full_layers": "4"},
            "window_tokens is for the layers beyond full_layers; fill both or neither",
        ),
    ],
)
def test_architecture_bad_shape_is_refused(cells: dict[str, str], message: str) -> None:
    good = {
        "attention": "gqa",
        "layers": "8",
        "full_layers": "8",
        "window_tokens": "",
        "kv_heads": "8",
        "head_dim": "128",
        "latent_dim": "",
        "rope_dim": "",
        "bytes_per_weight": "2",
        "source": "card",
        "source_date": "2026-01-01",
    }
    assert _architecture(Row("a.csv", 2, good)).layers == 8
    with pytest.raises(DataFileError) as caught:
        _architecture(Row("a.csv", 2, {**good, **cells}))
    assert str(caught.value) == f"a.csv:2: {message}"


def test_score_is_published_or_absent() -> None:
    score = catalog.model("gpt-4.1-mini").score
    assert score is not None
    assert (score.benchmark, score.score_percent) == ("MMLU", 87.5)
    assert score.source == "OpenAI simple-evals, commit 0f2cf333 (2025-04-16)"
    assert catalog.model("gpt-5.6-sol").score is None
    scores = [item.score for item in catalog.models() if item.score is not None]
    assert len(scores) > 30
    assert all(50 < item.score_percent < 95 for item in scores)


def test_smaller_models_of_a_family_score_less() -> None:
    for small, large in [
        ("Qwen3-8B", "Qwen3-32B"),
        ("gpt-4.1-nano", "gpt-4.1"),
        ("Meta-Llama-3.1-8B-Instruct", "Meta-Llama-3.1-405B-Instruct"),
        ("gpt-oss-20b", "gpt-oss-120b"),
    ]:
        less, more = catalog.model(small).score, catalog.model(large).score
        assert less is not None
        assert more is not None
        assert less.setting == more.setting
        assert less.score_percent < more.score_percent


def test_retirement_is_by_version() -> None:
    old = catalog.retirement("GPT-4o", "2024-05-13")
    assert old is not None
    assert (old.lifecycle, old.retires_on) == ("Deprecated", date(2026, 10, 1))
    assert old.successor == "gpt-5.1"
    newest = catalog.retirement("gpt-4o")
    assert newest is not None
    assert newest.retires_on == catalog.model("gpt-4o").retires_on == date(2027, 4, 14)
    assert catalog.retirement("gpt-6-sol") is None


def test_open_weights_outlive_their_endpoint() -> None:
    gone = catalog.retirement("Meta-Llama-3.1-8B-Instruct")
    assert gone is not None
    assert gone.retires_on == date(2026, 6, 13)
    assert catalog.model("Meta-Llama-3.1-8B-Instruct").retires_on is None


@pytest.mark.parametrize(
    "announced", catalog.retirements(), ids=lambda item: f"{item.model} {item.version}"
)
def test_retirement_names_known_models(announced: catalog.Retirement) -> None:
    model = catalog.model(announced.model)
    assert model.name == announced.model
    assert announced.version in model.versions
    if announced.successor is not None:
        assert catalog.model(announced.successor) is not model
    if not model.is_open and announced.version == model.version:
        assert model.retires_on == announced.retires_on


def test_retiring_comes_with_the_earliest_first() -> None:
    soon = catalog.retiring(date(2026, 11, 23))
    days = [item.retires_on for item in soon]
    assert days == sorted(days)
    assert days[-1] == date(2027, 2, 9)
    later = [item for item in soon if not item.is_retired(date(2026, 11, 23))]
    assert {item.model for item in later} == {
        *("DeepSeek-V4-Flash-0731", "gpt-5", "gpt-5-mini", "gpt-5-nano")
    }
    assert len(catalog.retiring(date(2026, 11, 23), within_days=0)) == len(soon) - len(later)
