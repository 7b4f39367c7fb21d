"""Does `azgreen footprint` tell what was measured and avoided, and what it could not read?"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from tests.cli.conftest import token
from tests.cli.grid_services import GridServices
from tests.cli.local_azure import send

from azgreen import catalog
from azgreen.cli import main
from azgreen.errors import SignInError
from azgreen_emulator.clock import ManualClock
from azgreen_emulator.server import LocalAzure

SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
ACCOUNT = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/acc"
WORKSPACE = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/main"
BLUE = f"{WORKSPACE}/onlineEndpoints/chat/deployments/blue"
REDIS = f"{GROUP}/providers/Microsoft.Cache/redisEnterprise/cache"
COSMOS = f"{GROUP}/providers/Microsoft.DocumentDB/databaseAccounts/answers"
ROOT = Path(__file__).parents[2]
PLACE = {"location": "swedencentral"}
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 24, tzinfo=UTC)
"""The clock of Azure, by which October is reported; who asks takes it for the first."""

NEED = {"azgreen-need": "requests-per-second=4 input-tokens=1155 output-tokens=211"}
DEPLOYMENT = {
    "sku": {"name": "Default", "capacity": 2},
    "properties": {
        "endpointComputeType": "Managed",
        "model": "azureml://registries/azureml/models/Phi-4/versions/7",
        "instanceType": "Standard_NC40ads_H100_v5",
    },
}
CHAT = {
    "accountName": "acc",
    "sku": {"name": "Standard", "capacity": 10},
    "properties": {"model": {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"}},
    "tags": NEED,
}
CACHE = {"sku": {"name": "Balanced_B5"}, "highAvailability": "Disabled"}
PER_INSTANCE = {
    "requests_per_minute": 600,
    "latency_target_s": 9,
    "unloaded_latency_s": 2,
    "full_latency_s": 6,
    "load_time_s": 300,
}
METRICS = "Microsoft.Insights/metrics/read"


def put(azure, path, api, body):
    send(azure, "PUT", f"{path}?api-version={api}", PLACE | body)


def make_workspace(azure):
    shown = send(azure, "GET", f"/subscriptions/{SUBSCRIPTION}?api-version=2022-12-01")
    vault = {"tenantId": shown["tenantId"], "sku": {"family": "A", "name": "standard"}}
    needed = {
        "storageAccount": ("Microsoft.Storage/storageAccounts/mlstore", "2024-01-01"),
        "keyVault": ("Microsoft.KeyVault/vaults/mlsafe", "2024-11-01"),
        "applicationInsights": ("Microsoft.Insights/components/mlinsights", "2020-02-02"),
    }
    bodies = {
        "storageAccount": {"kind": "StorageV2", "sku": {"name": "Standard_LRS"}},
        "keyVault": {"properties": {**vault, "enableRbacAuthorization": True}},
        "applicationInsights": {"kind": "web", "properties": {"Application_Type": "web"}},
    }
    for key, (path, api) in needed.items():
        put(azure, f"{GROUP}/providers/{path}", api, bodies[key])
    own = {key: f"{GROUP}/providers/{path}" for key, (path, _) in needed.items()}
    identity = {"identity": {"type": "SystemAssigned"}}
    put(azure, WORKSPACE, "2025-12-01", {**identity, "properties": own})
    endpoint = BLUE.split("/deployments", maxsplit=1)[0]
    put(azure, endpoint, "2025-12-01", {**identity, "properties": {"authMode": "Key"}})
    put(azure, BLUE, "2025-12-01", DEPLOYMENT)


def place_load(azure, resource, per_minute, facts):
    generated = {"weeks": 1, "requests_per_minute": per_minute}
    asked = {"resource": resource, "generate": generated, "facts": facts}
    send(azure, "POST", "/azgreen/load", asked | {"start": "2026-10-31T18:00:00+00:00"})


@pytest.fixture(scope="module")
def azure():
    """An online deployment and a cache, both used from the evening of 31 October on."""
    with LocalAzure(None, clock=ManualClock(LATER)) as running:
        put(running, GROUP, "2024-03-01", {})
        make_workspace(running)
        cache = {"publicNetworkAccess": "Disabled", "highAvailability": "Disabled"}
        put(running, REDIS, "2025-07-01", {"sku": CACHE["sku"], "properties": cache})
        place_load(running, BLUE, 900, {"instance": PER_INSTANCE})
        place_load(running, REDIS, 240, {"hit_share": 0.4})
        yield running


ALL = {
    "cognitiveservices:Account": (ACCOUNT, PLACE | {"accountName": "acc"}),
    "cognitiveservices:Deployment": (f"{ACCOUNT}/deployments/chat", CHAT),
    "machinelearningservices:OnlineDeployment": (BLUE, PLACE | DEPLOYMENT),
    "redisenterprise:RedisEnterprise": (REDIS, PLACE | CACHE),
}


def exported(items):
    resources = [
        {"urn": f"urn:pulumi:dev::p::azure-native:{kind}::{id_}", "custom": True, "id": id_}
        | {"inputs": inputs, "type": f"azure-native:{kind}"}
        for kind, (id_, inputs) in items.items()
    ]
    return json.dumps({"version": 3, "deployment": {"resources": resources}})


@pytest.fixture
def footprint(azure, tmp_path, capsys, monkeypatch):
    """Run the command; Azure is taken to keep a day, so that tests read no more."""
    for name in ("AZURE_SUBSCRIPTION_ID", "ARM_SUBSCRIPTION_ID", "AZGREEN_AZURE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("azgreen.cli.footprint.look.now", lambda: NOW)
    monkeypatch.setattr("azgreen.cli.footprint.measured._KEPT", timedelta(days=1))

    def run(*options, items=ALL):
        file = tmp_path / "stack.json"
        file.write_text(exported(items), "utf-8")
        shared = ("--azure", azure.url, "--cwd", str(tmp_path), "--export", str(file))
        code = main(["footprint", *shared, *options])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def told(answer):
    code, out, _ = answer
    assert code == 0
    return json.loads(out)


def test_measured_and_avoided_beside_what_azure_reports_of_the_same_load(footprint):
    found = told(footprint("--months", "1", "--format", "json"))
    month, running = found["measured"]["months"]
    reported = found["months"][0]["scopes"]["Scope2"]["reported_kg"]
    # the local Azure reports what the GPUs took, with the same factors
    assert month["state"] == "measured"
    assert month["kgco2e"]["mid"] == pytest.approx(reported)
    assert month["reported_scope2_kg"] == pytest.approx(reported)
    place = catalog.region("swedencentral")
    kilograms = month["gpu_kwh"] * 1.43 * place.pue * place.grid_gco2e_per_kwh / 1000
    assert month["kgco2e"]["mid"] == pytest.approx(kilograms)
    # kept from one o'clock on, measured from six o'clock on
    assert month["coverage"] == pytest.approx(6 / 11)
    assert (running["state"], running["coverage"]) == ("measured", 1)
    assert found["months"][1]["elapsed_share"] == pytest.approx(1 / 60)
    assert (found["months"][1]["reported"], running["reported_scope2_kg"]) == (False, None)
    assert month["deployments"][0]["instance_hours"] == pytest.approx(2 * 6)
    assert month["scaled_kgco2e"] is None
    avoided = found["avoided"]["months"][0]
    each = avoided["at_most"]
    assert avoided["key_hits"] == pytest.approx(0.4 * 240 * 360, rel=0.6)
    line = next(row for row in found["months"][0]["resources"] if row["resource"].endswith("/acc"))
    per_request = line["estimated_kg"]["mid"] / (4 * 31 * 24 * 3600)
    assert each["kgco2e"]["mid"] == pytest.approx(avoided["key_hits"] * per_request)
    assert avoided["net_usd"] == pytest.approx(each["usd"]["mid"] - avoided["cache_usd"]["mid"])
    assert found["avoided"]["models"] == ["gpt-4.1-mini"]
    names = [row["resource"].rpartition("/")[2] for row in found["months"][0]["resources"]]
    assert sorted(names) == ["acc", "main"]


def test_a_table_of_what_was_measured(footprint):
    code, out, _ = footprint("--months", "2")
    assert code == 0
    lines = out.splitlines()
    start = lines.index(
        "measured by the GPUs: kgCO2e of their electricity, with host, PUE and grid"
    )
    assert lines[start + 2] == "2026-09  not kept: Azure keeps metrics for 93 days"
    assert lines[start + 3].startswith("2026-10 ")
    assert " 54.5%  " in lines[start + 3]
    assert "avoided by caches, at most: requests that gpt-4.1-mini would have answered" in lines
    flat = " ".join(out.split())
    assert "an upper bound: cachehits counts every key that was found" in flat
    assert "acc (microsoft.cognitiveservices/accounts)" in flat
    assert "not reported, applies: Azure reported nothing of acc in 2026-10" in flat


@pytest.fixture
def hours(monkeypatch):
    """Electricity Maps, whose every hour has ten times the year's carbon."""
    services = GridServices()
    Thread(target=services.serve_forever, args=(0.02,), daemon=True).start()
    services.now = LATER
    services.week = [10 * catalog.region("swedencentral").grid_gco2e_per_kwh] * 168
    monkeypatch.setenv("ELECTRICITY_MAPS_API_KEY", "good-key")
    yield services
    services.shutdown()
    services.server_close()


def test_the_energy_of_each_hour_is_counted_with_its_grid(footprint, hours):
    yearly = told(footprint("--months", "1", "--format", "json"))
    asked = ("--months", "1", "--format", "json", "--grid", "hourly", "--grid-url", hours.url)
    hourly = told(footprint(*asked))
    before, after = yearly["measured"]["months"][0], hourly["measured"]["months"][0]
    assert after["kgco2e"]["mid"] == pytest.approx(10 * before["kgco2e"]["mid"])
    assert (before["hourly_grid_share"], after["hourly_grid_share"]) == (0, 1)
    place = catalog.region("swedencentral")
    assert yearly["grids"] == [f"grid of swedencentral: {place.grid_source}"]
    assert hourly["grids"] == ["grid of swedencentral: Electricity Maps, hours of zone SE-SE3"]
    hours.zones = set()
    without = told(footprint(*asked))
    assert without["measured"]["months"] == yearly["measured"]["months"]
    assert without["grids"] == [
        f"grid of swedencentral: {place.grid_source}; no hours: not known there (404: No data for"
        " zone SE-SE3)"
    ]


def test_a_page_is_written_whole_and_over_nothing(footprint, tmp_path):
    page = tmp_path / "trend.html"
    code, out, err = footprint("--months", "1", "--format", "json", "-o", str(page))
    assert code == 0
    assert json.loads(out)["reported"] is True
    text = page.read_text("utf-8")
    assert err == f"wrote {page} ({len(text.encode()) / 1000:,.0f} kB)\n"
    assert text.startswith("<!DOCTYPE html>")
    for heading in ("Month by month", "Measured by GPUs", "Avoided by caches"):
        assert f">{heading}</h2>" in text
    again = footprint("-o", str(page))
    assert again == (2, "", f"error: --output: {str(page)!r} exists; use --force to replace it\n")
    assert page.read_text("utf-8") == text
    assert footprint("--months", "1", "-o", str(page), "--force")[0] == 0
    assert sorted(each.name for each in tmp_path.iterdir()) == ["stack.json", "trend.html"]


def test_every_fault_of_the_options_at_once(footprint, tmp_path, monkeypatch):
    assert footprint("--months", "0", "-o", str(tmp_path / "no" / "x.html")) == (
        2,
        "",
        "error: --months: 0 is not usable; allowed: 1 to 12, which is as long as Azure keeps them\n"
        f"error: --output: the folder {str(tmp_path / 'no')!r} does not exist; make it first\n",
    )
    monkeypatch.delenv("ELECTRICITY_MAPS_API_KEY", raising=False)
    code, _, err = footprint("--months", "0", "--grid", "hourly")
    assert (code, err.count("error: ")) == (2, 2)
    assert "ELECTRICITY_MAPS_API_KEY" in err
    assert footprint("--force") == (
        2,
        "",
        "error: --force: says nothing without --output; give one\n",
    )


def test_the_documented_actions_are_enough_and_what_each_is_for(footprint, monkeypatch):
    text = (ROOT / "docs/roles.md").read_text("utf-8")
    section = text.split("## azgreen footprint\n")[1].split("\n## ")[0]
    actions = [row.split("`")[1] for row in section.splitlines() if row.startswith("| `Micro")]
    assert METRICS in actions
    monkeypatch.setenv("AZGREEN_AZURE_TOKEN", token(azgreen_actions=actions))
    whole = told(footprint("--months", "1", "--format", "json"))
    assert whole["metrics_refused"] is None
    assert whole["measured"]["months"][0]["state"] == "measured"
    less = [action for action in actions if action != METRICS]
    monkeypatch.setenv("AZGREEN_AZURE_TOKEN", token(azgreen_actions=less))
    code, out, _ = footprint("--months", "1")
    assert code == 0
    assert (
        f"left out, measured energy and hits of caches: metric 'GpuEnergyJoules' of {BLUE} may not"
        f" be read: AuthorizationFailed; {METRICS} is needed: ask for the role 'Monitoring Reader'"
        " on the resource group"
    ) in " ".join(out.split())
    assert "measured by the GPUs" not in out
    rest = told(footprint("--months", "1", "--format", "json"))
    assert rest["months"] == whole["months"]


def test_what_has_no_such_metric_is_named_and_the_rest_is_told(footprint):
    gone = BLUE.replace("/blue", "/green")
    items = {
        "machinelearningservices:OnlineDeployment": (gone, PLACE | DEPLOYMENT),
        "redisenterprise:RedisEnterprise": (REDIS, PLACE | CACHE),
        "documentdb:DatabaseAccount": (
            COSMOS,
            PLACE | {"tags": {"azgreen-need": "repeated-share=0.3"}},
        ),
    }
    found = told(footprint("--months", "1", "--format", "json", items=items))
    (missing,) = found["measured"]["not_read"]
    assert missing["resource"] == gone
    assert "it is gone from this Azure" in missing["why"]
    (cosmos,) = found["avoided"]["not_read"]
    assert cosmos == {"resource": COSMOS, "why": "Azure counts no hits of a cache in Cosmos DB"}
    month = found["avoided"]["months"][0]
    assert (month["key_hits"] > 0, month["at_most"]["kgco2e"]) == (True, None)
    why = "no deployment of the stack declares its traffic; tag it azgreen-need"
    assert found["avoided"]["not_known"] == why


def test_a_month_that_is_over_and_not_reported_is_told_with_its_estimate(footprint, monkeypatch):
    later = datetime(2026, 12, 3, tzinfo=UTC)
    monkeypatch.setattr("azgreen.cli.footprint.look.now", lambda: later)
    items = {kind: ALL[kind] for kind in list(ALL)[:2]}
    code, out, _ = footprint("--months", "1", items=items)
    assert code == 0
    lines = out.splitlines()
    (row,) = [line for line in lines if line.startswith("2026-11")]
    assert row.split()[:3] == ["2026-11", "all", "not"]
    assert "not yet: Azure reports a month by day 19 of the next" in lines


def test_nobody_is_signed_in(monkeypatch, capsys, tmp_path):
    def refuse(*_):
        raise SignInError("nobody is signed in to Azure; tried:\n  AzureCliCredential: no az")

    monkeypatch.setattr("azgreen.azure.carbon.CarbonReports.months", refuse)
    monkeypatch.delenv("AZGREEN_AZURE_URL", raising=False)
    options = ("--subscription", SUBSCRIPTION, "-o", str(tmp_path / "trend.html"))
    assert main(["footprint", *options]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        "error: nobody is signed in to Azure; tried:\nerror:   AzureCliCredential: no az\n"
    )
    assert not list(tmp_path.iterdir())
