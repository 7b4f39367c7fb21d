"""Does `azgreen place` read strictly, decide, record, and ask Azure when it can?"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from azure.core.exceptions import HttpResponseError
from ruamel.yaml import YAML

from azgreen import catalog
from azgreen.azure import place_of
from azgreen.cli import _live, main
from azgreen.workload import read_workload
from azgreen_emulator.server import LocalAzure

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples/workloads/assistant.yaml"
GOOD = EXAMPLE.read_text(encoding="utf-8")
PLAIN = """\
name: w
traffic: {requestsPerSecond: 0.5, inputTokens: 1155, outputTokens: 211}
models: gpt-4.1-mini
"""
MIXED = "[gpt-4.1, text-embedding-3-small]"
STACK = """\
# what customers use
config:
  azgreen:environment: prod
  azgreen:location: swedencentral
  azgreen:deployments:
    - name: chat
      # measured
      model: gpt-4.1-mini
"""


@pytest.fixture(autouse=True)
def signed_out(monkeypatch):
    for name in _live.SUBSCRIPTIONS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "140")


@pytest.fixture
def place(project, capsys):
    """Writes a workload, runs the command, and returns its exit code, stdout and stderr."""

    def run(text, *options):
        file = project / "w.yaml"
        file.write_text(text, encoding="utf-8")
        try:
            code = main(["place", str(file), "--cwd", str(project), *options])
        except SystemExit as ended:
            code = ended.code
        told = capsys.readouterr()
        return code, told.out, told.err.replace(f"{project}/", "")

    return run


@pytest.mark.parametrize("file", sorted((ROOT / "examples/workloads").glob("*.yaml")), ids=str)
def test_examples_are_placed(file, capsys):
    assert main(["place", str(file), "--offline", "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    names = {item.name for item in catalog.regions()}
    assert shown["choice"]["region"] in names
    assert {item["region"] for item in shown["feasible"]} | shown["rejected"].keys() == names
    assert shown["saved_share"]["against_staying"] > 0.4


def test_table_tells_choice_saving_front_and_reasons(place):
    code, out, err = place(GOOD, "--offline")
    assert (code, err) == (0, "")
    assert out.startswith("support-assistant: gpt-4.1-mini as Standard in Sweden Central (Gävle)")
    assert "% less carbon than staying in westeurope" in out
    assert "runner-up" in out
    assert "residency" in out
    assert "in Australia; residency is data zone eu" in out


def test_all_lists_every_rejected_region_and_markdown_is_markdown(place):
    _, out, _ = place(GOOD, "--offline", "--all", "--format", "markdown")
    rows = [line.split("|")[1].strip() for line in out.splitlines() if line.startswith("|")]
    feasible = {"swedencentral", "francecentral", "westeurope"}
    assert {item.name for item in catalog.regions()} - set(rows) <= feasible


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ["w.yaml:1: holds no object; write 'name: ...' and so on"]),
        ("a: [", ["w.yaml:1: is not YAML: "]),
        (
            "nam: x\n",
            [
                "w.yaml:1: models: missing; it has no default, so write it",
                "w.yaml:1: nam: unknown key; did you mean 'name'?",
                "w.yaml:1: name: missing; it has no default, so write it",
                "w.yaml:1: traffic: missing; it has no default, so write it",
            ],
        ),
        (
            PLAIN + "from: atlantis\nskus: [Standrd]\nmaxUsdPerMonth: -3\nweights: 4\n"
            "residency:\n  dataZone: moon\n  geographies:\n    - Sweden\n    - Swedn\n"
            "maxGridGco2ePerKwh: .nan\nexcludeRegions: [eastus, East US]\n",
            [
                "w.yaml:4: from: unknown region 'atlantis'; ",
                "w.yaml:5: skus: unknown sku 'Standrd'; did you mean 'Standard'?",
                "w.yaml:6: maxUsdPerMonth: -3 is not a number above 0; write one without quotes",
                "w.yaml:7: weights: 4 is not an object; write its fields below it",
                "w.yaml:9: residency.dataZone: unknown data zone 'moon'; allowed: eu, us",
                "w.yaml:12: residency.geographies: unknown geography 'Swedn'; did you mean ",
                "w.yaml:13: maxGridGco2ePerKwh: nan is not a number above 0; ",
                "w.yaml:14: excludeRegions: 'East US' is written twice; take one out",
            ],
        ),
        (
            PLAIN.replace("0.5", "true").replace(
                "gpt-4.1-mini", "[gpt-4.1, text-embedding-3-small]"
            ),
            [
                "w.yaml:2: traffic.requestsPerSecond: True is not a number above 0; ",
                "w.yaml:3: models: chat and embedding models do not stand in for each other; ",
            ],
        ),
        (
            PLAIN + "maxRoundTripMs: 5\nweights: {latency: 1}\nresidency: {}\n",
            [
                "w.yaml:4: maxRoundTripMs: says nothing without 'from'; write where callers are",
                "w.yaml:5: weights.latency: says nothing without 'from'; write where callers are",
                "w.yaml:6: residency: allows no region; write one of dataZone, ",
            ],
        ),
        (
            PLAIN + "deferrable: soon\nskus: [GlobalBach, ProvisionedMangaed]\n",
            [
                "w.yaml:4: deferrable: 'soon' is not true or false; write one of them without q",
                "w.yaml:5: skus: unknown sku 'GlobalBach'; did you mean 'GlobalBatch'?",
                "w.yaml:5: skus: unknown sku 'ProvisionedMangaed'; did you mean 'ProvisionedM",
            ],
        ),
        (
            PLAIN + "weights: {carbon: 0}\nname: again\n",
            ["w.yaml:5: is not YAML: found duplicate key"],
        ),
        (
            PLAIN + "weights: {carbon: 0}\n",
            ["w.yaml:4: weights: all are 0, so nothing is preferred; write one above 0"],
        ),
    ],
    ids=["empty", "yaml", "missing", "names", "kinds", "alone", "ways", "twice", "weights"],
)
def test_every_fault_is_told_with_its_line_and_nothing_is_written(place, project, text, told):
    before = {item: item.read_bytes() for item in (project / "stacks").iterdir()}
    code, out, err = place(text, "--offline", "--write", "--stack", "local")
    assert (code, out) == (2, "")
    lines = err.splitlines()
    assert len(lines) == len(told)
    for line, start in zip(lines, told, strict=True):
        assert line.startswith(f"error: {start}"), line
    assert {item: item.read_bytes() for item in (project / "stacks").iterdir()} == before


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (
            "from: brazilsouth\nmaxRoundTripMs: 50\nresidency: {dataZone: eu}\n",
            "w.yaml:5: maxRoundTripMs: contradicts residency (line 6): every region that residency "
            "allows is farther than 50 ms from brazilsouth; the nearest is ",
        ),
        (
            "maxGridGco2ePerKwh: 100\nresidency: {geographies: [Poland]}\n",
            "w.yaml:4: maxGridGco2ePerKwh: contradicts residency (line 5): every region that "
            "residency allows is over 100 gCO2e/kWh; the cleanest is polandcentral with ",
        ),
        (
            "excludeRegions: [polandcentral]\nresidency: {geographies: [Poland]}\n",
            "w.yaml:4: excludeRegions: contradicts residency (line 5): every region that "
            "residency allows is excluded: polandcentral; relax one of the two",
        ),
        (
            "from: westeurope\nmaxRoundTripMs: 50\nskus: GlobalBatch\n",
            "w.yaml:6: skus: contradicts maxRoundTripMs (line 5): GlobalBatch answers within 24 "
            "hours as a target, not within 50 ms; relax one of the two\n",
        ),
    ],
    ids=["round trip", "grid", "excluded", "batch"],
)
def test_contradictions_say_which_two(place, more, told):
    code, out, err = place(PLAIN + more, "--offline")
    assert (code, out) == (2, "")
    assert err.startswith(f"error: {told}")


def test_models_that_no_sku_offers_contradict(place):
    only = next(
        model.name
        for model in catalog.models()
        if {item.sku for item in catalog.deployable_offers(model.name)} == {"GlobalStandard"}
        and model.kind == "chat"
    )
    text = PLAIN.replace("gpt-4.1-mini", only) + "skus: [Standard]\n"
    _, _, err = place(text, "--offline")
    assert err == (
        f"error: w.yaml:4: skus: contradicts models (line 3): {only} is offered only as "
        "GlobalStandard; relax one of the two\n"
    )


def test_nothing_feasible_says_what_to_relax_first(place, project):
    text = GOOD.replace("maxRoundTripMs: 50", "maxRoundTripMs: 50\nmaxUsdPerMonth: 5")
    before = (project / "stacks/Pulumi.local.yaml").read_bytes()
    code, out, err = place(text, "--offline", "--write", "--stack", "local")
    assert (code, out) == (2, "")
    assert err.startswith(
        "error: w.yaml:19: no region holds all constraints; raise maxUsdPerMonth from 5 to 14071, "
        "which admits gpt-4.1-mini Standard in swedencentral (20 gCO2e/kWh)"
    )
    assert (project / "stacks/Pulumi.local.yaml").read_bytes() == before


def test_write_sets_two_keys_keeps_the_rest_and_is_done_once(place, project):
    file = project / "stacks/Pulumi.local.yaml"
    file.write_text(STACK, encoding="utf-8")
    options = ("--offline", "--write", "--stack", "local")
    code, out, err = place(GOOD, *options)
    assert (code, err) == (0, "")
    assert out.endswith("Pulumi.local.yaml\n")
    after = file.read_text(encoding="utf-8")
    assert after.startswith(STACK)  # in swedencentral already, so only the record is new
    kept = YAML(typ="safe").load(after)["config"]["azgreen:placement"]
    assert kept["region"] == "swedencentral"
    assert kept["runnerUp"]["region"] == "francecentral"
    assert list(file.parent.glob(".*")) == []
    code, out, _ = place(GOOD, *options)
    assert code == 0
    assert out.endswith("holds this decision already\n")
    assert file.read_text(encoding="utf-8") == after


def test_write_moves_the_location_and_tells_what_is_left_to_do(place, project):
    file = project / "stacks/Pulumi.local.yaml"
    other = (
        "config:\r\n    # why\r\n    azgreen:location: eastus # old\r\n    azgreen:deployments:\r\n"
    )
    other += "    - model: gpt-4o\r\n      capacity: 1\r\n"
    file.write_bytes(other.encode())
    code, out, err = place(GOOD, "--offline", "--dry-run", "--stack", "local")
    assert code == 0
    assert "-    azgreen:location: eastus # old" in out
    assert "+    azgreen:location: swedencentral # old" in out
    assert file.read_bytes() == other.encode()
    code, _, err = place(GOOD, "--offline", "--write", "--stack", "local", "--format", "json")
    assert code == 0
    assert "azgreen:deployments has no gpt-4.1-mini as Standard" in err
    after = file.read_bytes().decode()
    assert after.startswith(other.replace("eastus", "swedencentral"))
    assert after.count("\n") == after.count("\r\n")


def test_what_can_wait_is_placed_in_batches_too(place):
    shown = json.loads(place(PLAIN + "deferrable: true\n", "--offline", "--format", "json")[1])
    assert {item["sku"] for item in shown["feasible"]} == set(catalog.skus())
    only = PLAIN + "skus: [DataZoneBatch]\nresidency: {dataZone: eu}\n"
    code, out, err = place(only, "--offline")
    assert (code, err) == (0, "")
    assert out.startswith("w: gpt-4.1-mini as DataZoneBatch in ")
    assert "DataZoneBatch: answers come within 24 hours as a target; 49896 k enqueued" in out
    both = PLAIN + "skus: Standard\ndeferrable: true\n"
    shown = json.loads(place(both, "--offline", "--format", "json")[1])
    assert {item["sku"] for item in shown["feasible"]} == {"Standard", *catalog.BATCH_SKUS}


def test_ptus_are_recorded_and_what_deploys_them_is_told(place, project):
    file = project / "stacks/Pulumi.local.yaml"
    file.write_text(STACK, encoding="utf-8")
    text = PLAIN + "skus: [ProvisionedManaged]\n"
    code, out, err = place(text, "--offline", "--write", "--stack", "local")
    assert code == 0
    assert "ProvisionedManaged: 25 PTU carry the busiest minute" in out
    assert "what a PTU draws when idle is not" in out
    assert err == (
        "stacks/Pulumi.local.yaml: gpt-4.1-mini as ProvisionedManaged takes 25 PTU; "
        "deploy them with ProvisionedDeployment\n"
    )
    kept = YAML(typ="safe").load(file.read_text(encoding="utf-8"))["config"]["azgreen:placement"]
    assert (kept["sku"], kept["ptu"]) == ("ProvisionedManaged", 25)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--write"], "--write: needs --stack NAME, to know what to write to"),
        (["--stack", "local"], "--stack: names a stack, but nothing is recorded without --write"),
        (
            ["--write", "--stack", "nope"],
            "--stack: stacks/Pulumi.nope.yaml does not exist; stacks: ",
        ),
    ],
)
def test_options_that_do_not_go_together(place, options, told):
    code, _, err = place(GOOD, "--offline", *options)
    assert code == 2
    assert err.startswith(f"error: {told}")


def test_a_stack_without_configuration_is_refused(place, project):
    (project / "stacks/Pulumi.local.yaml").write_text("# nothing\n")
    _, _, err = place(GOOD, "--offline", "--write", "--stack", "local")
    assert "Pulumi.local.yaml: has no 'config:' with keys below it" in err


def test_not_signed_in_says_so_in_one_line_and_goes_on(place):
    code, out, err = place(GOOD)
    assert code == 0
    assert "Sweden Central" in out
    assert err == (
        "offline, with the quota and availability of the catalogue: "
        "no subscription is named; set AZURE_SUBSCRIPTION_ID\n"
    )


def test_an_azure_that_does_not_answer_is_said_and_gone_past(place):
    code, _, err = place(GOOD, "--azure-url", "http://127.0.0.1:1")
    assert code == 0
    assert err.startswith("offline, with the quota and availability of the catalogue: ")
    assert len(err.splitlines()) == 1


def test_only_a_local_azure_can_stand_in(place):
    code, _, err = place(GOOD, "--azure-url", "http://example.com")
    assert code == 2
    assert "--azure-url: 'http://example.com' is not a local Azure" in err


@pytest.fixture(scope="module")
def azure():
    with LocalAzure(None) as running:
        yield running


def test_live_availability_and_quota_come_from_azure(place, azure):
    options = ("--azure-url", azure.url, "--format", "json")
    code, out, err = place(GOOD, *options)
    shown = json.loads(out)
    assert (code, err) == (0, "")
    assert shown["source"].startswith("Azure, asked ")
    assert shown["choice"]["region"] == "swedencentral"
    quota = catalog.quota_ktpm("gpt-4.1-mini", "Standard")
    assert shown["choice"]["capacity"] == {"needed": 686, "free": quota, "unit": "k TPM"}
    offline = json.loads(place(GOOD, "--offline", "--format", "json")[1])
    assert shown["feasible"] == offline["feasible"]
    assert shown["rejected"] == offline["rejected"]


def test_live_offers_of_every_way_come_from_azure(place, azure):
    text = PLAIN + f"deferrable: true\nskus: [{', '.join(catalog.deployable_skus())}]\n"
    live = json.loads(place(text, "--azure-url", azure.url, "--format", "json")[1])
    offline = json.loads(place(text, "--offline", "--format", "json")[1])
    assert {item["sku"] for item in live["feasible"]} == set(catalog.deployable_skus())
    assert live["feasible"] == offline["feasible"]


def test_quota_that_is_used_up_moves_the_choice(place, azure):
    from azure.mgmt.resource.resources import ResourceManagementClient  # noqa: PLC0415

    quota = catalog.quota_ktpm("gpt-4.1-mini", "Standard")
    client = _live._client(None, azure.url)
    where = place_of(azure.url, None)
    groups = ResourceManagementClient(
        where.credential(), where.subscription, **where.client_options()
    )
    groups.resource_groups.create_or_update("rg", {"location": "swedencentral"})
    account = {"location": "swedencentral", "kind": "AIServices", "sku": {"name": "S0"}}
    account["properties"] = {"customSubDomainName": "place-quota"}
    options = {"polling_interval": 0}
    client.accounts.begin_create("rg", "acc", account, **options).result()
    model = {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"}
    deployment = {
        "sku": {"name": "Standard", "capacity": quota - 100},
        "properties": {"model": model},
    }
    client.deployments.begin_create_or_update("rg", "acc", "d", deployment, **options).result()
    client.close()
    groups.close()
    shown = json.loads(place(GOOD, "--azure-url", azure.url, "--format", "json")[1])
    assert shown["choice"]["region"] == "francecentral"
    assert shown["rejected"]["swedencentral"]["constraint"] == "quota"
    assert "100 k TPM free of gpt-4.1-mini Standard" in shown["rejected"]["swedencentral"]["reason"]


class Refusing:
    """A client to which Azure answers every list with an error."""

    def __init__(self, status):
        self.models = self.usages = self
        self._status = status

    def list(self, *_):
        error = HttpResponseError(f"no {self._status}")
        error.status_code = self._status
        raise error


def test_a_subscription_that_no_region_knows_is_not_live():
    workload = read_workload(EXAMPLE)
    with pytest.raises(_live.NotLiveError, match="none of the regions"):
        _live._asked(Refusing(404), workload)
    with pytest.raises(HttpResponseError, match="no 403"):
        _live._asked(Refusing(403), workload)


def test_placing_offline_loads_neither_azure_nor_pulumi():
    code = (
        "import sys; from azgreen.cli import main; "
        f"main(['place', {str(EXAMPLE)!r}, '--offline', '--format', 'json']); "
        "sys.exit(bool({'pulumi', 'azure', 'azgreen_emulator'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
