"""Does `azgreen rightsize` size what is deployed by what it measured, and write the answer down?"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.conftest import token
from tests.cli.local_azure import send

from azgreen.azure import AzurePlace
from azgreen.azure.metrics import Asked, Metrics, parts
from azgreen.cli import main
from azgreen.cli._deployed import Deployed
from azgreen.cli.rightsize import record
from azgreen.cli.rightsize.look import Look
from azgreen.cli.used.online import least_of
from azgreen.errors import AzureError, InputError
from azgreen.estimate.rightsizing import OnlineUse, PtuUse, Samples, TokenUse, recommend
from azgreen.estimate.scaling import Instance
from azgreen_emulator.server import LocalAzure

SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
ACCOUNT = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/acc"
MODEL = {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"}
BOUGHT = {"name": "ProvisionedManaged", "capacity": 100}
NEED = {"azgreen-need": "requests-per-second=4 input-tokens=1155 output-tokens=211"}
METRICS = "Microsoft.Insights/metrics/read"


def put(azure, path, body, api="2025-06-01"):
    send(azure, "PUT", f"{path}?api-version={api}", body)


def place_load(azure, resource, per_minute, weeks=3, **more):
    generated = {"weeks": weeks, "requests_per_minute": per_minute}
    send(azure, "POST", "/azgreen/load", {"resource": resource, "generate": generated, **more})


@pytest.fixture(scope="module")
def azure():
    """Two deployments of one account, far too large for what comes."""
    with LocalAzure(None) as running:
        put(running, GROUP, {"location": "swedencentral"}, "2024-03-01")
        body = {"location": "swedencentral", "kind": "OpenAI", "sku": {"name": "S0"}}
        put(running, ACCOUNT, body | {"properties": {"customSubDomainName": "acc"}})
        for name, sku in (("chat", {"name": "Standard", "capacity": 900}), ("bought", BOUGHT)):
            deployment = f"{ACCOUNT}/deployments/{name}"
            put(running, deployment, {"sku": sku, "properties": {"model": MODEL}})
            place_load(running, deployment, 40)
        yield running


def exported(*items):
    """Return what `pulumi stack export` writes, of ids, types and inputs."""
    resources = [
        {"urn": f"urn:pulumi:dev::p::{token}::{i}", "custom": True, "type": token, "id": id_}
        | {"inputs": inputs}
        for i, (id_, token, inputs) in enumerate(items)
    ]
    return json.dumps({"version": 3, "deployment": {"resources": resources}})


def model(name, sku, **more):
    inputs = {"sku": sku, "properties": {"model": MODEL}, "tags": NEED, **more}
    return f"{ACCOUNT}/deployments/{name}", "azure-native:cognitiveservices:Deployment", inputs


HOME = (ACCOUNT, "azure-native:cognitiveservices:Account", {"location": "swedencentral"})
CHAT = model("chat", {"name": "Standard", "capacity": 900})
STACK = [HOME, CHAT, model("bought", BOUGHT)]


@pytest.fixture
def rightsize(azure, tmp_path, capsys, monkeypatch):
    for name in ("AZURE_SUBSCRIPTION_ID", "ARM_SUBSCRIPTION_ID", "AZGREEN_AZURE_URL"):
        monkeypatch.delenv(name, raising=False)

    def run(items, *options, url=azure.url):
        file = tmp_path / "stack.json"
        file.write_text(exported(*items), "utf-8")
        where = ("--azure", url) if url else ()
        shared = ["--stack", "dev", "--cwd", str(tmp_path), "--export", str(file)]
        code = main(["rightsize", *shared, *where, *options])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


@pytest.mark.usefixtures("every_five_minutes")
def test_models_are_sized_by_their_tokens(rightsize, azure):
    gateway = (f"{GROUP}/providers/Microsoft.ApiManagement/service/gate", "x:y:Z", {})
    code, out, err = rightsize([*STACK, gateway], "--format", "json")
    assert (code, err) == (1, "")
    told = json.loads(out)
    chat, bought, found = told["resources"]
    assert (told["changes"], told["azure"], told["weeks"]) == (2, azure.url, 2)
    assert chat["verdict"] == bought["verdict"] == "change"
    # busiest minutes of 40 a minute with 1,366 tokens each, and 1 % of them may be refused
    assert 80 <= chat["recommended"]["capacity"] <= 160
    assert 15 <= bought["recommended"]["ptu"] <= 50
    assert bought["saving"]["usd_per_month"] > 0
    assert chat["risk"]["then"] <= 0.01
    assert found["why"] == (
        "a gateway's tier follows from what it has to do, and what a unit carries is published for"
        " none; whether it stands idle is told by 'azgreen waste'"
    )


@pytest.mark.usefixtures("every_five_minutes")
def test_a_throttled_back_end_is_asked_again(rightsize, azure):
    for fault in ({"kind": "throttled", "retry_after_s": 0.01}, {"kind": "busy"}):
        send(azure, "POST", "/azgreen/faults", fault)
        code, out, err = rightsize([HOME, CHAT], "--weeks", "1")
        assert (code, err, "100% coverage" in out) == (0, "", True)
        assert send(azure, "GET", "/azgreen/faults") == {"value": []}


def test_gaps_stay_gaps_and_too_few_samples_give_no_size(rightsize, azure):
    send(azure, "POST", "/azgreen/faults", {"kind": "gaps", "share": 0.4, "calls": 9})
    code, out, _ = rightsize([HOME, CHAT], "--weeks", "1")
    send(azure, "DELETE", "/azgreen/faults")
    assert code == 0
    assert "more data: 168 of 168 hours of the week were seen fewer than 2 times" in out
    assert "(7.0 days at 60% coverage); about 10 more days of samples are needed" in out


def test_bad_input_is_one_error_and_writes_nothing(rightsize, monkeypatch):
    nobody = "11111111-2222-3333-4444-555555555555"
    told = f"has nothing of the stack, which is in {SUBSCRIPTION}; name that one"
    assert rightsize(STACK, "--subscription", nobody) == (
        2,
        "",
        f"error: --subscription: {nobody} {told}\n",
    )
    allowed = "allowed: 1 to 13, which is as long as Azure keeps metrics"
    said = f"error: --weeks: 14 is not usable; {allowed}\n"
    assert rightsize(STACK, "--weeks", "14") == (2, "", said)
    code, out, err = rightsize(STACK, "--stack", "prod")
    assert (code, out) == (2, "")
    assert err.endswith("stack.json: holds stack 'dev', not 'prod'; name it with --stack\n")
    gone = model("gone", {"name": "Standard", "capacity": 1})
    plain = ("", "pulumi:pulumi:Stack", {})
    fix = "run 'azgreen up' first, or give what 'pulumi stack export' wrote with --export"
    said = f"error: stack 'dev' has deployed nothing of Azure's; {fix}\n"
    assert rightsize([plain]) == (2, "", said)
    other = (ACCOUNT.replace("acc", "no"), HOME[1], HOME[2])
    lost = (gone[0].replace("accounts/acc", "accounts/no"), gone[1], gone[2])
    code, out, err = rightsize([other, lost])
    assert (code, out, err.count("error:")) == (2, "", 1)
    assert err.endswith(
        "it is gone from this Azure; deploy it again or name the Azure that has it\n"
    )
    monkeypatch.setenv("AZGREEN_AZURE_TOKEN", token(exp=1))
    code, out, err = rightsize(STACK)
    assert (code, out, err.count("error:")) == (2, "", 1)
    assert err.startswith("error: Azure does not take the token: ")


def test_no_answer_and_a_refused_question_are_one_error(rightsize, azure):
    with LocalAzure(None) as over:
        nobody = over.url
    code, out, err = rightsize(STACK, url=nobody)
    assert (code, out, err.count("error:")) == (2, "", 1)
    assert err.startswith(f"error: {nobody} does not answer: ")
    place, now = AzurePlace(azure.url, SUBSCRIPTION), datetime.now(UTC)
    asked = Asked(ACCOUNT, "Microsoft.CognitiveServices/accounts", "ModelRequests", apart="Moon")
    with Metrics(place) as metrics, pytest.raises(AzureError) as caught:
        metrics.read(asked, now - timedelta(hours=1), now)
    assert caught.value.status == 400
    assert f"metric 'ModelRequests' of {ACCOUNT}: " in str(caught.value)
    assert "does not support requested dimension combination: moon" in str(caught.value)


@given(hours=st.integers(1, 90 * 24))
def test_a_long_time_is_read_in_parts_of_30_days(hours):
    since = datetime(2026, 3, 1, 7, tzinfo=UTC)
    until = since + timedelta(hours=hours)
    found = [*parts(since, until)]
    assert [found[0][0], *(last for _, last in found)] == [*(at for at, _ in found), until]
    assert all(timedelta() < last - first <= timedelta(days=30) for first, last in found)


@pytest.mark.parametrize(
    ("environment", "deployed", "least"), [("prod", 6, 3), ("prod", 1, 1), ("dev", 6, 1)]
)
def test_production_keeps_the_instances_that_are_recommended_for_it(environment, deployed, least):
    resource = Deployed(CHAT[0], {"tags": {"environment": environment}})
    assert least_of(resource, deployed) == least


def test_the_missing_role_is_named(rightsize, caller):
    caller(azgreen_actions=["Microsoft.Search/*"])
    code, out, err = rightsize([HOME, CHAT])
    assert (code, out, err.count("error:")) == (2, "", 1)
    fix = f"{METRICS} is needed: ask for the role 'Monitoring Reader' on the resource group\n"
    assert err.endswith(fix)


# What is written down. No Azure takes part: a look that was taken goes in.

FILE = """\
# The whole of it.
config:
  azgreen:environment: dev
  azgreen:deployments:
    - name: chat
      model: gpt-4.1-mini
      capacity: 900 # by feeling
  azgreen:provisioned: {model: gpt-4.1-mini, ptu: 100}
  # Machines of our own.
  azgreen:endpoint:
    minInstances: 6
    deployments:
      - name: phi
        model: Phi-4
        traffic: {requestsPerSecond: 4, inputTokens: 1155, outputTokens: 211}
"""
ONLINE = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/w/onlineEndpoints/e"


@pytest.fixture(scope="module")
def looks():
    """Every kind of resource, sized on weeks of the same rate."""
    flat = Samples(datetime(2026, 11, 2, tzinfo=UTC), 3600, (60.0,) * (14 * 24))
    each = Instance(600, 9, 2, 6)
    made = (
        (CHAT[0], CHAT[2], TokenUse("chat", 900, flat.each(lambda n: 1000 * n))),
        (
            *model("bought", BOUGHT)[::2],
            PtuUse("bought", "gpt-4.1-mini", BOUGHT["name"], "swedencentral", 100, flat, 1155, 211),
        ),
        (
            f"{ONLINE}/deployments/phi",
            {"tags": NEED},
            OnlineUse(
                "phi", flat, each, "Standard_NC40ads_H100_v5", "swedencentral", 6, quick=True
            ),
        ),
    )
    return [Look(Deployed(id_, props), use, recommend(use)) for id_, props, use in made]


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "Pulumi.dev.yaml"
    made.write_text(FILE, "utf-8")
    return made


def test_sizes_are_written_with_all_else_as_it_was_and_only_once(file, looks):
    first = record.change(file, looks)
    sizes = [dict(look.found.size) for look in looks]
    hours = ", ".join(["1.0"] * 168)
    # a comment stays in its column
    wanted = FILE.replace("capacity: 900", f"capacity: {sizes[0]['capacity']:<3}")
    wanted = wanted.replace("ptu: 100", f"ptu: {sizes[1]['ptu']}")
    wanted = wanted.replace("requestsPerSecond: 4,", "requestsPerSecond: 1.0,")
    wanted = wanted.replace("minInstances: 6", f"minInstances: {sizes[2]['instances']}")
    assert first.after == f"{wanted}    trafficProfile: [{hours}]\n"
    assert file.read_text("utf-8") == FILE
    first.write()
    assert record.change(file, looks).difference == ""


UP = "deploy the file with 'azgreen up', or take the edit back, and look again"
LOST = "that was deployed by another file or program; change the size where it is written"


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (("900", "700"), f"azgreen:deployments[0].capacity: is 700, 900 is deployed; {UP}"),
        (("ptu: 100", "ptu: 50"), f"azgreen:provisioned.ptu: is 50, 100 is deployed; {UP}"),
        (
            ("minInstances: 6", "minInstances: 7"),
            f"azgreen:endpoint.deployments[0].minInstances: is 7, 6 are deployed; {UP}",
        ),
        (
            ("Second: 4,", "Second: 5,"),
            "azgreen:endpoint.deployments[0].traffic.requestsPerSecond: is 5, 4.0 is deployed;"
            f" {UP}",
        ),
        (("name: chat", "name: talk"), f"azgreen:deployments: has no deployment 'chat': {LOST}"),
        (
            ("azgreen:provisioned: {model: gpt-4.1-mini", "azgreen:provisioned: {model: gpt-5"),
            f"azgreen:provisioned: is not of model 'gpt-4.1-mini': {LOST}",
        ),
        (
            ("name: phi\n", "name: psi\n"),
            f"azgreen:endpoint.deployments: has no deployment 'phi': {LOST}",
        ),
    ],
)
def test_what_is_not_what_was_deployed_is_refused(file, looks, edit, told):
    text = FILE.replace(*edit)
    assert text != FILE
    file.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        record.change(file, looks)
    assert str(caught.value) == f"{file}: {told}"
    assert file.read_text("utf-8") == text


def test_each_of_several_deployments_gets_hours_and_a_least_of_its_own(file, looks):
    other = "      - {name: big, model: Phi-4, traffic: {requestsPerSecond: 9}}\n"
    given = FILE.replace(
        "      - name: phi\n        model: Phi-4\n", f"{other}      - model: PHI\n"
    )
    file.write_text(given, "utf-8")
    first = record.change(file, looks[2:])
    hours = ", ".join(["1.0"] * 168)
    wanted = given.replace("requestsPerSecond: 4,", "requestsPerSecond: 1.0,")
    count = looks[2].found.size["instances"]
    assert first.after == (
        f"{wanted}        minInstances: {count}\n    trafficProfiles:\n      phi: [{hours}]\n"
    )
    first.write()
    assert record.change(file, looks[2:]).difference == ""
    # what has its own keeps it, and all others the endpoint's
    file.write_text(first.after.replace("phi: [1.0,", "phi: [9.0,"), "utf-8")
    with pytest.raises(InputError, match=r"traffic.requestsPerSecond: is 1.0, 4.0 is deployed"):
        record.change(file, looks[2:])


def test_every_edit_is_told_at_once(file, looks):
    file.write_text(FILE.replace("900", "700").replace("ptu: 100", "ptu: 50"), "utf-8")
    with pytest.raises(InputError) as caught:
        record.change(file, looks)
    assert len(caught.value.faults) == 2


def test_a_derived_capacity_is_written_out(file, looks):
    derived = "traffic: {requestsPerSecond: 4, inputTokens: 1155, outputTokens: 211}"
    file.write_text(FILE.replace("capacity: 900 # by feeling", derived), "utf-8")
    after = record.change(file, looks[:1]).after
    assert f"capacity: {looks[0].found.size['capacity']}\n" in after
    other = replace(looks[0], resource=Deployed(CHAT[0], {"tags": {}}))
    with pytest.raises(InputError, match="requestsPerSecond: is 4, None is deployed"):
        record.change(file, [other])
