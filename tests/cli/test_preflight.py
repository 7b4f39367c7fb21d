"""Does `azgreen preflight` ask the local Azure by Microsoft's clients, and tell what it says?"""

from __future__ import annotations

import http.client
import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.cli.pulumi_forms import preview_json, stack_export

from azgreen.azure import AzurePlace
from azgreen.azure.signed_in import signed_in
from azgreen.cli import _preflighting, main
from azgreen_emulator.engine.monitor import Registration
from azgreen_emulator.server import LocalAzure

SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
ROOT = Path(__file__).parents[2]
MODEL = {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"}
ACCOUNT = "/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/acc"


@pytest.fixture(scope="module")
def azure():
    with LocalAzure(None) as running:
        yield running


@pytest.fixture
def preflight(azure, tmp_path, capsys, monkeypatch):
    for name in ("AZURE_SUBSCRIPTION_ID", "ARM_SUBSCRIPTION_ID", "AZGREEN_AZURE_URL"):
        monkeypatch.delenv(name, raising=False)

    def run(text, *options, form="--preview", url=azure.url):
        file = tmp_path / "plan.json"
        file.write_text(text, "utf-8")
        where = ("--azure", url) if url else ()
        code = main(["preflight", form, str(file), "--cwd", str(tmp_path), *where, *options])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def planned(kind, name, inputs):
    urn = f"urn:pulumi:dev::p::azure-native:{kind}::{name}"
    return Registration(urn, f"azure-native:{kind}", name, True, inputs)  # noqa: FBT003


def account(name="acc", region="swedencentral"):
    inputs = {"accountName": name, "resourceGroupName": "rg", "location": region, "kind": "OpenAI"}
    return planned(
        "cognitiveservices:Account",
        name,
        inputs | {"properties": {"customSubDomainName": name}},
    )


def deployment(name="chat", units=10, sku="Standard"):
    inputs = {"accountName": "acc", "resourceGroupName": "rg", "deploymentName": name}
    chosen = {"sku": {"name": sku, "capacity": units}, "properties": {"model": MODEL}}
    return planned("cognitiveservices:Deployment", name, inputs | chosen)


def send(azure, method, path, body=None, api="2025-06-01"):
    connection = http.client.HTTPConnection(azure.url.removeprefix("http://"), timeout=10)
    headers = {"Authorization": "Bearer x", "Content-Type": "application/json"}
    target = f"/subscriptions/{SUBSCRIPTION}{path}?api-version={api}"
    connection.request(method, target, json.dumps(body) if body else None, headers)
    status = connection.getresponse().status
    connection.close()
    assert status < 300


CHAT = "gpt-4.1-mini 2025-04-14 Standard"
GROUP = planned("resources:ResourceGroup", "rg", {"resourceGroupName": "rg"})
WHOLE = f"""\
preflight of stack 'dev' on {{url}}, subscription {SUBSCRIPTION}

  PASS  role      subscription                 you may make all 3 kinds of resources of the plan in\
 the subscription
  PASS  provider  Microsoft.CognitiveServices  is registered
  PASS  name      acc                          the name 'acc' is free
  PASS  deleted   acc                          no deleted one is kept under 'acc'
  PASS  offer     chat                         {CHAT} is offered in swedencentral until 2027-04-14
  PASS  offer     more                         {CHAT} is offered in swedencentral until 2027-04-14
  FAIL  quota     chat, more                   takes 8,000 k TPM of OpenAI.Standard.gpt-4.1-mini in\
 swedencentral; 6,000 of 6,000 are left
                                               -> take less, or ask for more quota\
 (learn.microsoft.com/azure/ai-foundry/openai/how-to/quota)
  PASS  capacity  chat                         takes 4,000 k TPM of {CHAT} in swedencentral; Azure\
 reports 6,000
  PASS  capacity  more                         takes 4,000 k TPM of {CHAT} in swedencentral; Azure\
 reports 6,000

8 pass, 0 warn, 1 fail, 0 could not be asked
"""


def test_the_whole_answer_and_its_exit_code(preflight, azure):
    code, out, err = preflight(preview_json([GROUP, account(), deployment(units=6000)]))
    assert (code, err) == (0, "")
    assert out.endswith("\n7 pass, 0 warn, 0 fail, 0 could not be asked\n")
    two = [deployment(units=4000), deployment("more", units=4000)]
    code, out, err = preflight(preview_json([GROUP, account(), *two]))
    assert (code, out, err) == (1, WHOLE.format(url=azure.url), "")


def test_json_has_every_line_with_its_remedy(preflight, azure):
    text = preview_json([GROUP, account(), deployment(units=50, sku="ProvisionedManaged")])
    code, out, _ = preflight(text, "--format", "json")
    shown = json.loads(out)
    assert code == 0
    assert shown["summary"] == {"PASS": 5, "WARN": 2, "FAIL": 0, "SKIP": 1}
    assert {key: shown[key] for key in ("stack", "azure", "subscription")} == {
        "stack": "dev",
        "azure": azure.url,
        "subscription": SUBSCRIPTION,
    }
    assert shown["lines"][-1] == {
        "verdict": "SKIP",
        "check": "ptu",
        "subject": "chat",
        "told": "no need is declared",
        "remedy": "tag it azgreen-need (requests-per-second, ...)",
        "next_best": None,
    }


def test_what_is_deployed_passes_again_and_a_deleted_twin_fails(preflight, azure):
    send(azure, "PUT", "/resourceGroups/rg", {"location": "swedencentral"}, "2024-03-01")
    body = {"location": "swedencentral", "kind": "OpenAI", "sku": {"name": "S0"}}
    body["properties"] = {"customSubDomainName": "acc"}
    send(azure, "PUT", ACCOUNT, body)
    whole = {"sku": {"name": "Standard", "capacity": 6000}, "properties": {"model": MODEL}}
    send(azure, "PUT", f"{ACCOUNT}/deployments/chat", whole)
    text = stack_export([account(), deployment(units=6000)])
    code, out, _ = preflight(text, form="--export")
    assert code == 0
    assert "'acc' is there already, and is this one\n" in out
    assert "takes no more k TPM of OpenAI.Standard.gpt-4.1-mini in swedencentral" in out
    send(azure, "DELETE", f"{ACCOUNT}/deployments/chat")
    send(azure, "DELETE", ACCOUNT)
    code, out, _ = preflight(text, form="--export")
    assert code == 1
    told = "a deleted one is kept under 'acc' until 20"
    assert f"FAIL  deleted   acc                          {told}" in out
    purge = "az cognitiveservices account purge --name acc --resource-group rg"
    assert f"-> purge it: {purge} --location swedencentral; or restore it\n" in out
    place = "/providers/Microsoft.CognitiveServices/locations/swedencentral"
    send(azure, "DELETE", f"{place}/resourceGroups/rg/deletedAccounts/acc")


def test_a_provider_that_is_not_registered_fails(preflight, azure):
    place = "/providers/Microsoft.Search"
    send(azure, "POST", f"{place}/unregister", api="2025-04-01")
    service = planned("search:Service", "docs", {"searchServiceName": "docs-of-mine"})
    code, out, _ = preflight(preview_json([GROUP, service]))
    send(azure, "POST", f"{place}/register", api="2025-04-01")
    assert code == 1
    assert "  FAIL  provider  Microsoft.Search  is not registered (NotRegistered)\n" in out
    assert "-> az provider register --namespace Microsoft.Search\n" in out
    assert preflight(preview_json([GROUP, service]))[0] == 0


def test_fewer_roles_are_told_and_never_pass(preflight, caller):
    caller(azgreen_actions=["Microsoft.Resources/*"])
    code, out, _ = preflight(preview_json([GROUP, account(), deployment()]), "--format", "json")
    lines = json.loads(out)["lines"]
    assert code == 0
    assert {line["verdict"] for line in lines if line["check"] != "provider"} == {"SKIP"}
    roles = {line["check"]: line["remedy"].split("'")[1] for line in lines if line["remedy"]}
    assert roles == {
        "role": "Reader",
        "name": "Cognitive Services Contributor",
        "deleted": "Reader",
        "offer": "Reader",
        "quota": "Reader",
        "capacity": "Reader",
    }


@pytest.fixture
def fresh_sign_in():
    """A process signs in once, by what its environment was then."""
    signed_in.cache_clear()
    yield
    signed_in.cache_clear()


@pytest.mark.usefixtures("fresh_sign_in")
def test_nobody_signed_in_is_one_error_with_every_credential(preflight, monkeypatch, tmp_path):
    monkeypatch.setenv("AZURE_TOKEN_CREDENTIALS", "AzureCliCredential")
    monkeypatch.setenv("PATH", str(tmp_path))
    options = ("--subscription", "11111111-2222-3333-4444-555555555555")
    code, out, err = preflight(preview_json([account()]), *options, url=None)
    assert (code, out) == (2, "")
    first, *tried, last = err.splitlines()
    assert first == "error: nobody is signed in to Azure; tried:"
    assert tried == ["error:   AzureCliCredential: Azure CLI not found on path"]
    assert last == "error: sign in with 'az login', or give the environment a service principal"


def test_a_token_that_is_over_is_one_error(preflight, caller):
    caller(exp=time.time() - 60)
    code, out, err = preflight(preview_json([account()]))
    assert (code, out) == (2, "")
    assert err.startswith(
        "error: Azure does not take the token: ExpiredAuthenticationToken: The access token expiry"
        " UTC time '"
    )
    assert err.endswith(
        "; sign in with 'az login', or give the environment a service principal; if the token is"
        " new, set the clock of this machine\n"
    )


def test_the_day_of_a_preflight_is_the_one_in_utc(azure, monkeypatch):
    """At any moment one of these two zones has another day than UTC."""
    days = []
    monkeypatch.setattr(_preflighting, "preflight", lambda *given: days.append(given[2]) or ())
    before = datetime.now(UTC).date()
    for zone in ("Etc/GMT-14", "Etc/GMT+12"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        _preflighting.asked([], AzurePlace(azure.url, SUBSCRIPTION))
    monkeypatch.undo()
    time.tzset()
    assert len(days) == 2
    assert set(days) <= {before, datetime.now(UTC).date()}


def test_a_subscription_that_cannot_be_seen_names_those_that_can(preflight, caller):
    seen = "99999999-2222-3333-4444-555555555555"
    caller(azgreen_subscriptions=[seen])
    code, out, err = preflight(preview_json([account()]))
    assert (code, out) == (2, "")
    assert err == (
        f"error: subscription {SUBSCRIPTION} cannot be seen: SubscriptionNotFound; those that can:"
        f" {seen} (azgreen local); name one of them with --subscription, or sign in to the tenant"
        " that has it\n"
    )


@pytest.mark.parametrize(
    ("options", "url", "told"),
    [
        ((), None, "--subscription: missing; write its id, or set AZURE_SUBSCRIPTION_ID"),
        (
            ("--subscription", "mine"),
            "http://127.0.0.1:1",
            "--subscription: 'mine' is no id of a subscription; 'az account show --query id' tells"
            " yours",
        ),
        (
            (),
            "http://example.com",
            "--azure: 'http://example.com' is not a local Azure; allowed: http:// on 127.0.0.1,"
            " localhost, ::1; the real Azure when left out",
        ),
    ],
)
def test_who_is_asked_has_to_be_clear(preflight, options, url, told):
    code, out, err = preflight(preview_json([account()]), *options, url=url)
    assert (code, out, err) == (2, "", f"error: {told}\n")


def test_an_azure_that_is_not_there_is_a_fault(preflight):
    code, out, err = preflight(preview_json([account()]), url="http://127.0.0.1:9")
    assert (code, out) == (2, "")
    assert err.startswith("error: http://127.0.0.1:9 does not answer: ")


PROGRAM = """\
import pulumi
from pulumi_azure_native import cognitiveservices as cs
from pulumi_azure_native import resources

group = resources.ResourceGroup("rg", location="swedencentral")
account = cs.Account(
    "models",
    resource_group_name=group.name,
    location="swedencentral",
    kind="OpenAI",
    sku=cs.SkuArgs(name="S0"),
)
cs.Deployment(
    "chat",
    account_name=account.name,
    resource_group_name=group.name,
    deployment_name="chat",
    sku=cs.SkuArgs(
        name=pulumi.Config().require("sku"), capacity=pulumi.Config().require_int("units")
    ),
    properties=cs.DeploymentPropertiesArgs(
        model=cs.DeploymentModelArgs(
            format="OpenAI", name="gpt-4.1-mini", version="2025-04-14"
        )
    ),
)
"""


@pytest.fixture
def up(tmp_path, azure, capsys, monkeypatch):
    (tmp_path / "Pulumi.yaml").write_text("name: small\nruntime: python\nstackConfigDir: stacks\n")
    (tmp_path / "__main__.py").write_text(PROGRAM)
    (tmp_path / "stacks").mkdir()
    monkeypatch.setenv("AZGREEN_HOME", str(tmp_path / "home"))

    def run(units, *options, sku="Standard"):
        settings = f"config:\n  small:units: {units}\n  small:sku: {sku}\n"
        (tmp_path / "stacks/Pulumi.dev.yaml").write_text(settings)
        where = ("--stack", "dev", "--cwd", str(tmp_path), "--azure", azure.url)
        code = main(["up", *where, *options])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


REFUSED = f"""\
error: Azure would refuse the plan; nothing was written
error: offer of chat: {CHAT}: sku.capacity 9000 is over the 6000 that a deployment can have;\
 set sku.capacity to 6000 or less
error: quota of chat: takes 9,000 k TPM of OpenAI.Standard.gpt-4.1-mini in swedencentral; 6,000 of\
 6,000 are left; take less, or ask for more quota\
 (learn.microsoft.com/azure/ai-foundry/openai/how-to/quota)
error: capacity of chat: takes 9,000 k TPM of {CHAT} in swedencentral; Azure reports 6,000;\
 take less, or wait
"""


def test_up_asks_before_it_writes(up):
    code, out, err = up(9000)
    assert (code, "created" in out) == (2, False)
    assert err == REFUSED
    code, out, err = up(9000, "--no-preflight")
    assert code == 2
    assert "created rg" in out
    assert "InsufficientQuota" in err
    code, out, err = up(100)
    assert (code, err) == (0, "")
    asked, created = out.index("  preflight: "), out.index("+ created chat")
    assert asked < created
    first, blank, *_ = out[asked:].splitlines()
    assert first.endswith(" pass, 0 warn, 0 fail, 0 could not be asked")
    assert blank == ""
    assert "preflight" not in up(100)[1]


def test_up_tells_what_is_warned_of_and_how_to_see_each_line(up, azure, tmp_path):
    code, out, _ = up(50, sku="ProvisionedManaged")
    assert code == 0
    asked = out.index("  preflight: ")
    counts, *told = out[asked : out.index("\n\n  + created")].splitlines()
    assert counts.endswith(" 2 warn, 0 fail, 1 could not be asked")
    told_model = "gpt-4.1-mini 2025-04-14 ProvisionedManaged"
    assert [line.strip() for line in told] == [
        "quota of chat: takes 50 PTU of OpenAI.ProvisionedManaged in swedencentral; Azure lists no"
        " such quota; look at the quota in the Foundry portal: only the deployment tells",
        f"capacity of chat: takes 50 PTU of {told_model} in swedencentral; Azure reports no"
        " capacity of it; have another region ready: only the deployment tells",
        f"see each: azgreen preflight --stack dev --azure {azure.url} --cwd {tmp_path}",
    ]


def test_the_local_azure_of_the_stack_itself_can_be_asked(up, tmp_path, capsys):
    assert up(100, "--no-preflight")[0] == 0
    where = ("--stack", "dev", "--cwd", str(tmp_path), "--local")
    code = main(["preflight", *where, "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    assert (code, told["summary"]["FAIL"]) == (0, 0)
    (quota,) = (line["told"] for line in told["lines"] if line["check"] == "quota")
    assert quota.startswith("takes 100 k TPM of OpenAI.Standard.gpt-4.1-mini in swedencentral; ")


@pytest.mark.parametrize(
    "options", [("--preview", "plan.json"), ("--stack", "dev", "--azure", "http://127.0.0.1:1")]
)
def test_the_local_azure_of_a_stack_is_no_other(options, capsys):
    assert main(["preflight", *options, "--local"]) == 2
    told = capsys.readouterr()
    fix = "goes with --stack and without --azure; leave it out"
    assert (told.out, told.err) == ("", f"error: --local: {fix}\n")
