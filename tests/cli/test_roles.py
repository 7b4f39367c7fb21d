"""Are the actions of docs/roles.md enough for each command, and is each of them needed?"""

from __future__ import annotations

import ast
import json
import re
from fnmatch import fnmatch
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from tests.cli.pulumi_forms import preview_json
from tests.recorded.local import ML, OPENAI, RG, SUBSCRIPTION, Local, make_machines, make_models

from azgreen.cli import COMMANDS, main
from azgreen_emulator.engine.monitor import Registration
from azgreen_emulator.server import LocalAzure

FAULT = 2
METRICS = "Microsoft.Insights/metrics/read"
ROOT = Path(__file__).parents[2]
CLI = ROOT / "src/azgreen/cli"
SECTIONS = {
    section.partition("\n")[0]: section
    for section in (ROOT / "docs/roles.md").read_text("utf-8").split("\n## ")[1:]
}
COVERED = {"up": "azgreen preflight"}
"""Commands that ask nothing but what another one asks, with its section."""


def documented(section):
    """The actions of a section's table."""
    return re.findall(r"^\| `(Microsoft\.[^`]+)` \|", SECTIONS[section], re.MULTILINE)


@cache
def imports(file):
    """The modules that a file imports when it runs, at its top or later."""
    named = set()
    nodes = [ast.parse(file.read_text("utf-8"))]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            named |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
        nodes += ast.iter_child_nodes(node)
    return named


def asks_azure(command):
    """Whether a command leads to a module that has a client of Azure."""
    clients = {
        f"azgreen.{file.parent.name}.{file.stem}"
        for file in [*(CLI.parent / "azure").glob("*.py"), *CLI.glob("*.py")]
        if any(re.match(r"azure\.(mgmt|monitor)\b", name) for name in imports(file))
    }
    found, later = set(), {f"azgreen.cli.{command}"}
    while later:
        module = later.pop()
        found.add(module)
        place = CLI.joinpath(*module.removeprefix("azgreen.cli.").split("."))
        for file in (place.with_suffix(".py"), place / "__init__.py"):
            if file.is_file():
                later |= imports(file) - found
    return bool(found & clients)


def test_every_command_that_asks_azure_has_a_section():
    asking = {command for command in COMMANDS if asks_azure(command)}
    assert {"preflight", "rightsize", "footprint", "place", "up"} <= asking
    assert "size" not in asking
    named = {title.split()[1] for title in SECTIONS}
    assert asking - set(COVERED) == named
    assert all(f"`azgreen {command}`" in SECTIONS[of] for command, of in COVERED.items())


# azure-docs, articles/role-based-access-control/built-in-roles: what is allowed, what is left out
BUILT_IN = {
    "Reader": (["*/read"], []),
    "Contributor": (
        ["*"],
        [
            "Microsoft.Authorization/*/Delete",
            "Microsoft.Authorization/*/Write",
            "Microsoft.Authorization/elevateAccess/Action",
            "Microsoft.Blueprint/blueprintAssignments/write",
            "Microsoft.Blueprint/blueprintAssignments/delete",
            "Microsoft.Compute/galleries/share/action",
            "Microsoft.Purview/consents/write",
            "Microsoft.Purview/consents/delete",
            "Microsoft.Resources/deploymentStacks/manageDenySetting/action",
            "Microsoft.Subscription/cancel/action",
            "Microsoft.Subscription/enable/action",
        ],
    ),
    "Cognitive Services Contributor": (
        [
            "Microsoft.Authorization/*/read",
            "Microsoft.CognitiveServices/*",
            "Microsoft.Features/features/read",
            "Microsoft.Features/providers/features/read",
            "Microsoft.Features/providers/features/register/action",
            "Microsoft.Insights/alertRules/*",
            "Microsoft.Insights/diagnosticSettings/*",
            "Microsoft.Insights/logDefinitions/read",
            "Microsoft.Insights/metricdefinitions/read",
            "Microsoft.Insights/metrics/read",
            "Microsoft.ResourceHealth/availabilityStatuses/read",
            "Microsoft.Resources/deployments/*",
            "Microsoft.Resources/deployments/operations/read",
            "Microsoft.Resources/subscriptions/operationresults/read",
            "Microsoft.Resources/subscriptions/read",
            "Microsoft.Resources/subscriptions/resourcegroups/deployments/*",
            "Microsoft.Resources/subscriptions/resourceGroups/read",
            "Microsoft.Support/*",
        ],
        [],
    ),
    "Monitoring Reader": (
        ["*/read", "Microsoft.OperationalInsights/workspaces/search/action", "Microsoft.Support/*"],
        [],
    ),
    "Carbon Optimization Reader": (["Microsoft.Carbon/carbonEmissionReports/action"], []),
}


def allows(role, action):
    def matches(patterns):
        return any(fnmatch(action.lower(), pattern.lower()) for pattern in patterns)

    allowed, left_out = BUILT_IN[role]
    return matches(allowed) and not matches(left_out)


@pytest.mark.parametrize("section", sorted(SECTIONS))
def test_every_action_is_allowed_by_a_role_that_its_section_names(section):
    actions = documented(section)
    assert actions
    assert len(set(actions)) == len(actions)
    roles = set(re.findall(r"\*\*([^*]+)\*\*", " ".join(SECTIONS[section].split())))
    assert roles <= set(BUILT_IN)
    assert [each for each in actions if not any(allows(role, each) for role in roles)] == []


ACCOUNT = f"{OPENAI}/acc"
CHAT = f"{ACCOUNT}/deployments/chat"
BLUE = f"{ML}/onlineEndpoints/talk/deployments/blue"
MODEL = {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"}
NEED = {"azgreen-need": "requests-per-second=1 input-tokens=1000 output-tokens=100"}
SOLD = {"sku": {"name": "Standard", "capacity": 10}, "properties": {"model": MODEL}, "tags": NEED}
BOUGHT = {"sku": {"name": "ProvisionedManaged", "capacity": 50}, "properties": {"model": MODEL}}
A100 = {"sku": {"capacity": 1}, "properties": {"instanceType": "Standard_NC24ads_A100_v4"}}
NAMES = {"workspaceName": "ws", "endpointName": "ep", "deploymentName": "m"}
PLAN = {
    "cognitiveservices:Account": {"accountName": "new", "location": "swedencentral"}
    | {"properties": {"customSubDomainName": "new"}},
    "cognitiveservices:Deployment": {"accountName": "new", "deploymentName": "ptu", "tags": NEED}
    | BOUGHT,
    "keyvault:Vault": {"vaultName": "vvv"},
    "storage:StorageAccount": {"accountName": "sss"},
    "search:Service": {"searchServiceName": "fff"},
    "cosmosdb:DatabaseAccount": {"accountName": "ccc"},
    "apimanagement:ApiManagementService": {"serviceName": "ggg"},
    "machinelearningservices:OnlineDeployment": NAMES | {"location": "swedencentral"} | A100,
}
"""One of each kind that a preflight asks about, by its type."""

STACK = {
    ACCOUNT: ("cognitiveservices:Account", {"location": "swedencentral"}),
    CHAT: ("cognitiveservices:Deployment", SOLD),
    ML: ("machinelearningservices:Workspace", {"location": "swedencentral"}),
    BLUE: ("machinelearningservices:OnlineDeployment", A100 | {"location": "swedencentral"}),
}
"""What is deployed, by its id."""

COSMOS = f"{RG}/providers/Microsoft.DocumentDB/databaseAccounts/cdb"
HELD = {"options": {"throughput": 400}}
THROUGHPUT = {
    f"{COSMOS}/sqlDatabases/own": ("cosmosdb:SqlResourceSqlDatabase", {}),
    f"{COSMOS}/sqlDatabases/own/containers/c": ("cosmosdb:SqlResourceSqlContainer", HELD),
    f"{COSMOS}/sqlDatabases/shared": ("cosmosdb:SqlResourceSqlDatabase", HELD),
}
"""A container and a database that hold throughput, by their ids."""


def make_throughput(azure):
    offer = {"databaseAccountOfferType": "Standard"}
    location = [{"locationName": "swedencentral", "failoverPriority": 0}]
    account = {"kind": "GlobalDocumentDB", "properties": offer | {"locations": location}}
    azure.made(COSMOS, "2025-10-15", account)
    for resource_id, (_, inputs) in THROUGHPUT.items():
        name = {"id": resource_id.rpartition("/")[2]}
        keys = {"partitionKey": {"paths": ["/id"]}} if "/containers/" in resource_id else {}
        azure.made(resource_id, "2025-10-15", {"properties": {"resource": name | keys} | inputs})


def planned():
    return preview_json(
        [
            Registration(
                f"urn:pulumi:dev::p::azure-native:{kind}::{kind}",
                f"azure-native:{kind}",
                kind,
                custom=True,
                inputs=inputs | {"resourceGroupName": "rg"},
            )
            for kind, inputs in PLAN.items()
        ]
    )


def exported(*ids):
    resources = [
        {"urn": f"urn:pulumi:dev::p::{kind}::{kind}", "custom": True, "id": id_, "inputs": inputs}
        | {"type": f"azure-native:{kind}"}
        for id_, (kind, inputs) in (STACK | THROUGHPUT if ids else STACK).items()
        if id_ in (ids or STACK)
    ]
    return json.dumps({"version": 3, "deployment": {"resources": resources}})


WORKLOAD = """\
name: trial
traffic: {requestsPerSecond: 1, inputTokens: 1000, outputTokens: 100}
models: [gpt-4.1-mini]
residency: {regions: [swedencentral]}
"""


def at(url, command, *options):
    return [command, "--azure", url, *options]


WALKS = count()
RUNS = {
    "azgreen preflight": (planned, lambda file, url: at(url, "preflight", "--preview", file)),
    "azgreen rightsize": (
        lambda: exported(*THROUGHPUT),
        lambda file, url: at(url, "rightsize", "--stack", "dev", "--weeks", "1", "--export", file),
    ),
    "azgreen rightsize --fleet": (
        str,
        # each walk in a file of its own: what has been read is not asked for again
        lambda file, url: [
            *at(url, "rightsize", "--weeks", "1", "--grain", "1h"),
            *("--fleet", f"{file}{next(WALKS)}", "--subscription", SUBSCRIPTION),
        ],
    ),
    "azgreen footprint": (
        exported,
        lambda file, url: at(url, "footprint", "--months", "1", "--export", file),
    ),
    "azgreen waste": (
        exported,
        lambda file, url: at(url, "waste", "--stack", "dev", "--weeks", "1", "--export", file),
    ),
    "azgreen schedule": (
        exported,
        lambda file, url: at(
            url, "schedule", "--stack", "dev", "--realised", "--grid", "profile", "--export", file
        ),
    ),
    "azgreen place": (lambda: WORKLOAD, lambda file, url: ["place", file, "--azure-url", url]),
}
"""What each section's command is given, and how it is run so that it asks for its whole table."""


def test_every_section_is_run():
    assert set(RUNS) == set(SECTIONS)


@pytest.fixture(scope="module")
def azure():
    """A local Azure with what the commands ask about, and with what it measured and emitted."""
    with LocalAzure(None) as running:
        local = Local(running.url)
        local.made(RG, "2024-03-01", {})
        make_models(local)
        make_machines(local)
        make_throughput(local)
        yield running


@pytest.fixture
def run(azure, tmp_path, capsys, caller, monkeypatch):
    """Runs a section's command as one who may do these actions alone; returns what it said."""
    monkeypatch.chdir(tmp_path)

    def go(section, actions):
        caller(azgreen_actions=actions)
        given, argv = RUNS[section]
        file = tmp_path / "given"
        file.write_text(given(), "utf-8")
        code = main([*argv(str(file), azure.url), "--format", "json"])
        told = capsys.readouterr()
        return code, told.out, told.err

    return go


TELLS_EACH = {"azgreen rightsize --fleet"}
"""Sections whose command goes on where one service refuses, and tells every refusal."""


MOST = 3
"""Left out at once: where every service refuses, one line tells it of all."""


def missing_at_once(section):
    """The actions to leave out of a run: one, or one of each service that refuses for itself."""
    actions = documented(section)
    if section not in TELLS_EACH:
        return [[each] for each in actions]
    groups = []
    for action in (each for each in actions if each != METRICS):
        service = action.split("/")[:2]
        for group in groups:
            if len(group) < MOST and service not in (each.split("/")[:2] for each in group):
                group.append(action)
                break
        else:
            groups.append([action])
    return [*groups, [METRICS]]  # which is asked of what was listed


def roles_asked_for(told):
    """The roles that somebody would need; not those for what the plan makes."""
    _, out, err = told
    return re.findall(r"(?<!have )the role '([^']+)'", out + err)


@pytest.mark.parametrize("section", sorted(RUNS))
def test_the_documented_actions_are_enough_and_each_is_needed(section, run):
    actions = documented(section)
    told = run(section, actions)
    assert told[0] in (0, 1), told
    assert (roles_asked_for(told), told[2]) == ([], "")
    for missing in missing_at_once(section):
        told = run(section, [each for each in actions if each not in missing])
        asked_for = roles_asked_for(told)
        if section in TELLS_EACH:
            assert len(asked_for) == len(missing), (missing, told)
        (role,) = set(asked_for)
        assert all(allows(role, each) for each in missing), missing
        code, out, err = told
        if code == FAULT:  # else it went on without, and said so
            assert (out, err.count("error: ")) == ("", len(missing)), missing
