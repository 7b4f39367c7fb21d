"""Does `azgreen rightsize --fleet` size whole subscriptions, and go on after an interruption?"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from datetime import datetime
from threading import Event

import duckdb
import pytest
from tests.cli.local_azure import send

from azgreen.azure import AzurePlace
from azgreen.azure.client import ManagementClient
from azgreen.azure.listing import listed
from azgreen.azure.metrics import Metrics
from azgreen.azure.metrics_batch import BatchMetrics
from azgreen.cli import main
from azgreen.cli._deployed import Deployed
from azgreen.cli.rightsize import fleet_progress, fleet_sizes
from azgreen.cli.rightsize.look import look_at
from azgreen.cli.used.use import Place, sized
from azgreen.preflight import RefusedError
from azgreen_emulator.server import LocalAzure

ONE, TWO, UNSEEN = (f"{number}0000000-0000-0000-0000-000000000000" for number in (1, 2, 3))
MODEL = {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"}
HEADS = ("kgCO2e/month", "USD/month", "subscription", "resource", "now", "then")
SKUS = {
    "chat": {"name": "Standard", "capacity": 900},
    "bought": {"name": "ProvisionedManaged", "capacity": 100},
}


@pytest.fixture(scope="module")
def azure():
    """Two subscriptions with an account each; all deployments are far too large."""
    with LocalAzure(None, page_size=1) as running:
        for subscription in (ONE, TWO):
            group = f"/subscriptions/{subscription}/resourceGroups/rg"
            account = f"{group}/providers/Microsoft.CognitiveServices/accounts/a{subscription[0]}"
            send(running, "PUT", f"{group}?api-version=2024-03-01", {"location": "swedencentral"})
            body = {"location": "swedencentral", "kind": "OpenAI", "sku": {"name": "S0"}}
            body |= {"properties": {"customSubDomainName": account[-2:]}}
            send(running, "PUT", f"{account}?api-version=2025-06-01", body)
            for name, sku in SKUS.items():
                deployment = f"{account}/deployments/{name}"
                body = {"sku": sku, "properties": {"model": MODEL}}
                send(running, "PUT", f"{deployment}?api-version=2025-06-01", body)
                load = {"resource": deployment, "generate": {"weeks": 3, "requests_per_minute": 20}}
                send(running, "POST", "/azgreen/load", load)
        yield running


@pytest.fixture
def fleet(azure, tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("AZGREEN_AZURE_URL", raising=False)

    def run(*options, file="fleet.duckdb"):
        argv = ["rightsize", "--azure", azure.url, "--fleet", str(tmp_path / file), *options]
        code = main(argv)
        told = capsys.readouterr()
        return code, told.out, told.err.replace(f"{tmp_path}/", "")

    return run


@pytest.fixture
def asked(monkeypatch):
    """Every batch and every list that is asked for."""
    batches, lists = [], []
    read, list_all = BatchMetrics.read, ManagementClient.listed

    def counted(self, batch):
        batches.append(batch)
        return read(self, batch)

    def noted(self, path, version):
        lists.append(path)
        return list_all(self, path, version)

    monkeypatch.setattr(BatchMetrics, "read", counted)
    monkeypatch.setattr(ManagementClient, "listed", noted)
    return batches, lists


def test_every_subscription_is_sized_as_each_of_its_resources_alone(fleet, azure, tmp_path):
    code, out, err = fleet("--format", "json", "--grain", "15m")
    assert (code, err) == (1, "")
    told = json.loads(out)
    assert (told["changes"], told["verdicts"]) == (4, {"change": 4})
    assert [each["id"] for each in told["subscriptions"]] == [ONE, TWO]
    assert (told["weeks"], told["grain"], told["azure"]) == (2, "PT15M", azure.url)
    # the PTUs save money, what is paid by the token saves neither
    names = [item["resource"] for item in told["resources"]]
    assert names == ["bought", "bought", "chat", "chat"]
    kinds = {(item["coverage"], item["step_s"], item["unit"]) for item in told["measured"]}
    assert kinds == {(1.0, 900, "Count")}
    assert len(told["measured"]) == 12
    place = AzurePlace(azure.url, TWO)
    with ManagementClient(place) as client, Metrics(place) as metrics:
        there = [Deployed(item.id, item.props) for item in listed(client, TWO)[0]]
        ends = (datetime.fromisoformat(told[end]) for end in ("since", "until"))
        alone = Place(there, metrics, *ends, grain=told["grain"])
        found = {item.id: look_at(item, alone).as_dict() for item in sized(alone)}
    same = {item["id"]: item for item in told["resources"] if TWO in item["id"]}
    assert json.loads(json.dumps(found)) == same
    # it is all there: told once more from the file, without a question about metrics
    file = tmp_path / "samples.parquet"
    again = fleet("--format", "json", "--grain", "15m", "--parquet", str(file))
    assert (again[0], json.loads(again[1])) == (1, told)
    assert again[2] == "fleet.duckdb: goes on with the 12 series that it holds\n"
    with duckdb.connect() as connection:
        held = "SELECT count(*) >= 12 * 14 * 96 FROM read_parquet(?)"
        assert connection.execute(held, [str(file)]).fetchone() == (True,)
    code, out, err = fleet("--grain", "15m", "--parquet", str(tmp_path))
    assert (code, out, err.count("error:")) == (2, "", 1)
    assert err.splitlines()[-1].endswith(
        "; mend that, and run it again: what has been read is kept"
    )


def test_a_subscription_that_is_refused_is_named_and_the_others_are_read(fleet, caller):
    caller(azgreen_subscriptions=[ONE])
    code, out, err = fleet("--subscription", ONE, "--subscription", UNSEEN)
    assert (code, err) == (1, "")
    lines = out.splitlines()
    assert lines[0].startswith("sizes of 2 subscriptions of http://127.0.0.1:")
    assert lines[0].endswith(" UTC, by steps of 5m")
    assert lines[2].split() == [*HEADS]
    assert lines[3].split()[:6] == ["not", "known", "120,450", ONE, "a1/bought", "ptu"]
    assert lines[6] == "2 change"
    why = "SubscriptionNotFound; those that can: 10000000-0000-0000-0000-000000000000 ("
    assert lines[7].startswith(
        f"not read of subscription {UNSEEN}: all of it: subscription {UNSEEN} cannot be seen: {why}"
    )
    caller(azgreen_actions=["Microsoft.CognitiveServices/*"])
    code, out, err = fleet("--subscription", ONE, file="other.duckdb")
    assert (code, out) == (2, "")
    needed = "Microsoft.Insights/metrics/read is needed on the subscription: the role"
    assert f"{needed} 'Monitoring Reader'\n" in err
    assert "Microsoft.Search/searchServices: AuthorizationFailed (403); needs the role" in err


def test_what_a_batch_refuses_is_asked_for_alone(fleet, monkeypatch):
    options = ("--subscription", ONE, "--weeks", "1", "--grain", "1h", "--format", "json")
    together = json.loads(fleet(*options, file="one")[1])

    def refused(*_):
        raise RefusedError(400, "BadRequest", "not this metric")

    monkeypatch.setattr(BatchMetrics, "read", refused)
    alone = json.loads(fleet(*options, file="other")[1])
    assert alone["measured"] == together["measured"] != []
    assert alone["subscriptions"] == [{"id": ONE, "name": "", "not_read": []}]


def test_a_walk_that_is_held_back_waits_as_it_is_told(fleet, azure, monkeypatch):
    lines = []
    monkeypatch.setattr(fleet_progress, "_LINE_EVERY_S", 0.0)
    send(azure, "POST", "/azgreen/faults", {"kind": "throttled", "retry_after_s": 0.01})
    send(azure, "POST", "/azgreen/faults", {"kind": "busy"})
    code, out, err = fleet("--weeks", "1", "--grain", "1h")
    lines = err.splitlines()
    assert (code, "4 more data" in out) == (0, True)
    assert "2 of 2 subscriptions, 6 resources, 6 of 6 calls for metrics" in lines[-1]
    assert lines[-1].endswith(", Azure asked to wait 2 times, 4 sized")
    assert send(azure, "GET", "/azgreen/faults") == {"value": []}


def test_what_was_interrupted_goes_on_and_asks_for_nothing_twice(fleet, asked, monkeypatch):
    shown, counted = fleet_progress.shown, BatchMetrics.read

    @contextmanager
    def impatient(walk, file):
        with shown(walk, file) as tell:

            def stop():
                tell()
                if walk.progress.parts_done and not walk.progress.is_stopping:
                    raise KeyboardInterrupt

            yield stop

    def one(self, batch):
        if asked[0]:  # as if Azure told it to wait
            self._patience.pause(60)
        return counted(self, batch)

    options = ("--subscription", ONE, "--format", "json")
    with monkeypatch.context() as first_run:
        first_run.setattr(fleet_progress, "EVERY_S", 0.01)
        first_run.setattr(fleet_progress, "shown", impatient)
        first_run.setattr(BatchMetrics, "read", one)
        code, out, err = fleet(*options)
    kept = "fleet.duckdb keeps what was read, the same command goes on there"
    assert (code, out) == (130, "")
    assert err.splitlines()[-1] == f"interrupted; {kept}"
    assert err.splitlines()[0].endswith("; ends with the calls that are on their way")
    batches, lists = asked
    first = [(each.metric, each.since) for each in batches]
    assert lists
    lists.clear()
    code, out, err = fleet(*options)
    assert (code, json.loads(out)["verdicts"], lists) == (1, {"change": 2}, [])
    read = [(each.metric, each.since) for each in batches]
    assert (len(first) in (1, 2), len(read)) == (True, len(set(read))) == (True, 9)
    assert err.startswith("fleet.duckdb: goes on with the ")


def test_what_is_there_is_sized_while_the_rest_is_read(fleet, monkeypatch):
    shown, read, is_sized = fleet_progress.shown, BatchMetrics.read, Event()
    waited = []

    @contextmanager
    def watched(walk, file):
        with shown(walk, file) as tell:

            def told():
                tell()
                if walk.progress.sized:
                    is_sized.set()

            yield told

    def second_waits(self, batch):
        if batch.subscription == TWO:
            waited.append(is_sized.wait(30))
        return read(self, batch)

    monkeypatch.setattr(fleet_sizes, "_LEAST", 1)
    monkeypatch.setattr(fleet_progress, "EVERY_S", 0.01)
    monkeypatch.setattr(fleet_progress, "shown", watched)
    monkeypatch.setattr(BatchMetrics, "read", second_waits)
    code, out, _ = fleet("--weeks", "1", "--grain", "1h", "--format", "json")
    assert (code, {*waited}) == (0, {True})
    ids = [item["id"].split("/")[2] for item in json.loads(out)["resources"]]
    assert ids == [ONE, ONE, TWO, TWO]


def test_bad_input_is_one_error_and_no_file(fleet, tmp_path):
    said = (
        "goes without --stack, --write, --dry-run: a fleet is no stack; leave one or the other out"
    )
    code, out, err = fleet("--stack", "dev", "--write", "--dry-run")
    assert (code, out, err) == (2, "", f"error: --fleet: {said}\n")
    lost = "cannot be made: its folder is not there; make the folder first"
    assert fleet("--parquet", "no/p", file="none/f")[2] == (
        f"error: --fleet: none/f {lost}\nerror: --parquet: no/p {lost}\n"
    )
    assert fleet("--subscription", "mine")[2] == (
        "error: --subscription: 'mine' is no id of a subscription; 'az account show --query id'"
        " tells yours\n"
    )
    assert not [*tmp_path.iterdir()]
    (tmp_path / "text").write_text("no database, but long enough to be told from an empty one" * 99)
    code, out, err = fleet(file="text")
    assert (code, out, err.count("error:")) == (2, "", 1)
    assert err.startswith("error: text: cannot be used as a DuckDB file: ")
    with duckdb.connect(tmp_path / "other") as other:
        other.execute("CREATE TABLE about (a INTEGER)")
    fix = "name another file to begin anew"
    assert fleet(file="other")[2] == f"error: other: a DuckDB file of something else; {fix}\n"


def test_a_file_is_of_one_azure_one_time_and_one_version(fleet, tmp_path):
    out = fleet("--subscription", ONE, "--weeks", "1", "--grain", "1h", file="kept")[1]
    assert out.startswith("sizes of 1 subscription of http://127.0.0.1:")
    code, out, err = fleet("--subscription", ONE, "--weeks", "2", file="kept")
    fix = "give that, or name another file with --fleet"
    assert (code, out, err) == (
        2,
        "",
        f"error: --weeks: 2 is not what kept holds, which is 1; {fix}\n"
        f"error: --grain: 5m is not what kept holds, which is 1h; {fix}\n",
    )
    with duckdb.connect(tmp_path / "kept") as connection:
        connection.execute("UPDATE about SET value = '9' WHERE key = 'version'")
    code, out, err = fleet("--weeks", "1", "--grain", "1h", file="kept")
    told = "has version 9; this azgreen supports version 1; use the azgreen that wrote it"
    assert (code, out) == (2, "")
    assert err == f"error: kept: {told}, or name another file to begin anew\n"


def test_one_process_at_a_time_has_the_file(fleet, tmp_path):
    holder = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print(flush=True); input()"
    argv = [sys.executable, "-c", holder, str(tmp_path / "held")]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        told = fleet(file="held")
        other.communicate(b"\n")
    assert told == (2, "", "error: held: another azgreen is working on it; wait for it\n")


def test_what_only_a_fleet_takes_is_refused_without_one(capsys):
    assert main(["rightsize", "--grain", "1h", "--subscription", ONE, "--subscription", TWO]) == 2
    assert capsys.readouterr().err == (
        "error: --grain: goes with --fleet only; give --fleet FILE, or leave it out\n"
        "error: --stack: missing; name the stack, or a file with --fleet\n"
        "error: --subscription: 2 are given; a stack is in one\n"
    )
