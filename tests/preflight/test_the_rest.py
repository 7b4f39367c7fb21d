"""Does each line about machines, names, roles and resource providers say what is so?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.preflight.conftest import OWNER, SaidAzure, account, resource
from tests.recorded.player import reply

from azgreen import catalog
from azgreen.estimate.inventory import UNKNOWN
from azgreen.preflight import RefusedError, preflight
from azgreen.preflight.machines import families, plain
from azgreen.preflight.roles import Asked, asked, judge
from azgreen.preflight.types import azure_type
from azgreen_emulator.native.table import RESOURCES

TODAY = date(2026, 11, 24)
NOT_THERE = RefusedError(404, "NotFound", "It is not there.")
FORBIDDEN = RefusedError(403, "AuthorizationFailed", "You may not.")
PERMISSIONS = "/providers/Microsoft.Authorization/permissions"
USAGES = "/providers/Microsoft.MachineLearningServices/locations/swedencentral/usages"
WORKSPACE = {"workspaceName": "ws", "resourceGroupName": "rg", "location": "swedencentral"}


def lines(check, *plan, **said):
    usual = {"get": NOT_THERE, "listed": {PERMISSIONS: [OWNER], USAGES: []}}
    found = preflight(plan, SaidAzure(**{**usual, **said}), TODAY)
    return [
        (line.verdict.value, line.subject, line.told, line.remedy)
        for line in found
        if line.check == check
    ]


def online(name="blue", count=1, machine="Standard_NC24ads_A100_v4", **props):
    inputs = {
        **WORKSPACE,
        "endpointName": "ep",
        "deploymentName": name,
        "sku": {"name": "Default", "capacity": count},
        "properties": {"instanceType": machine, "endpointComputeType": "Managed"},
        **props,
    }
    return resource("machinelearningservices:OnlineDeployment", name, inputs)


def cluster(name="jobs", nodes=2, size="Standard_NC24ads_A100_v4", priority="Dedicated"):
    own = {"vmSize": size, "vmPriority": priority, "scaleSettings": {"maxNodeCount": nodes}}
    inputs = {**WORKSPACE, "computeName": name, "properties": {"properties": own}}
    return resource("machinelearningservices:Compute", name, inputs)


def vcpus(limit, used=0, family="Standard NCADSA100v4 Family Cluster Dedicated vCPUs"):
    return {"id": "/usages/x", "name": {"value": family}, "limit": limit, "currentValue": used}


A100 = "standardNCADSA100v4Family in swedencentral"


def test_machines_take_a_fifth_more_for_upgrades_but_for_those_that_skip_it():
    machine = catalog.instance("Standard_NC24ads_A100_v4")
    assert machine.skips_upgrade_reserve
    found = lines("machines", online(), cluster(), listed=[vcpus(72)])
    told = (
        f"takes 72 vCPU of {A100} (1 of {machine.name}; up to 2 of {machine.name});"
        " 72 of 72 are left"
    )
    assert found == [("PASS", "blue, jobs", told, "")]
    found = lines("machines", online("cpu", 5, "Standard_DS3_v2"), listed=[])
    assert found[0][:1] == ("SKIP",)
    d4 = catalog.instance("Standard_D4as_v4")
    assert not d4.skips_upgrade_reserve
    named = [vcpus(30, 10, "standardDASv4Family")]
    ((verdict, _, told, _),) = lines("machines", online("cpu", 5, d4.name), listed=named)
    assert verdict == "FAIL"
    assert told == (
        "takes 24 vCPU of standardDASv4Family in swedencentral (5 of Standard_D4as_v4, 4 of it for"
        " upgrades); 20 of 30 are left"
    )


def test_machines_without_quota_name_the_cleanest_region_that_has_it():
    here = {"listed": {PERMISSIONS: [OWNER], USAGES: [vcpus(0)]}}
    elsewhere = "/providers/Microsoft.MachineLearningServices/locations/francecentral/usages"
    here["listed"][elsewhere] = [vcpus(24)]
    for item in catalog.regions():
        path = elsewhere.replace("francecentral", item.name)
        here["listed"].setdefault(path, NOT_THERE)
    ((verdict, _, told, remedy),) = lines("machines", online(), **here)
    france = catalog.region("francecentral")
    assert verdict == "FAIL"
    assert told.endswith("; 0 of 0 are left")
    assert remedy == (
        "ask for more quota (learn.microsoft.com/azure/machine-learning/how-to-manage-quotas);"
        f" next best: francecentral ({france.place}), {france.grid_gco2e_per_kwh:g} gCO2e/kWh in"
        f" {france.grid_year}; left there: 24"
    )


def test_machines_that_run_already_are_not_counted_again():
    base = "/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ws"
    size = "Standard_NC24ads_A100_v4"
    there = {
        f"{base}/onlineEndpoints/ep/deployments/blue": {
            "sku": {"capacity": 1},
            "properties": {"instanceType": size},
        },
        f"{base}/computes/jobs": {
            "properties": {"properties": {"vmSize": size, "scaleSettings": {"maxNodeCount": 1}}}
        },
    }
    ((_, _, told, _),) = lines("machines", online(), cluster(), listed=[vcpus(100)], get=there)
    assert told.startswith(f"takes 24 vCPU of {A100} ")
    found = lines("machines", online(), cluster(nodes=1), listed=[vcpus(100)], get=there)
    told = f"takes no more vCPU of {A100} than is deployed"
    assert found == [("PASS", "blue, jobs", told, "")]


@pytest.mark.parametrize(
    ("plan", "said", "line"),
    [
        (
            online(),
            {"listed": []},
            (
                "WARN",
                "blue",
                f"takes 24 vCPU of {A100} (1 of Standard_NC24ads_A100_v4); Azure lists no such"
                " quota",
                "look at the quota in Azure Machine Learning studio: the family may not be there",
            ),
        ),
        (
            online(),
            {"listed": FORBIDDEN},
            (
                "SKIP",
                "blue",
                "could not ask for the quota of vCPUs of swedencentral: AuthorizationFailed (403)",
                "needs the role 'Reader' on the subscription; have it assigned, and try again",
            ),
        ),
        (
            online(location=UNKNOWN),
            {},
            (
                "SKIP",
                "blue",
                "the region of its workspace is not known yet, or not in the catalogue",
                "write the type, the number and the region of the machines into the program",
            ),
        ),
    ],
)
def test_machines_that_nobody_can_tell_of(plan, said, line):
    assert lines("machines", plan, **said) == [line]


def test_low_priority_and_machines_of_ones_own_take_no_such_quota():
    kubernetes = online(properties={"endpointComputeType": "Kubernetes"})
    assert lines("machines", kubernetes, cluster(priority="LowPriority")) == []


def test_families_are_read_from_the_documents_answer():
    found = families(reply("machine_usages")["value"])
    assert found[plain("standardFSv2Family")].left == 24
    assert found[plain("standardNDv2Family")].limit == 0
    nc = found[plain("standardNCFamily")]  # not a workspace's, of which there are two
    assert (nc.limit, nc.used) == (24, 12)
    assert not [name for name in found if "lowpriority" in name]
    assert plain("Standard NCASv3_T4 Family Cluster Dedicated vCPUs") == plain(
        catalog.quota_family("Standard_NC4as_T4_v3")
    )


def vault(name="v", **props):
    inputs = {"vaultName": name, "resourceGroupName": "rg", **props}
    return resource("keyvault:Vault", "safe", inputs)


DOMAIN = {"customSubDomainName": "contosodemoapp1"}
VAULT_CHECK = "/providers/Microsoft.KeyVault/checkNameAvailability"
OWN_VAULT = "/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/v"


@pytest.mark.parametrize(
    ("plan", "said", "line"),
    [
        (
            account(properties=DOMAIN),
            {"domain": reply("domain")},
            (
                "FAIL",
                "acc",
                "the name 'contosodemoapp1' is taken: Sub domain name 'contosodemoapp1' is not"
                " valid",
                "give it another name",
            ),
        ),
        (
            account(properties=DOMAIN),
            {"domain": {"isSubdomainAvailable": True}},
            ("PASS", "acc", "the name 'contosodemoapp1' is free", ""),
        ),
        (
            account(properties=DOMAIN),
            {"domain": FORBIDDEN},
            (
                "SKIP",
                "acc",
                "could not ask for the name 'contosodemoapp1': AuthorizationFailed (403)",
                "needs the role 'Cognitive Services Contributor' on the subscription; have it"
                " assigned, and try again",
            ),
        ),
        (
            account(properties={"customSubDomainName": UNKNOWN}),
            {},
            (
                "SKIP",
                "acc",
                "its name is known only after the deployment",
                "write the name into the program to have it checked",
            ),
        ),
        (
            vault(),
            {"post": {VAULT_CHECK: {"nameAvailable": False, "message": "In use."}}},
            ("FAIL", "safe", "the name 'v' is taken: In use", "give it another name"),
        ),
        (
            vault(),
            {
                "post": {VAULT_CHECK: {"nameAvailable": False, "message": "In use."}},
                "get": {OWN_VAULT: {"name": "v"}},
            },
            ("PASS", "safe", "'v' is there already, and is this one", ""),
        ),
        (
            resource("cosmosdb:DatabaseAccount", "db", {"accountName": "taken"}),
            {"exists": True},
            (
                "FAIL",
                "db",
                "the name 'taken' is taken: an account called 'taken' exists",
                "give it another name",
            ),
        ),
        (
            resource("redisenterprise:RedisEnterprise", "cache", {"clusterName": "c"}),
            {},
            (
                "SKIP",
                "cache",
                "Azure has no check of a cluster's name 'c'",
                "nothing: the deployment tells",
            ),
        ),
    ],
)
def test_a_name(plan, said, line):
    assert lines("name", plan, **said) == [line]


def test_an_account_without_a_sub_domain_has_no_name_of_its_own():
    assert lines("name", account(properties={})) == lines("name", account()) == []
    assert lines("name", account(properties=UNKNOWN))[0][0] == "SKIP"


@pytest.mark.parametrize(
    ("plan", "said", "line"),
    [
        (
            account(properties=DOMAIN),
            {
                "deleted_accounts": [
                    {
                        "id": "/subscriptions/s/providers/Microsoft.CognitiveServices/locations"
                        "/swedencentral/resourceGroups/rg/deletedAccounts/old",
                        "name": "old",
                        "location": "Sweden Central",
                        "properties": {**DOMAIN, "scheduledPurgeDate": "2026-11-26T10:00:00Z"},
                    }
                ]
            },
            (
                "FAIL",
                "acc",
                "a deleted one is kept under 'contosodemoapp1' until 2026-11-26",
                "purge it: az cognitiveservices account purge --name old --resource-group rg"
                " --location swedencentral; or restore it",
            ),
        ),
        (
            account(properties=DOMAIN),
            {"deleted_accounts": [{"name": "acc", "properties": {}}]},
            (
                "FAIL",
                "acc",
                "a deleted one is kept under 'contosodemoapp1'",
                "purge it: az cognitiveservices account purge --name acc; or restore it",
            ),
        ),
        (
            vault(),
            {"listed": {"/providers/Microsoft.KeyVault/deletedVaults": [{"name": "w"}]}},
            ("PASS", "safe", "no deleted one is kept under 'v'", ""),
        ),
        (
            vault(),
            {"listed": FORBIDDEN},
            (
                "SKIP",
                "safe",
                "could not ask for deleted vaults: AuthorizationFailed (403)",
                "needs the role 'Reader' on the subscription; have it assigned, and try again",
            ),
        ),
    ],
)
def test_a_deleted_twin(plan, said, line):
    assert lines("deleted", plan, **said) == [line]


def test_what_the_plan_restores_has_to_be_there():
    kept = [{"name": "acc", "properties": DOMAIN}]
    back = account(properties={**DOMAIN, "restore": True})
    told = "a deleted one is kept under 'contosodemoapp1', and the plan restores it"
    assert lines("deleted", back, deleted_accounts=kept) == [("PASS", "acc", told, "")]
    told = "no deleted one is kept under 'contosodemoapp1', and the plan would restore it"
    remedy = "leave 'restore' out: it is made anew"
    assert lines("deleted", back, deleted_accounts=[]) == [("FAIL", "acc", told, remedy)]
    told = "'contosodemoapp1' belongs to what the plan restores"
    remedy = "nothing: the deployment tells"
    assert lines("name", back) == [("SKIP", "acc", told, remedy)]
    recovered = lines("name", vault(properties={"createMode": "recover"}))
    assert recovered == [("SKIP", "safe", "'v' belongs to what the plan restores", remedy)]


GROUP = resource("resources:ResourceGroup", "rg", {"resourceGroupName": "rg", "location": "x"})
ASSIGNMENT = resource("authorization:RoleAssignment", "may", {"scope": UNKNOWN})
OWNERS = "'Owner', 'User Access Administrator' or 'Role Based Access Control Administrator'"


@pytest.mark.parametrize(
    ("given_roles", "expected"),
    [
        (
            [OWNER],
            [
                ("PASS", "you may assign roles in the subscription, as the plan does", ""),
                (
                    "PASS",
                    "you may make all 3 kinds of resources of the plan in the subscription",
                    "",
                ),
            ],
        ),
        (
            [{"actions": ["*"], "notActions": ["Microsoft.Authorization/*/Write"]}],
            [
                (
                    "FAIL",
                    "you may not assign roles in the subscription, and the plan does",
                    f"have one of {OWNERS} assigned to you",
                )
            ],
        ),
        (
            [{**OWNER, "condition": "@Resource..."}],
            [
                (
                    "PASS",
                    "you may make all 3 kinds of resources of the plan in the subscription",
                    "",
                ),
                (
                    "WARN",
                    "you may assign roles in the subscription, under a condition",
                    "look whether the condition allows the roles of the plan",
                ),
            ],
        ),
        (
            [{"actions": ["*/read"]}, {"actions": ["Microsoft.Authorization/*"]}],
            [
                (
                    "FAIL",
                    "you may not do Microsoft.CognitiveServices/accounts/write,"
                    " Microsoft.Resources/subscriptions/resourceGroups/write in the subscription",
                    "have the role 'Contributor' on the subscription assigned to you",
                ),
                ("PASS", "you may assign roles in the subscription, as the plan does", ""),
            ],
        ),
        (
            FORBIDDEN,
            [
                (
                    "SKIP",
                    "could not ask for your permissions in the subscription: AuthorizationFailed"
                    " (403)",
                    "needs the role 'Reader' on the subscription; have it assigned, and try again",
                )
            ],
        ),
    ],
)
def test_roles(given_roles, expected):
    found = lines("role", GROUP, account(), ASSIGNMENT, listed={PERMISSIONS: given_roles})
    assert sorted((verdict, told, remedy) for verdict, _, told, remedy in found) == expected


def test_a_group_that_is_there_is_asked_about_itself():
    of_group = f"/resourceGroups/rg{PERMISSIONS}"
    ((_, _, told, _),) = lines("role", account(), listed={of_group: [OWNER]})
    told_all = "you may make the one kind of resources of the plan in resource group 'rg'"
    assert told == told_all


actions = st.sampled_from(["A/b/read", "A/b/write", "A/c/write", "B/b/write"])
patterns = st.lists(st.sampled_from(["*", "A/*", "*/read", "*/write", "A/b/write", "B/*"]))


@given(patterns, patterns, st.lists(actions, min_size=1, unique=True))
def test_more_that_is_left_out_never_allows_more(given_actions, left_out, wanted):
    plan = Asked("", tuple(wanted))
    allowed = [{"actions": given_actions, "notActions": []}]
    fewer = [{"actions": given_actions, "notActions": left_out}]
    passes = [line.verdict.value == "PASS" for line in judge(plan, allowed)]
    assert all(passes) or not all(line.verdict.value == "PASS" for line in judge(plan, fewer))
    both = [*fewer, {"actions": ["*"], "notActions": []}]
    assert [line.verdict.value for line in judge(plan, both)] == ["PASS"]


@pytest.mark.parametrize(
    ("state", "verdict", "told", "remedy"),
    [
        ("Registered", "PASS", "is registered", ""),
        ("Registering", "WARN", "is being registered", "wait a minute"),
        (
            "NotRegistered",
            "FAIL",
            "is not registered (NotRegistered)",
            "az provider register --namespace Microsoft.CognitiveServices",
        ),
    ],
)
def test_a_resource_provider(state, verdict, told, remedy):
    said = {"get": {"/providers/Microsoft.CognitiveServices": {"registrationState": state}}}
    found = lines("provider", account(), **said)
    assert found == [(verdict, "Microsoft.CognitiveServices", told, remedy)]


@pytest.mark.parametrize("spec", RESOURCES, ids=lambda spec: spec.token)
def test_every_type_that_can_be_deployed_is_known_to_roles(spec):
    known = azure_type(spec.token.removeprefix("azure-native:"))
    plain_type = spec.arm_type.replace(
        "Microsoft.Resources/resourceGroups", "Microsoft.Resources/subscriptions/resourceGroups"
    )
    assert known == plain_type


def test_what_is_none_of_azures_is_not_asked_about():
    other = resource("x:Y", "y", {})
    assert preflight([other], SaidAzure(), TODAY) == ()
    assert asked([other]) == []
