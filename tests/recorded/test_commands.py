"""What do the commands make of what Azure really answers?"""

from __future__ import annotations

import json

import pytest
from tests.cli.pulumi_forms import preview_json
from tests.recorded.player import INDEX, Played, Player, reply

from azgreen.cli import main
from azgreen_emulator.engine.monitor import Registration

SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers"
NEED = {"azgreen-need": "requests-per-second=1 input-tokens=1000 output-tokens=100"}
PREFLIGHT = (
    "subscription", "permissions", "provider", "models", "model_usages", "model_capacities",
    "calculated_capacity", "domain", "deleted_accounts", "vault_name", "deleted_vaults",
    "storage_name", "search_name", "cosmos_name", "gateway_name", "deleted_gateways",
    "machine_usages",
)  # fmt: skip
H100 = "Standard_NC40ads_H100_v5"


def planned(kind, name, /, **inputs):
    urn = f"urn:pulumi:dev::p::azure-native:{kind}::{name}"
    inputs["resourceGroupName"] = "rg"
    return Registration(urn, f"azure-native:{kind}", name, True, inputs)  # noqa: FBT003


def model(name, sku, units, of, version):
    return planned(
        "cognitiveservices:Deployment",
        name,
        accountName="contosodemoapp1",
        deploymentName=name,
        sku={"name": sku, "capacity": units},
        properties={"model": {"format": "OpenAI", "name": of, "version": version}},
        tags=NEED,
    )


PLAN = (
    planned(
        "cognitiveservices:Account",
        "acc",
        accountName="contosodemoapp1",
        location="westus",
        kind="OpenAI",
        properties={"customSubDomainName": "contosodemoapp1"},
    ),
    model("chat", "provisioned", 150, "ada", "1"),
    model("bought", "ProvisionedManaged", 100, "gpt-4", "0613"),
    planned("keyvault:Vault", "safe", vaultName="vault-agile-drawer-6404"),
    planned("storage:StorageAccount", "files", accountName="sto3363"),
    planned("search:Service", "find", searchServiceName="mysearchservice"),
    planned("cosmosdb:DatabaseAccount", "memory", accountName="ddb1"),
    planned("apimanagement:ApiManagementService", "gate", serviceName="apimService3"),
    planned(
        "machinelearningservices:OnlineDeployment",
        "phi",
        workspaceName="ws",
        endpointName="ep",
        deploymentName="phi",
        location="eastus",
        sku={"capacity": 1},
        properties={"instanceType": H100},
    ),
)
NOT_YET = [
    ("WARN", "provider", f"Microsoft.{name}", "is being registered", "wait a minute")
    for name in (
        "ApiManagement",
        "CognitiveServices",
        "DocumentDB",
        "KeyVault",
        "MachineLearningServices",
        "Search",
        "Storage",
    )
]
LINES = [
    (
        "FAIL",
        "role",
        "subscription",
        "you may not do Microsoft.ApiManagement/service/write,"
        " Microsoft.CognitiveServices/accounts/deployments/write,"
        " Microsoft.CognitiveServices/accounts/write, Microsoft.DocumentDB/databaseAccounts/write"
        " and 4 more in resource group 'rg'",
        "have the role 'Contributor' on resource group 'rg' assigned to you",
    ),
    *NOT_YET,
    (
        "FAIL",
        "name",
        "acc",
        "the name 'contosodemoapp1' is taken: Sub domain name 'contosodemoapp1' is not valid",
        "give it another name",
    ),
    ("PASS", "name", "files", "the name 'sto3363' is free", None),
    (
        "FAIL",
        "name",
        "find",
        "the name 'mysearchservice' is taken: AlreadyExists",
        "give it another name",
    ),
    ("PASS", "name", "gate", "the name 'apimService3' is free", None),
    (
        "FAIL",
        "name",
        "memory",
        "the name 'ddb1' is taken: an account called 'ddb1' exists",
        "give it another name",
    ),
    ("PASS", "name", "safe", "the name 'vault-agile-drawer-6404' is free", None),
    ("PASS", "deleted", "acc", "no deleted one is kept under 'contosodemoapp1'", None),
    (
        "FAIL",
        "deleted",
        "gate",
        "a deleted one is kept under 'apimService3' until 2017-05-27",
        "purge it: az apim deletedservice purge --service-name apimService3 --location westus;"
        " or restore it",
    ),
    (
        "FAIL",
        "deleted",
        "safe",
        "a deleted one is kept under 'vault-agile-drawer-6404' until 2017-04-01",
        "it is protected from a purge: restore it, or take another name",
    ),
    (
        "FAIL",
        "offer",
        "bought",
        "gpt-4 0613 ProvisionedManaged is not offered in westus",
        "choose another model",
    ),
    (
        "FAIL",
        "offer",
        "chat",
        "ada 1 provisioned is retired since 2024-01-01",
        "choose another model: 'azgreen doctor'",
    ),
    (
        "WARN",
        "quota",
        "chat",
        "takes 150 k TPM of OpenAI.Provisioned.Class1 in westus; Azure lists no such quota",
        "look at the quota in the Foundry portal: only the deployment tells",
    ),
    (
        "WARN",
        "capacity",
        "chat",
        "takes 150 k TPM of ada 1 provisioned in westus; Azure reports no capacity of it",
        "have another region ready: only the deployment tells",
    ),
    (
        "WARN",
        "ptu",
        "bought",
        "gpt-4 0613 ProvisionedManaged has 100 PTU, and Azure's calculator says 400 for the busiest"
        " minute of azgreen-need",
        "set sku.capacity to 400, unless the rest spills over or is cached",
    ),
    (
        "WARN",
        "machines",
        "phi",
        f"takes 40 vCPU of standardNCADSH100v5Family in eastus (1 of {H100}); Azure lists no such"
        " quota",
        "look at the quota in Azure Machine Learning studio: the family may not be there",
    ),
]


@pytest.fixture
def azgreen(tmp_path, capsys, monkeypatch):
    for name in ("AZURE_SUBSCRIPTION_ID", "ARM_SUBSCRIPTION_ID", "AZGREEN_AZURE_URL"):
        monkeypatch.delenv(name, raising=False)

    def run(command, given, form, *options, url):
        file = given
        if isinstance(given, str):
            file = tmp_path / "given.json"
            file.write_text(given, "utf-8")
        shared = (form, str(file), "--cwd", str(tmp_path), "--format", "json", "--azure", url)
        code = main([command, *shared, *options])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_a_preflight_tells_of_every_recorded_reply_what_it_means(azgreen):
    with Player(*PREFLIGHT) as playing:
        code, out, err = azgreen("preflight", preview_json(PLAN), "--preview", url=playing.url)
    assert (code, err) == (1, "")
    told = json.loads(out)
    keys = ("verdict", "check", "subject", "told", "remedy")
    assert [tuple(line[key] for key in keys) for line in told["lines"]] == LINES
    assert told["summary"] == {"PASS": 4, "WARN": 11, "FAIL": 8, "SKIP": 0}
    # what the plan would make is not there yet
    assert {asked.rpartition("/")[0].partition(GROUP)[2] for asked in playing.unknown} == {
        "/Microsoft.CognitiveServices/accounts",
        "/Microsoft.CognitiveServices/accounts/contosodemoapp1/deployments",
        "/Microsoft.DocumentDB/databaseAccounts",
        "/Microsoft.Search/searchServices",
        "/Microsoft.MachineLearningServices/workspaces/ws/onlineEndpoints/ep/deployments",
    }


def exported(*items):
    """What `pulumi stack export` writes, of types below a module, ids and inputs."""
    resources = [
        {"urn": f"urn:pulumi:dev::p::azure-native:{kind}::{name}", "custom": True}
        | {"type": f"azure-native:{kind}", "id": f"{GROUP}/{name}", "inputs": inputs}
        for kind, name, inputs in items
    ]
    return json.dumps({"version": 3, "deployment": {"resources": resources}})


ACCOUNT = "Microsoft.CognitiveServices/accounts/acc"
MODEL = {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"}
CHAT = {"sku": {"name": "Standard", "capacity": 10}, "properties": {"model": MODEL}, "tags": NEED}
STACK = exported(
    ("cognitiveservices:Account", ACCOUNT, {"location": "swedencentral"}),
    ("cognitiveservices:Deployment", f"{ACCOUNT}/deployments/chat", CHAT),
)


@pytest.mark.parametrize(
    ("played", "told"),
    [
        (
            Played(200, reply("metrics_with_an_error")),
            "error: InvalidSamplingType (200): metric ",
        ),
        (Played(400, reply("error_grain")), "error: BadRequest (400): metric "),
        (Played(403, reply("error_no_role")), "error: metric "),
    ],
    ids=["a metric", "all", "no role"],
)
@pytest.mark.parametrize("command", ["rightsize", "waste"])
def test_metrics_that_azure_does_not_give_are_one_error(azgreen, command, played, told):
    others = {INDEX["metrics"]["asks"]: played}
    with Player("subscription", others=others) as playing:
        code, out, err = azgreen(command, STACK, "--export", "--stack", "dev", url=playing.url)
    assert (code, out, err.count("error: ")) == (2, "", 1)
    assert err.startswith(told)


def test_emissions_of_other_types_are_told_beside_those_of_the_stack(azgreen):
    with Player("emission_months", "emissions_next_page") as playing:
        code, out, err = azgreen("footprint", STACK, "--export", "--months", "1", url=playing.url)
    assert (code, err) == (0, "")
    month, *_ = json.loads(out)["months"]
    assert (month["month"], month["total_kg"]) == ("2023-05", None)
    assert month["others_kg"] == pytest.approx(1.5)


HOME = "Microsoft.MachineLearningServices/workspaces/main"
WORKSPACE = exported(
    ("machinelearningservices:Workspace", HOME, {"location": "swedencentral"}),
)


def test_a_job_that_azure_gives_no_times_of_is_in_no_sum(azgreen):
    options = ("--stack", "dev", "--realised", "--grid", "profile")
    with Player("subscription", "jobs", "schedules") as playing:
        code, out, err = azgreen("schedule", WORKSPACE, "--export", *options, url=playing.url)
    assert (code, err, playing.unknown) == (0, "", [])
    (home,) = json.loads(out)["workspaces"]
    (job,) = home["runs"]
    assert (job["run"], job["saved_gco2e"], home["saved_gco2e"]) == ("string", None, None)
    assert job["why_not"] == "Azure tells no time of its run (NotStarted)"


def test_a_fleet_goes_on_where_azure_has_no_samples_of_it(azgreen, tmp_path):
    names = ("accounts", "model_deployments", "search_services", "caches", "subscription")
    fleet = ("--subscription", SUBSCRIPTION, "--weeks", "1", "--grain", "1h")
    file = tmp_path / "fleet.duckdb"
    batch = {INDEX["metrics_batch"]["asks"]: Played(400, reply("metrics_batch", "default"))}
    with Player(*names, "metrics", others=batch) as playing:
        code, out, err = azgreen("rightsize", file, "--fleet", *fleet, url=playing.url)
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert {each["verdict"] for each in told["resources"]} == {"more data", "not looked at"}
    (cache,) = (each for each in told["resources"] if each["verdict"] == "not looked at")
    assert cache["why"].startswith("unknown cache sku 'EnterpriseFlash_F300'; allowed: Balanced_B0")


@pytest.mark.parametrize(
    ("ends", "has_it"),
    [("2024-01-01T00:00:00Z", False), ("2099-01-01T00:00:00Z", True), ("2099-01-01", True)],
)
def test_a_place_for_a_model_is_none_where_the_whole_model_has_ended(
    tmp_path, capsys, ends, has_it
):
    """The recorded model under a name of today: none of its SKUs has an end of its own."""
    (item,) = reply("models")["value"]
    item["model"] |= MODEL | {"deprecation": {"inference": ends}}
    item["model"]["skus"][0] |= {"name": "Standard"}
    file = tmp_path / "workload.yaml"
    file.write_text(
        "name: trial\n"
        "traffic: {requestsPerSecond: 1, inputTokens: 1000, outputTokens: 100}\n"
        "models: [gpt-4.1-mini]\n"
        "residency: {regions: [swedencentral]}\n"
    )
    others = {
        INDEX["models"]["asks"]: Played(200, {"value": [item]}),
        "GET /subscriptions/{}/providers/Microsoft.CognitiveServices/modelCapacities": Played(
            200, reply("model_capacities")
        ),
    }
    with Player("model_usages", others=others) as playing:
        code = main(["place", str(file), "--azure-url", playing.url, "--format", "json"])
    told = capsys.readouterr()
    assert playing.unknown == []
    if has_it:
        assert (code, json.loads(told.out)["choice"]["region"]) == (0, "swedencentral")
    else:
        assert (code, told.out) == (2, "")
        assert "no region holds all constraints" in told.err
