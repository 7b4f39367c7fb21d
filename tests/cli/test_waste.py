"""Does `azgreen waste` find over the socket what nobody needs, and let it be fixed or snoozed?"""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from tests.cli.local_azure import send

from azgreen import catalog
from azgreen.cli import main
from azgreen.cli._deployed import Deployed
from azgreen.cli.used.place import Place
from azgreen.cli.waste.look import judged
from azgreen.cli.waste.view import View
from azgreen.estimate.inventory import Resource
from azgreen_emulator.arm.identity import tenant_id
from azgreen_emulator.clock import ManualClock
from azgreen_emulator.server import LocalAzure

USED = "AzureOpenAIProvisionedManagedUtilizationV2"
SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
BELOW = f"{GROUP}/providers"
ACCOUNT = f"{BELOW}/Microsoft.CognitiveServices/accounts/acc"
SERVICE, SEARCH = "Microsoft.ApiManagement/service", "Microsoft.Search/searchServices"
ALONE = f"{BELOW}/Microsoft.CognitiveServices/accounts/alone"
REDIS = f"{BELOW}/Microsoft.Cache/redisEnterprise/cache"
WORKSPACE = f"{BELOW}/Microsoft.MachineLearningServices/workspaces/wsp"
ENDPOINT = f"{WORKSPACE}/onlineEndpoints/end"
PLACE = {"location": "swedencentral"}
SYSTEM = {"identity": {"type": "SystemAssigned"}}
LONG_AGO = "TIMESTAMP,ContextTokens,GeneratedTokens\n2026-01-05,1155,211\n2026-01-19,1155,211\n"
"""Two requests, two weeks apart: between them Azure sends zeros."""


def model(name):
    return {"properties": {"model": {"format": "OpenAI", "name": name, "version": "2025-04-14"}}}


def sold(name, sku="Standard", capacity=90):
    return {"sku": {"name": sku, "capacity": capacity}, **model(name)}


def cluster(least):
    scale = {"minNodeCount": least, "maxNodeCount": 1}
    inner = {"vmSize": "Standard_NC24ads_A100_v4", "scaleSettings": scale}
    return {"properties": {"computeType": "AmlCompute", "properties": inner}, **PLACE, **SYSTEM}


ML = "machinelearningservices"
VERSIONS = {"cognitiveservices": "2025-06-01", "redisenterprise": "2025-07-01", ML: "2025-12-01"}
DEPLOYED = {
    ACCOUNT: ("cognitiveservices:Account", {"kind": "OpenAI", "sku": {"name": "S0"}, **PLACE}),
    ALONE: ("cognitiveservices:Account", {"kind": "OpenAI", "sku": {"name": "S0"}, **PLACE}),
    f"{ACCOUNT}/deployments/chat": ("cognitiveservices:Deployment", sold("gpt-4.1")),
    f"{ACCOUNT}/deployments/spare": ("cognitiveservices:Deployment", sold("gpt-4.1-mini")),
    f"{ALONE}/deployments/silent": ("cognitiveservices:Deployment", sold("gpt-4.1-mini")),
    f"{ACCOUNT}/deployments/bought": (
        "cognitiveservices:Deployment",
        sold("gpt-4.1-mini", "ProvisionedManaged", 100),
    ),
    REDIS: (
        "redisenterprise:RedisEnterprise",
        {
            "sku": {"name": "Balanced_B5"},
            "properties": {"highAvailability": "Enabled", "publicNetworkAccess": "Disabled"},
            **PLACE,
        },
    ),
    f"{WORKSPACE}/computes/kept": (f"{ML}:Compute", cluster(1)),
    f"{WORKSPACE}/computes/free": (f"{ML}:Compute", cluster(0)),
    f"{ENDPOINT}/deployments/blue": (
        f"{ML}:OnlineDeployment",
        {
            "sku": {"name": "Default", "capacity": 2},
            "properties": {
                "endpointComputeType": "Managed",
                "model": "azureml://registries/azureml/models/Phi-4/versions/7",
                "instanceType": "Standard_NC40ads_H100_v5",
            },
            **PLACE,
        },
    ),
}
"""Type and inputs of what the stack has, by id."""


def inputs_of(path):
    """Return what the program gave, which names its parent."""
    kind, body = DEPLOYED[path]
    parent = {"accountName": path.split("/")[-3]} if kind.endswith(":Deployment") else {}
    return {"accountName": path.rpartition("/")[2], **body, **parent}


def put(azure, path, body, api):
    send(azure, "PUT", f"{path}?api-version={api}", body)


def make(azure):
    """Make everything of the stack, and what it stands on."""
    put(azure, GROUP, PLACE, "2024-03-01")
    vault = {"tenantId": tenant_id(SUBSCRIPTION), "sku": {"family": "A", "name": "standard"}}
    needed = {
        "storageAccount": f"{BELOW}/Microsoft.Storage/storageAccounts/mlstore",
        "keyVault": f"{BELOW}/Microsoft.KeyVault/vaults/mlsafe",
        "applicationInsights": f"{BELOW}/Microsoft.Insights/components/mlinsights",
    }
    storage = {"kind": "StorageV2", "sku": {"name": "Standard_LRS"}, **PLACE}
    put(azure, needed["storageAccount"], storage, "2024-01-01")
    safe = {"properties": {**vault, "enableRbacAuthorization": True}, **PLACE}
    put(azure, needed["keyVault"], safe, "2024-11-01")
    seen = {"kind": "web", "properties": {"Application_Type": "web"}, **PLACE}
    put(azure, needed["applicationInsights"], seen, "2020-02-02")
    put(azure, WORKSPACE, {"properties": needed, **PLACE, **SYSTEM}, "2025-12-01")
    put(azure, ENDPOINT, {"properties": {"authMode": "Key"}, **PLACE, **SYSTEM}, "2025-12-01")
    for path, (kind, body) in DEPLOYED.items():
        put(azure, path, body, VERSIONS[kind.partition(":")[0]])


@pytest.fixture(scope="module")
def azure():
    """What was deployed nine days ago: of each kind something that nobody needs."""
    clock = ManualClock(datetime.now(UTC) - timedelta(days=9))
    with LocalAzure(None, clock=clock) as running:
        make(running)
        clock.advance(9 * 86_400)
        start = (clock.now() - timedelta(days=8)).isoformat()
        idle = {"csv": LONG_AGO, "start": start}
        some = {"generate": {"weeks": 1, "requests_per_minute": 20}}
        for path, load in {
            f"{ACCOUNT}/deployments/chat": some,
            f"{ACCOUNT}/deployments/spare": idle,
            f"{ACCOUNT}/deployments/bought": some,
            f"{ENDPOINT}/deployments/blue": idle,
            REDIS: {**some, "facts": {"hit_share": 0}},
        }.items():
            send(running, "POST", "/azgreen/load", {"resource": path, **load})
        yield running


FILE = """\
config:
  azgreen:environment: dev
  azgreen:location: swedencentral
  azgreen:owner: platform-team
  # What people ask.
  azgreen:deployments:
    - name: chat
      model: gpt-4.1
      capacity: 90
    # For a launch.
    - name: spare
      model: gpt-4.1-mini
      capacity: 90
  azgreen:evidence:
    - baseline: gpt-4.1
      candidate: gpt-4.1-mini
      verdict: promote
      decidedOn: '{}'
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "Pulumi.yaml").write_text("name: assistant\nstackConfigDir: stacks\n", "utf-8")
    file = tmp_path / "stacks" / "Pulumi.dev.yaml"
    file.parent.mkdir()
    file.write_text(FILE.format(datetime.now(UTC).date()), "utf-8")
    return tmp_path


@pytest.fixture
def waste(azure, project, capsys, monkeypatch):
    """Runs the command on resources of the stack, named by the ends of their ids."""
    for name in ("AZURE_SUBSCRIPTION_ID", "ARM_SUBSCRIPTION_ID", "AZGREEN_AZURE_URL"):
        monkeypatch.delenv(name, raising=False)

    def run(names, *options):
        resources = [
            {"urn": f"urn:pulumi:dev::p::{kind}::{at}", "custom": True, "id": path}
            | {"type": f"azure-native:{kind}", "inputs": inputs_of(path)}
            for at, (path, (kind, _)) in enumerate(DEPLOYED.items())
            if path in {ACCOUNT, ALONE} or path.rpartition("/")[2] in names
        ]
        file = project / "stack.json"
        text = json.dumps({"version": 3, "deployment": {"resources": resources}})
        file.write_text(text, "utf-8")
        shared = ["--stack", "dev", "--cwd", str(project), "--export", str(file), "--weeks", "1"]
        code = main(["waste", *shared, "--azure", azure.url, *options])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_everything_that_nobody_needs_in_order(waste):
    names = ("chat", "spare", "silent", "bought", "cache", "kept", "free", "blue")
    code, out, err = waste(names, "--format", "json")
    assert (code, err) == (1, "")
    told = json.loads(out)
    assert [each["id"] for each in told["waste"]] == [
        "idle:blue",
        "larger-model:chat",
        "never-zero:kept",
        "no-hits:cache",
        "underused:bought",
        "idle:spare",
    ]
    saved = {each["id"]: each["saving"] for each in told["waste"]}
    for name in ("idle:blue", "larger-model:chat", "never-zero:kept"):
        spread = saved[name]["gco2e_per_month"]
        assert 0 < spread["low"] < spread["mid"] < spread["high"]
    assert saved["no-hits:cache"]["gco2e_per_month"] is None
    assert saved["no-hits:cache"]["usd_per_month"]["mid"] > 0
    assert saved["idle:spare"]["usd_per_month"] == {"low": 0, "mid": 0, "high": 0}
    assert {each["id"]: each["why"] for each in told["not_judged"]} == {
        "idle:silent": "Azure Monitor has nothing of AzureOpenAIRequests and those of the account's"
        " other deployments: a gap is no zero"
    }
    assert {each["id"] for each in told["needed"]} == {"idle:chat", "never-zero:free"}


def test_a_table(waste, azure):
    code, out, _ = waste(("blue", "kept"), "--snooze", *SNOOZE)
    assert code == 1
    first, blue, kept, *rest = out.split("\n\n")
    assert first == (
        f"waste of stack 'dev' by 1 week of metrics of {azure.url}, subscription {SUBSCRIPTION}"
    )
    lines = blue.splitlines()
    assert lines[:3] == [
        "1. idle:blue",
        "   no request in 1 week; kept running: 2 of Standard_NC40ads_H100_v5",
        "   RequestsPerMinute and DeploymentCapacity: seen in 168 of 168 hours",
    ]
    assert lines[3].startswith("   saves a month: ")
    assert "change: by hand: azgreen:endpoint: has no deployment 'blue':" in blue
    assert "never without a node in 1 week, 1 of 1 nodes" in " ".join(kept.split())
    assert "by hand: config: has no setting of clusters; change it where it is written" in kept
    assert rest[-1].splitlines() == [
        "2 waste, 0 snoozed, 0 not judged, 0 needed",
        "what is used but too large: 'azgreen rightsize --stack dev'",
        *rest[-1].splitlines()[2:],
    ]


SNOOZE = ("idle:blue", "--owner", "platform-team", "--reason", "a launch", "--until")
SNOOZE = (*SNOOZE, (datetime.now(UTC).date() + timedelta(days=9)).isoformat())


def test_a_snooze_is_written_and_told_apart_until_it_ends(waste, project):
    code, out, _ = waste(("blue",), "--snooze", *SNOOZE)
    file = project / "snoozes.yaml"
    assert (code, out.splitlines()[-1]) == (1, f"snoozed in {file}")
    code, out, _ = waste(("blue",))
    assert code == 0
    assert f"snoozed:\n   idle:blue, until {SNOOZE[-1]} by platform-team: a launch\n" in out
    code, out, err = waste(("blue",), "--fix", "idle:blue", "--dry-run")
    said = f"--fix: 'idle:blue' is snoozed until {SNOOZE[-1]} by platform-team: a launch"
    assert (code, out, err) == (2, "", f"error: {said}\n")
    day = datetime.now(UTC).date()
    text = file.read_text("utf-8").replace(SNOOZE[-1], f"{day - timedelta(days=1)}")
    file.write_text(text.replace(f"created: {day}", f"created: {day - timedelta(days=2)}"), "utf-8")
    code, out, _ = waste(("blue",))
    assert code == 1
    assert f"snoozes.yaml: the snooze of idle:blue ended on {day - timedelta(days=1)};" in out


def test_a_chosen_fix_is_shown_and_written_with_all_else_as_it_was(waste, project):
    file = project / "stacks" / "Pulumi.dev.yaml"
    before = file.read_text("utf-8")
    code, out, _ = waste(("spare",), "--fix", "idle:spare", "--dry-run")
    gone = "    - name: spare\n      model: gpt-4.1-mini\n      capacity: 90\n"
    assert code == 1
    assert "".join(f"-{line}\n" for line in gone.splitlines()) in out
    assert file.read_text("utf-8") == before
    both = ("--fix", "idle:spare", "--fix", "larger-model:chat")
    code, out, _ = waste(("chat", "spare"), *both, "--write")
    assert (code, out.splitlines()[-1]) == (1, f"recorded in {file}")
    after = before.replace(gone, "").replace(
        "      model: gpt-4.1\n", "      model: gpt-4.1-mini\n"
    )
    assert file.read_text("utf-8") == after


def test_a_fix_becomes_a_branch_whose_message_is_the_evidence(waste, project):
    def git(*words):
        who = ("-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main")
        done = subprocess.run(["git", "-C", project, *who, *words], check=True, capture_output=True)
        return done.stdout.decode()

    git("init")
    git("config", "user.name", "A")
    git("config", "user.email", "a@b.c")
    git("add", "stacks", "Pulumi.yaml")
    git("commit", "-m", "Begin")
    code, out, err = waste(("spare",), "--fix", "idle:spare", "--branch", "without-spare")
    assert (code, err) == (1, "")
    assert "without-spare" in out
    subject, _, *lines = git("log", "-1", "--format=%B", "without-spare").splitlines()
    assert subject == "Fix idle:spare of stack dev"
    assert lines[0].startswith("idle:spare: no request in 1 week; quota held: 90 thousand tokens")
    gone = git("diff", "main", "without-spare", "--stat")
    assert "stacks/Pulumi.dev.yaml | 3 ---" in gone
    assert git("status", "--porcelain") == "?? stack.json\n"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--weeks", "0"), "--weeks: 0 is not usable; allowed: 1 to 13, which is as long as Azure"),
        (("--write",), "--write: needs --fix ID: nothing is taken out that nobody named\n"),
        (("--fix", "idle:spare"), "--fix: needs --write, --branch or --dry-run\n"),
        (
            ("--fix", "idle:x", "--dry-run"),
            "--fix: 'idle:x' is no waste; did you mean 'idle:spare'?\n",
        ),
        (("--snooze", "idle:spare"), "--owner: is missing: a snooze has an owner, an end"),
        (("--owner", "me"), "--owner: goes with --snooze ID alone\n"),
    ],
)
def test_bad_input_is_told_and_writes_nothing(waste, project, options, told):
    before = sorted(project.rglob("*"))
    code, out, err = waste(("spare",), *options)
    assert (code, out) == (2, "")
    assert err.startswith(f"error: {told}")
    assert sorted(project.rglob("*")) == sorted([*before, project / "stack.json"])


def test_gaps_are_no_idleness(waste, azure):
    send(azure, "POST", "/azgreen/faults", {"kind": "gaps", "share": 0.5, "calls": 9})
    code, out, _ = waste(("blue",))
    send(azure, "DELETE", "/azgreen/faults")
    assert code == 0
    assert "90% are needed: what came in the others is not known" in " ".join(out.split())


class Silent:
    """Azure Monitor where an idle metric has no series, and one that waits for nobody has."""

    def __init__(self, *sent):
        self.sent = sent

    def read(self, asked, since, until):
        hours = int((until - since).total_seconds()) // 3600
        points = {since + timedelta(hours=at): 1.0 for at in range(hours)}
        return {"": points} if asked.metric in self.sent else {}


@pytest.mark.parametrize(
    ("sent", "verdict"), [(("DeploymentCapacity",), "waste"), ((), "not judged")]
)
def test_an_online_deployment_without_any_sample_of_requests(sent, verdict):
    props = DEPLOYED[f"{ENDPOINT}/deployments/blue"][1]
    blue = Deployed(f"{ENDPOINT}/deployments/blue", props)
    until = datetime(2026, 11, 23, tzinfo=UTC)
    place = Place([blue], Silent(*sent), until - timedelta(weeks=1), until)
    (found,) = judged(View(place, (), date(2026, 11, 24)))
    assert (found.id, found.judged.verdict) == ("idle:blue", verdict)


class Steady:
    """Azure Monitor where every minute is like the other: so much in each."""

    def __init__(self, **each_minute):
        self.each_minute = each_minute

    def read(self, asked, since, until):
        if asked.metric not in self.each_minute:
            return {}
        step_s = asked.interval_s
        times = step_s / 60 if asked.aggregation == "Total" else 1
        value = times * self.each_minute[asked.metric]
        steps = int((until - since).total_seconds()) // step_s
        points = {since + timedelta(seconds=at * step_s): value for at in range(steps)}
        names = {"ModelDeploymentName": "bought", "StatusCode": "200", "CollectionName": "answers"}
        return {names.get(asked.apart, ""): points}


def test_fewer_ptus_are_what_rightsizing_recommends():
    paths = (ACCOUNT, f"{ACCOUNT}/deployments/bought")
    resources = [
        Deployed(path, inputs_of(path), Resource(f"azure-native:{kind}", path, inputs_of(path)))
        for path, (kind, _) in DEPLOYED.items()
        if path in paths
    ]
    until = datetime(2026, 11, 23, tzinfo=UTC)
    measured = Steady(
        AzureOpenAIRequests=20.0,
        ProcessedPromptTokens=20 * 1155.0,
        GeneratedTokens=20 * 211.0,
        **{USED: 9.0},
    )
    place = Place(resources, measured, until - timedelta(weeks=2), until)
    (found,) = judged(View(place, (), date(2026, 11, 24)))
    assert (found.id, found.judged.verdict) == ("underused:bought", "waste")
    fewer = found.judged.change["ptu"]
    assert found.judged.fix.startswith(f"take {fewer} PTUs; or by the token, under Standard, ")
    price = catalog.ptu_price("ProvisionedManaged", "swedencentral").usd_per_ptu_hour
    saved = found.judged.saving.known["usd"].mid
    assert saved == pytest.approx((100 - fewer) * price * 730)
    idle = Place(resources, Steady(**{USED: 0.0}), until - timedelta(weeks=2), until)
    (found,) = judged(View(idle, (), date(2026, 11, 24)))
    assert (found.id, found.judged.verdict) == ("idle:bought", "waste")
    assert found.judged.saving.known["usd"].mid == pytest.approx(100 * price * 730)


@pytest.mark.parametrize(
    ("sku", "spills", "why"),
    [
        ("Standard", True, "it takes what PTUs cannot; its size follows from theirs"),
        ("GlobalBatch", False, "Azure measures no tokens that wait in a batch"),
    ],
)
def test_what_is_there_for_others_or_is_not_measured_is_not_judged(sku, spills, why):
    bought = sold("gpt-4.1-mini", "ProvisionedManaged", 100)
    if spills:
        bought["properties"] |= {"spilloverDeploymentName": "spare"}
    made = {ACCOUNT: dict(PLACE), f"{ACCOUNT}/deployments/bought": bought}
    made[f"{ACCOUNT}/deployments/spare"] = sold("gpt-4.1-mini", sku)
    resources = [Deployed(path, inputs) for path, inputs in made.items()]
    until = datetime(2026, 11, 23, tzinfo=UTC)
    place = Place(resources, Steady(), until - timedelta(weeks=1), until)
    (found,) = [
        each
        for each in judged(View(place, (), date(2026, 11, 24)))
        if each.judged.resource == "spare"
    ]
    assert (found.judged.verdict, found.judged.why) == ("not judged", why)


COSMOS = f"{BELOW}/Microsoft.DocumentDB/databaseAccounts/kept"
SERVERLESS = {"capabilities": [{"name": "EnableServerless"}]}
CONTAINER = {"options": {"autoscaleSettings": {"maxThroughput": 4000}}}
NEED = {"azgreen-need": "requests-per-second=1 entries=1000 dimensions=256 entry-bytes=2000"}
GATEWAY = {"sku": {"name": "BasicV2", "capacity": 1}}
CAPACITY = {"CpuPercent_Gateway": 3.0}
THROUGHPUT = {"ProvisionedThroughput": 400.0}


def stores(account, container):
    """Return an account of Cosmos DB with one container, as resources of a program."""
    inside = f"{COSMOS}/sqlDatabases/db/containers/answers"
    return [
        (COSMOS, "cosmosdb:DatabaseAccount", {"accountName": "kept", "tags": NEED, **account}),
        (inside, "cosmosdb:SqlResourceSqlContainer", {"accountName": "kept", **container}),
    ]


@pytest.mark.parametrize(
    ("made", "sent", "found", "usd"),
    [
        (stores({}, CONTAINER), THROUGHPUT, "idle:kept waste", 0.1 * 4000 / 100 * 0.012 * 730),
        (stores({}, CONTAINER), {**THROUGHPUT, "TotalRequests": 1.0}, "idle:kept needed", None),
        (stores(SERVERLESS, {}), {"TotalRequests": 0.0}, "idle:kept waste", None),
        (stores(SERVERLESS, {}), {}, "idle:kept not judged", None),
        (
            [(f"{BELOW}/{SERVICE}/front", "apimanagement:ApiManagementService", GATEWAY)],
            CAPACITY,
            "idle:front waste",
            150.0,
        ),
        (
            [(f"{BELOW}/{SERVICE}/front", "apimanagement:ApiManagementService", GATEWAY)],
            {**CAPACITY, "Requests": 1.0},
            "idle:front needed",
            None,
        ),
        (
            [(f"{BELOW}/{SEARCH}/find", "search:Service", {"sku": {"name": "basic"}})],
            {"SearchQueriesPerSecond": 0.0},
            "idle:find waste",
            73.73,
        ),
        (
            [(f"{BELOW}/{SEARCH}/find", "search:Service", {"sku": {"name": "basic"}})],
            {},
            "idle:find not judged",
            None,
        ),
    ],
)
def test_stores_and_services_are_idle_without_requests(made, sent, found, usd):
    resources = [
        Deployed(path, inputs, Resource(f"azure-native:{kind}", path, inputs))
        for path, kind, inputs in made
    ]
    until = datetime(2026, 11, 23, tzinfo=UTC)
    place = Place(resources, Steady(**sent), until - timedelta(weeks=1), until)
    (one,) = judged(View(place, (), date(2026, 11, 24)))
    assert f"{one.id} {one.judged.verdict}" == found
    saved = one.judged.saving.known.get("usd")
    assert (saved and saved.mid) == (usd and pytest.approx(usd, rel=0.001))


def test_a_cache_before_which_a_gateway_stands_says_what_becomes_of_it():
    front = f"{BELOW}/{SERVICE}/front"
    made = [(REDIS, "redisenterprise:RedisEnterprise", DEPLOYED[REDIS][1])]
    before = [*made, (front, "apimanagement:ApiManagementService", GATEWAY)]
    linked = [*before, (f"{front}/caches/default", "apimanagement:Cache", {})]
    fixes = []
    for each in (made, before, linked):
        resources = [
            Deployed(path, inputs, Resource(f"azure-native:{kind}", path, inputs))
            for path, kind, inputs in each
        ]
        until = datetime(2026, 11, 23, tzinfo=UTC)
        place = Place(resources, Steady(usedmemory=1.0), until - timedelta(weeks=1), until)
        found = judged(View(place, (), date(2026, 11, 24)))[0]
        assert (found.id, found.judged.verdict) == ("no-hits:cache", "waste")
        fixes.append(found.judged.fix)
    alone = "delete the cache: it is paid by the hour whether anybody asks or not"
    told = (
        "gateway front keeps answers in a Redis: if it is this one, it keeps none from then on, and"
        " every request goes to a model"
    )
    assert fixes == [alone, alone, f"{alone}; {told}"]


def test_two_resources_of_one_name_are_told_apart():
    ids = [f"{BELOW}/Microsoft.CognitiveServices/accounts/{each}/deployments/chat" for each in "ab"]
    made = [Deployed(each, {}) for each in ids]
    view = View(SimpleNamespace(resources=made), (), date(2026, 11, 24))
    assert [view.label(each) for each in made] == ["a/chat", "b/chat"]
