"""Does `azgreen schedule` move jobs into clean hours, and say what that saved in the end?"""

from __future__ import annotations

import http.client
import json
import subprocess
import threading
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.cli.conftest import token
from tests.cli.grid_services import GridServices

from azgreen import catalog
from azgreen.cli import main
from azgreen.cli.schedule.jobs import read_jobs
from azgreen.errors import InputError
from azgreen.grid import ElectricityMaps, WattTime
from azgreen.grid.electricity_maps import KEY
from azgreen.grid.watttime import PASSWORD, USER
from azgreen_emulator.clock import ManualClock
from azgreen_emulator.server import LocalAzure

NOW = datetime(2027, 1, 10, 9, 20, tzinfo=UTC)  # a Sunday
MONDAY = datetime(2027, 1, 11, tzinfo=UTC)  # of the fine-tuning
HOUR = timedelta(hours=1)
THURSDAY_2 = 3 * 24 + 2
EVALUATION = "every week on Monday at 13:00 UTC"
TUNING = "once on 2027-01-11 at 13:00 UTC"
STACK_FILE = b"stacks/Pulumi.local.yaml"


@pytest.fixture(scope="module")
def running():
    with GridServices() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def own(monkeypatch):
    """The environment without what the machine has set."""
    for name in (KEY, USER, PASSWORD, "AZGREEN_AZURE_URL", "AZURE_SUBSCRIPTION_ID"):
        monkeypatch.delenv(name, raising=False)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    return monkeypatch


@pytest.fixture
def services(running, own):  # noqa: ARG001 - its order counts
    """A usual week with one clean hour, and a cleaner one on the day of the fine-tuning."""
    running.reset()
    running.week[THURSDAY_2], running.week[13], running.week[4] = 20.0, 40.0, 30.0
    running.ahead = {MONDAY + 5 * HOUR: 10.0}
    return running


@pytest.fixture
def key(own):
    own.setenv(KEY, "good-key")


@pytest.fixture
def account(own):
    own.setenv(USER, "user")
    own.setenv(PASSWORD, "password")


@pytest.fixture
def schedule(services, project, capsys, monkeypatch):
    """Runs the command at NOW; returns exit code, stdout and stderr."""
    monkeypatch.setattr("azgreen.cli.schedule.datetime", SimpleNamespace(now=lambda _: NOW))

    def run(*options, stack="local"):
        named = ("--stack", stack, "--cwd", str(project), "--grid-url", services.url)
        try:
            code = main(["schedule", *named, *options])
        except SystemExit as ended:
            code = ended.code
        told = capsys.readouterr()
        shown = [each.replace(f"{project}/", "").replace(services.url, "URL") for each in told]
        return code, *shown

    return run


@pytest.fixture
def file(project):
    return project / "stacks/Pulumi.local.yaml"


def edited(file, *pairs):
    text = file.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, "utf-8")


def jobs(schedule, *options, code=1):
    done, out, err = schedule("--format", "json", *options)
    assert (done, err) == (code, "")
    told = json.loads(out)
    return told, {job["job"]: job for job in told["jobs"]}


@pytest.mark.usefixtures("key")
def test_each_job_goes_where_it_emits_the_least(schedule, services):
    told, found = jobs(schedule)
    assert (told["changes"], told["grid_zone"], told["notes"]) == (2, "SE-SE3", [])
    evaluation, tuning = found["evaluation"], found["fineTuning"]
    weekly = {"every": "week", "on": None}
    now = {**weekly, "starts": EVALUATION, "weekday": 0, "hour_utc": 13, "gco2e_per_kwh": 40}
    told = {"starts": "every week on Thursday at 02:00 UTC", "weekday": 3, "hour_utc": 2}
    assert evaluation["now"] == now
    best = {**weekly, **told, "gco2e_per_kwh": 20}
    assert (evaluation["best"], evaluation["saved_share"]) == (best, 0.5)
    assert evaluation["energy_kwh"] is evaluation["saved_gco2e_per_month"] is None
    assert evaluation["source"] == (
        "mean of the 4 weeks until 2027-01-10 09:00 UTC, Electricity Maps, hours of zone SE-SE3"
    )
    once = {"every": "once", "on": "2027-01-11", "weekday": None}
    assert tuning["now"] == {**once, "starts": TUNING, "hour_utc": 13, "gco2e_per_kwh": 40}
    told = {"starts": "once on 2027-01-11 at 05:00 UTC", "hour_utc": 5, "gco2e_per_kwh": 10}
    assert (tuning["best"], tuning["at_once"]) == ({**once, **told}, {"gco2e_per_kwh": 50})
    assert tuning["source"] == (
        "Electricity Maps, forecast of zone SE-SE3, made 2027-01-10 09:20 UTC"
    )
    kwh, saved = tuning["energy_kwh"], tuning["saved_gco2e_per_run"]
    assert saved == pytest.approx({name: value * 30 for name, value in kwh.items()})
    assert tuning["saved_gco2e_per_month"] is None
    # three questions of ten days at most for four weeks, and one for the hours to come
    assert [path.rpartition("/")[2] for path, _ in services.asked] == ["past-range"] * 3 + [
        "forecast"
    ]


@pytest.mark.usefixtures("key")
def test_a_table_says_what_by_which_hours_and_against_what(schedule):
    code, out, _ = schedule()
    assert code == 1
    head, evaluation, tuning, counts = out.rstrip().split("\n\n")
    assert head == "jobs of stack 'local' that can wait, in swedencentral (grid zone SE-SE3)"
    assert evaluation.splitlines() == [
        f"evaluation: {EVALUATION} -> every week on Thursday at 02:00 UTC",
        "  grid: 40 as it starts now, 20 at best (gCO2e/kWh, average)",
        "  by: mean of the 4 weeks until 2027-01-10 09:00 UTC, Electricity Maps, hours of zone"
        " SE-SE3",
        "  saves: 50.0% of a run; in gCO2e not known: what its machine draws is not known: the"
        " catalogue",
        "    lists power for GPUs alone",
    ]
    assert tuning.splitlines()[0] == f"fineTuning: {TUNING} -> once on 2027-01-11 at 05:00 UTC"
    assert tuning.splitlines()[3].startswith("  saves: 75.0%, ")
    assert tuning.splitlines()[4] == "  against running at once: 80.0% less"
    assert tuning.splitlines()[5].startswith("  looked at: until 2027-01-12 00:3")
    assert counts == "2 to move, 0 to stay"


@pytest.mark.usefixtures("key")
def test_what_is_written_is_what_the_program_then_chooses(schedule, file, services):
    before = file.read_text("utf-8")
    code, out, _ = schedule("--dry-run")
    assert (code, file.read_text("utf-8")) == (1, before)
    shown = [line for line in out.splitlines() if line[:1] in "+-" and line[1:2] == " "]
    profile = ", ".join(f"{value:.1f}" for value in services.week)
    assert shown == ["-    hour: 13", f"+    carbonProfile: [{profile}]", "+    hour: 5"]
    code, out, _ = schedule("--write")
    assert (code, out.splitlines()[-1]) == (1, "recorded in stacks/Pulumi.local.yaml")
    after = file.read_text("utf-8")
    comments = [line for line in before.splitlines() if "#" in line]
    assert [line for line in after.splitlines() if "#" in line] == comments
    told = {job.name: job.window.told for job in read_jobs(file, NOW.date()).jobs}
    assert told == {
        "evaluation": "every week on Thursday at 02:00 UTC",
        "fineTuning": "once on 2027-01-11 at 05:00 UTC",
    }
    assert schedule("--write")[0] == 0
    assert file.read_text("utf-8") == after


def test_without_a_key_the_profile_of_the_file_counts_and_is_named(schedule, file, services):
    told, found = jobs(schedule, code=0)
    assert found["evaluation"]["why_not"] == "no hour of its grid is known"
    assert found["fineTuning"]["best"] is None
    assert told["notes"][0].endswith("which it has of zones in the United States alone")
    hours = ", ".join("9" if hour == 7 else "80" for hour in range(24))
    edited(
        file, ("    on: '2027-01-11'\n", f"    on: '2027-01-11'\n    carbonProfile: [{hours}]\n")
    )
    _, found = jobs(schedule, "--deadline", "2027-01-11T20:00+01:00", code=0)
    # the program has chosen by it already: there is nothing to write
    tuning = found["fineTuning"]
    assert (tuning["now"]["hour_utc"], tuning["now"]["gco2e_per_kwh"]) == (7, 9)
    assert (tuning["source"], tuning["is_to_move"]) == ("carbonProfile of the stack's file", False)
    assert services.asked == []


def test_the_mean_day_of_the_catalogue_stands_in_where_there_is_one(schedule, file, services):
    edited(file, ("location: swedencentral", "location: westus3"))
    _, found = jobs(schedule)
    evaluation, tuning = found["evaluation"], found["fineTuning"]
    # noon in Arizona
    assert (evaluation["best"]["hour_utc"], tuning["best"]["hour_utc"]) == (18, 18)
    assert evaluation["best"]["gco2e_per_kwh"] == 405.9
    assert evaluation["source"] == (
        "catalogue, hours of 2022 (Electricity Maps, ODbL, mean of the year), zone US-SW-AZPS"
    )
    _, out, _ = schedule("--dry-run")
    hours = ", ".join(map(str, catalog.grid_hours("US-SW-AZPS")))
    assert f"+    carbonProfile: [{hours}]" in out.splitlines()
    assert services.asked == []


@pytest.mark.usefixtures("account")
def test_marginal_rates_are_called_so_and_no_profile_of_averages(schedule, file):
    _, found = jobs(schedule)
    evaluation, tuning = found["evaluation"], found["fineTuning"]
    # its day stays: a profile would be taken for averages
    assert evaluation["best"]["starts"] == "every week on Monday at 04:00 UTC"
    assert evaluation["best"]["marginal_gco2_per_kwh"] == pytest.approx(30)
    assert "gco2e_per_kwh" not in evaluation["best"]
    assert evaluation["source"].startswith(
        "mean of the 4 weeks until 2027-01-10 09:00 UTC, WattTime"
    )
    assert tuning["best"]["marginal_gco2_per_kwh"] == pytest.approx(10)
    assert tuning["saved_marginal_gco2_per_run"]["mid"] > 0
    assert "saved_gco2e_per_run" not in tuning
    assert tuning["source"] == (
        "WattTime, marginal forecast of region SE, made 2027-01-10 09:20 UTC"
    )
    assert "marginal: what one more kWh causes" in schedule("--write")[1]
    text = file.read_text("utf-8")
    assert "hour: 4" in text
    assert "hour: 5" in text
    assert "carbonProfile:" not in text.replace("into carbonProfile", "")


@pytest.mark.usefixtures("key")
def test_a_week_that_is_not_opened_leaves_the_forecast_of_the_next_run(schedule, services):
    services.refused = {"past-range"}
    told, found = jobs(schedule)
    assert told["notes"] == [
        "Electricity Maps has no past weeks of this grid: not in the key's plan (past-range)"
    ]
    assert found["evaluation"]["best"]["starts"] == "every week on Monday at 05:00 UTC"
    assert "a forecast tells of the next run alone: look again before each" in schedule()[1]
    services.refused = {"past-range", "forecast"}
    told, found = jobs(schedule, code=0)
    assert (
        told["notes"][1]
        == "Electricity Maps has no forecast of this grid: not in the key's plan (forecast)"
    )
    assert found["evaluation"]["why_not"] == "no hour of its grid is known"


@pytest.mark.usefixtures("key")
def test_a_zone_that_is_not_known_moves_nothing(schedule, services):
    services.zones = set()
    told, _ = jobs(schedule, code=0)
    assert told["notes"][0] == (
        "Electricity Maps has no past weeks of this grid: not known there (404: No data for zone"
        " SE-SE3)"
    )


@pytest.mark.usefixtures("key")
def test_a_later_deadline_takes_more_days_and_writes_the_day(schedule, file, services):
    services.ahead = {MONDAY + 29 * HOUR: 5.0}
    _, found = jobs(schedule)
    assert found["fineTuning"]["best"]["starts"] == "once on 2027-01-11 at 04:00 UTC"
    schedule("--write", "--deadline", "2027-01-14T00:00+01:00")
    assert "    on: '2027-01-12'\n    hour: 5\n    # The instructions" in file.read_text("utf-8")


@pytest.mark.usefixtures("key")
def test_a_deadline_counts_more_than_carbon(schedule, services):
    services.ahead = {MONDAY + 13 * HOUR: 1.0}
    _, found = jobs(schedule, "--deadline", "2027-01-11T11:00+01:00")
    tuning = found["fineTuning"]
    assert (tuning["best"]["hour_utc"], tuning["is_late_as_written"]) == (4, True)
    assert tuning["saved_share"] == -29
    assert tuning["saved_gco2e_per_run"] is None
    _, out, _ = schedule("--deadline", "2027-01-11T10:00")
    assert "  saves: nothing: 2900.0% more than as it starts now" in out.splitlines()
    late = "  as it is written it is not done by the deadline: that is why it moves"
    assert late in out.splitlines()


@pytest.mark.usefixtures("key")
def test_a_forecast_is_used_as_far_as_it_reaches(schedule, services):
    services.reaches = 24
    services.ahead = {}
    _, out, _ = schedule("--deadline", "2027-01-20T00:00")
    until = "  looked at: until 2027-01-11 10:00 UTC, which is as far as the forecast reaches"
    assert until in out.splitlines()
    assert "saves: not known: no forecast reaches the hour in which it starts now" in out
    services.reaches = 6  # not to the day of the job: its usual hours count
    _, found = jobs(schedule)
    assert found["fineTuning"]["source"].startswith("mean of the 4 weeks")


@pytest.mark.usefixtures("key")
def test_what_runs_every_day_goes_into_the_usual_hour(schedule, file, services):
    edited(file, ("    hour: 13\n", "    hour: 13\n    every: day\n"))
    services.week = [60.0 if index % 24 != 3 else 30.0 for index in range(168)]
    services.week[27], services.ahead = 50.0, {}
    _, found = jobs(schedule)
    assert found["evaluation"]["best"]["starts"] == "every day at 03:00 UTC"
    assert found["evaluation"]["best"]["gco2e_per_kwh"] == pytest.approx((6 * 30 + 50) / 7)
    services.refused = {"past-range"}
    _, found = jobs(schedule)
    assert found["evaluation"]["best"]["starts"] == "every day at 03:00 UTC"


@pytest.mark.usefixtures("key")
def test_a_flat_grid_and_a_run_that_was_change_nothing(schedule, file, services):
    services.week, services.ahead = [50.0] * 168, {}
    assert jobs(schedule, code=0)[0]["changes"] == 0
    edited(file, ("2027-01-11", "2027-01-09"))
    _, found = jobs(schedule, code=0)
    assert found["fineTuning"]["why_not"] == (
        "it was to start on 2027-01-09 13:00 UTC, which is over"
    )


def test_a_batch_deployment_says_what_is_not_known(schedule, file):
    edited(
        file,
        (
            "    - name: embeddings\n",
            "    - name: nightly\n      model: gpt-4.1-mini\n      sku: GlobalBatch\n"
            "      capacity: 10\n    - name: embeddings\n",
        ),
    )
    told, _ = jobs(schedule, code=0)
    (batch,) = told["batch"]
    assert batch["deployment"] == "nightly"
    assert batch["why_not"].startswith("it may be submitted at any time; Azure answers within 24 h")
    assert "nightly, batch deployment\n  not moved: it may be submitted" in schedule()[1]


@pytest.mark.usefixtures("key")
def test_a_stack_without_such_jobs_asks_nobody(schedule, services):
    code, out, err = schedule(stack="dev")
    assert (code, err, services.asked) == (0, "", [])
    assert out.endswith("\n\nnothing of the stack's file is a job with an hour of its own\n")


@pytest.mark.usefixtures("key")
def test_a_branch_has_the_evidence_as_its_message(schedule, project, own):
    for who in ("AUTHOR", "COMMITTER"):
        own.setenv(f"GIT_{who}_NAME", "Ada")
        own.setenv(f"GIT_{who}_EMAIL", "ada@example.com")

    def git(*words):
        return subprocess.run(["git", *words], cwd=project, capture_output=True, check=True).stdout

    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--no-gpg-sign", "--message", "Begin")
    assert schedule("--branch", "cleaner")[0] == 1
    message = git("log", "-1", "--format=%B", "cleaner").decode().splitlines()
    assert message[0] == "Run evaluation and fineTuning of local in cleaner hours"
    assert message[2] == f"evaluation: {EVALUATION} -> every week on Thursday"
    assert "fineTuning: once on 2027-01-11 at 13:00 UTC" in "\n".join(message)
    # each line is filled, and none was folded before
    short = pairwise(message)
    assert all(
        len(line) + len(after.split()[0]) > 71 for line, after in short if after[:4] == " " * 4
    )
    assert git("diff", "--numstat", "HEAD", "cleaner").split() == [b"2", b"1", STACK_FILE]
    assert git("status", "--porcelain") == b""


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ("--deadline", "tomorrow"),
            "--deadline: 'tomorrow' is no moment; write it as 2026-01-31T18:00+01:00; without a"
            " zone it is UTC",
        ),
        (
            ("--deadline", "2027-01-10T10:00+01:00"),
            "--deadline: '2027-01-10T10:00+01:00' is 2027-01-10 09:00 UTC, which is over: it is"
            " 2027-01-10 09:20 UTC; without a zone it is UTC",
        ),
        (
            ("--deadline", "2027-01-11T00:30"),
            "--deadline: 2027-01-11 00:30 UTC is too early for fineTuning; it can be done by"
            " 2027-01-11 00:35 UTC at the earliest, 0.59 h long",
        ),
        (
            ("--grid", "live"),
            f"--grid: live needs a key, and none is set; set {KEY}, or {USER} and {PASSWORD}; or"
            " take --grid profile, which asks nobody",
        ),
        (
            ("--export", "x", "--subscription", "y"),
            "--export: is for the runs that were; add --realised, or leave it out\n"
            "error: --subscription: is for the runs that were; add --realised, or leave it out",
        ),
        (
            ("--realised", "--write", "--deadline", "2027-01-11"),
            "--deadline: is for the starts to come; leave it or --realised out\n"
            "error: --write: is for the starts to come; leave it or --realised out",
        ),
    ],
)
def test_what_cannot_be_used(schedule, options, message):
    assert schedule(*options) == (2, "", f"error: {message}\n")


def test_a_key_that_is_refused_is_one_error_and_nothing_is_written(schedule, file, monkeypatch):
    before = file.read_text("utf-8")
    monkeypatch.setenv(KEY, "bad")
    assert schedule("--write") == (
        2,
        "",
        f"error: Electricity Maps: refuses the key in {KEY} (401: Invalid auth-token); check it,"
        " or make a new one at electricitymaps.com\n",
    )
    monkeypatch.delenv(KEY)
    monkeypatch.setenv(USER, "user")
    told = "is not set; marginal rates need an account of WattTime; sign up at watttime.org"
    assert schedule() == (2, "", f"error: {PASSWORD}: {told}\n")
    assert file.read_text("utf-8") == before


@pytest.mark.usefixtures("key")
def test_a_file_that_was_edited_meanwhile_is_left_alone(schedule, file, services, monkeypatch):
    asked = services.answer

    def answering(*given):
        edited(file, ("owner: platform-team", "owner: platform-team "))
        return asked(*given)

    monkeypatch.setattr(services, "answer", answering)
    code, out, err = schedule("--write")
    assert (code, out) == (2, "")
    told = "was edited while the hours were read; look again"
    assert err == f"error: stacks/Pulumi.local.yaml: {told}\n"
    assert "carbonProfile: [" not in file.read_text("utf-8")


def test_every_fault_of_the_jobs_is_told_where_it_is_written(schedule, file):
    edited(file, ("hour: 13", "hour: 25"), ("trainingTokens: 2000000", "trainingTokens: -1"))
    code, out, err = schedule()
    assert (code, out) == (2, "")
    lines = err.splitlines()
    assert lines[0] == (
        "error: config azgreen:evaluation.hour: 25 is not an hour of the day; write a whole number"
        " from 0 to 23"
    )
    assert any(
        line.startswith("error: config azgreen:fineTuning.trainingTokens: ") for line in lines
    )


@pytest.mark.usefixtures("key")
def test_a_stack_without_a_run_that_is_once_has_no_deadline(schedule, file):
    edited(file, ("    on: '2027-01-11'\n", "    every: day\n"))
    told = "is for a job that runs once (azgreen:fineTuning.on), and the stack has none"
    assert schedule("--deadline", "2027-01-12") == (2, "", f"error: --deadline: {told}\n")


@pytest.mark.usefixtures("key", "account")
def test_the_past_is_read_in_parts_that_the_services_answer(services):
    services.is_estimated = True
    since = NOW.replace(minute=0) - timedelta(weeks=10)
    for service in (ElectricityMaps(services.url), WattTime(services.url)):
        where = (
            "SE-SE3" if isinstance(service, ElectricityMaps) else catalog.region("swedencentral")
        )
        found = service.past(where, since, NOW.replace(minute=0))
        service.close()
        assert (found.begin, found.end) == (since, NOW.replace(minute=0))
        assert found.reaches(since) == found.end
        assert found.is_marginal == isinstance(service, WattTime)
        assert found.mean(since, since + HOUR) == pytest.approx(services.at(since))
        assert ("1680 of 1680 hours estimated by it" in found.source) != found.is_marginal


def test_a_file_is_read_as_the_program_reads_it(file):
    edited(file, ("    hour: 13\n", ""))
    with pytest.raises(InputError, match=r"^config azgreen:evaluation\.carbonProfile: missing;"):
        read_jobs(file, date(2026, 11, 24))


GROUP = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg"
LEARNING = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/main"
CLUSTER = f"{LEARNING}/computes/train"
IDLE = LEARNING.replace("/main", "/idle")
ROOT = Path(__file__).parents[2]
ACTIONS = [
    f"Microsoft.MachineLearningServices/workspaces/{what}/read" for what in ("jobs", "schedules")
]
ENVIRONMENT = "azureml://registries/azureml/environments/sklearn-1.5/versions/1"
MACHINE = "Standard_NC24ads_A100_v4"
COMMAND = {
    "jobType": "Command",
    "command": "python train.py",
    "environmentId": ENVIRONMENT,
    "computeId": CLUSTER,
}
AGAIN = {"triggerType": "Recurrence", "timeZone": "UTC"}
STARTS = {"weekly": "2026-01-01T00:00:00", "daily": "2027-01-07T00:00:00"}
TRIGGERS = {
    "weekly": {
        **AGAIN,
        "frequency": "Week",
        "schedule": {"hours": [2], "minutes": [0], "weekDays": ["Thursday"]},
    },
    "daily": {**AGAIN, "frequency": "Day", "schedule": {"hours": [9], "minutes": [0]}},
}


def send(azure, method, path, api, body=None):
    connection = http.client.HTTPConnection(azure.url.removeprefix("http://"), timeout=10)
    headers = {"Authorization": "Bearer x", "Content-Type": "application/json"}
    text = None if body is None else json.dumps(body)
    connection.request(method, f"{path}?api-version={api}", text, headers)
    answer = connection.getresponse()
    told = answer.read()
    connection.close()
    assert answer.status < 300, told
    return json.loads(told)


def put(azure, path, body, api="2025-12-01"):
    send(azure, "PUT", path, api, body)


@pytest.fixture(scope="module")
def azure():
    """A workspace with a weekly and a daily schedule; its jobs run as the clock goes to NOW."""
    clock = ManualClock(datetime(2027, 1, 4, 6, tzinfo=UTC))
    with LocalAzure(None, clock=clock) as running:
        made_workspace(running)
        for name, trigger in TRIGGERS.items():
            job = {"actionType": "CreateJob", "jobDefinition": COMMAND}
            start = {"startTime": STARTS[name], "interval": 1}
            body = {"properties": {"action": job, "trigger": {**trigger, **start}}}
            put(running, f"{LEARNING}/schedules/{name}", body)
        clock.advance((datetime(2027, 1, 7, 9, 30, tzinfo=UTC) - clock.now()).total_seconds())
        put(running, f"{LEARNING}/jobs/by-hand", {"properties": COMMAND})
        clock.advance((datetime(2027, 1, 8, 9, 1, tzinfo=UTC) - clock.now()).total_seconds())
        yield running


def made_workspace(azure):
    providers = f"{GROUP}/providers"
    place = {"location": "swedencentral"}
    store, safe, seen = (
        f"{providers}/{name}"
        for name in (
            "Microsoft.Storage/storageAccounts/mlstore",
            "Microsoft.KeyVault/vaults/mlsafe",
            "Microsoft.Insights/components/mlinsights",
        )
    )
    tenant = send(azure, "GET", GROUP.partition("/resourceGroups")[0], "2022-12-01")["tenantId"]
    family = {"family": "A", "name": "standard"}
    vault = {"tenantId": tenant, "sku": family, "enableRbacAuthorization": True}
    sku = {"name": "Standard_LRS"}
    put(azure, GROUP, place, "2024-03-01")
    put(azure, store, {**place, "kind": "StorageV2", "sku": sku}, "2024-01-01")
    put(azure, safe, {**place, "properties": vault}, "2024-11-01")
    put(
        azure,
        seen,
        {**place, "kind": "web", "properties": {"Application_Type": "web"}},
        "2020-02-02",
    )
    held = {"storageAccount": store, "keyVault": safe, "applicationInsights": seen}
    whole = {**place, "identity": {"type": "SystemAssigned"}, "properties": held}
    for workspace in (LEARNING, IDLE):
        put(azure, workspace, whole)
    inner = {"vmSize": MACHINE, "scaleSettings": {"minNodeCount": 0, "maxNodeCount": 1}}
    nodes = {"computeType": "AmlCompute", "properties": inner}
    put(azure, CLUSTER, {**place, "properties": nodes})


def exported():
    inner = {"computeType": "AmlCompute", "properties": {"vmSize": MACHINE}}
    items = [
        (LEARNING, "Workspace", {"location": "swedencentral"}),
        (CLUSTER, "Compute", {"properties": inner}),
        (IDLE, "Workspace", {"location": "swedencentral"}),
    ]
    resources = [
        {"urn": f"urn:pulumi:local::p::{kind}::{id_}", "custom": True, "id": id_, "inputs": inputs}
        | {"type": f"azure-native:machinelearningservices:{kind}"}
        for id_, kind, inputs in items
    ]
    return json.dumps({"version": 3, "deployment": {"resources": resources}})


@pytest.fixture
def realised(schedule, azure, tmp_path):
    """Looks back from an export of the stack."""
    export = tmp_path / "stack.json"
    export.write_text(exported(), "utf-8")

    def run(*options, url=azure.url):
        code, out, err = schedule("--realised", "--export", str(export), "--azure", url, *options)
        return code, out.replace(str(export), "FILE"), err.replace(azure.url, "AZURE")

    return run


@pytest.mark.usefixtures("key")
def test_what_each_run_saved_is_told_by_the_hours_that_came(realised):
    code, out, err = realised("--format", "json")
    assert (code, err) == (0, "")
    home, idle = json.loads(out)["workspaces"]
    assert idle["runs"] == []
    assert home["source"] == "Electricity Maps, hours of zone SE-SE3"
    weekly, daily, by_hand, running = home["runs"]
    # its week began before there was a schedule
    why = "its schedule was made"
    assert (weekly["allowed"], weekly["allowed_because"]) == ("2027-01-04T06:00:00+00:00", why)
    assert weekly["began"] == "2027-01-07T02:00:50+00:00"
    assert (weekly["gco2e_per_kwh"], weekly["at_once_gco2e_per_kwh"]) == (20, 50)
    assert (weekly["saved_share"], weekly["regret_gco2e_per_kwh"]) == (0.6, 0)
    kwh, saved = weekly["energy_kwh"], weekly["saved_gco2e"]
    assert kwh["mid"] > 0
    assert saved == pytest.approx({name: value * 30 for name, value in kwh.items()})
    # it waited for nothing but its machine
    assert by_hand["allowed_because"] == "submitted"
    assert (by_hand["saved_share"], by_hand["regret_gco2e_per_kwh"]) == (0, 0)
    assert (daily["schedule"], daily["allowed_because"]) == ("daily", "its day began")
    assert (daily["began"], daily["saved_share"]) == ("2027-01-07T09:00:50+00:00", 0)
    # what an hour of its day would have saved
    assert daily["regret_gco2e_per_kwh"] == 30
    assert running["why_not"] == "it has not ended"
    assert home["saved_share"] == pytest.approx(30 / 150)
    assert home["saved_gco2e"]["mid"] == pytest.approx(saved["mid"])


@pytest.mark.usefixtures("key")
def test_a_loss_is_told_as_a_loss(realised, services):
    services.week[THURSDAY_2], services.week[6] = 80.0, 40.0
    code, out, _ = realised()
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == ("runs of stack 'local' in the last 4 weeks, against running at once (UTC)")
    assert lines[2:5] == [
        "workspace main, swedencentral (grid zone SE-SE3)",
        "  by: Electricity Maps, hours of zone SE-SE3",
        "  then, at once and regret in gCO2e/kWh",
    ]
    told = "weekly-20270107T020000Z 2027-01-04 06:00 2027-01-07 02:00 80 40 -100.0% 40"
    assert lines[6].split()[:-1] == told.split()
    assert "    not compared: it has not ended" in lines
    assert lines[-1] == "nothing has run in workspace idle"
    assert lines[-3] == "  1 run of them would have been cleaner at once"
    assert "  3 runs saved -28.6% by time and intensity; -" in out


@pytest.mark.usefixtures("account")
def test_marginal_rates_stay_apart_in_what_was_realised(realised, services):
    home, _ = json.loads(realised("--format", "json")[1])["workspaces"]
    first = home["runs"][0]
    assert first["marginal_gco2_per_kwh"] == pytest.approx(20)
    assert "saved_marginal_gco2" in first
    assert "gco2e_per_kwh" not in first
    assert "then, at once and regret in gCO2/kWh, marginal" in realised()[1]
    services.refused = {"historical"}
    _, out, _ = realised()
    assert "WattTime does not tell its hours: the account does not open SE" in " ".join(out.split())


def test_without_a_key_usual_hours_stand_in_or_nothing_is_compared(realised, file):
    _, out, _ = realised()
    assert "by: nothing is known of its hours" in out
    assert "not compared: nothing is known of its hours: no key is set, and neither the file" in out
    hours = ", ".join("9" if hour == 2 else "90" for hour in range(24))
    edited(file, ("    hour: 13\n", f"    carbonProfile: [{hours}]\n"))
    _, out, _ = realised()
    assert "by: carbonProfile of the stack's file: usual hours, not those that came" in out
    assert "90.0%" in out


@pytest.mark.usefixtures("key")
def test_the_rights_of_the_documents_are_enough_and_each_is_needed(realised, monkeypatch):
    text = (ROOT / "docs/roles.md").read_text("utf-8")
    section = text.split("## azgreen schedule\n")[1].split("\n## ")[0]
    actions = [row.split("`")[1] for row in section.splitlines() if row.startswith("| `Micro")]
    assert actions == ACTIONS
    monkeypatch.setenv("AZGREEN_AZURE_TOKEN", token(azgreen_actions=actions))
    assert realised()[0] == 0
    for action in actions:
        rest = [other for other in actions if other != action]
        monkeypatch.setenv("AZGREEN_AZURE_TOKEN", token(azgreen_actions=rest))
        what = action.split("/")[2]
        assert realised() == (
            2,
            "",
            f"error: {what} of {LEARNING} may not be read: AuthorizationFailed; {action} is needed:"
            " ask for the role 'Reader' on the workspace\n",
        )


def test_nobody_answers_and_nothing_is_deployed(realised, schedule, tmp_path):
    code, _, err = realised(url="http://127.0.0.1:9")
    assert code == 2
    assert err.startswith("error: http://127.0.0.1:9 does not answer: ")
    code, _, err = schedule("--realised", stack="dev")
    assert code == 2
    assert err.startswith("error: stack 'dev' has deployed nothing of Azure's; run 'azgreen up'")
    export = tmp_path / "none.json"
    text = json.loads(exported())
    text["deployment"]["resources"] = text["deployment"]["resources"][1:2]
    export.write_text(json.dumps(text), "utf-8")
    code, _, err = schedule("--realised", "--export", str(export), "--azure", "http://127.0.0.1:9")
    assert (code, err) == (
        2,
        "error: stack 'local' has deployed no workspace of Azure Machine Learning, where its jobs"
        " run; give it a job first\n",
    )
