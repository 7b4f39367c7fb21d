"""Does AZG-R006 find resources whose logs nobody keeps, and only those?"""

from __future__ import annotations

from typing import Any

import pytest

from azgreen import catalog
from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge_stack
from azgreen_policies.reliability._logs import ALL_TYPES, KEPT_TYPES, KINDS
from azgreen_policies.reliability.diagnostic_setting import rule

ACCOUNT = Resource("azure-native:cognitiveservices:Account", {"accountName": "gpt"}, "models")
SEARCH = Resource("azure-native:search:Service", {"searchServiceName": "docs"}, "docs")
CLUSTER = Resource("azure-native:redisenterprise:RedisEnterprise", {"clusterName": "c"}, "cluster")
DATABASE = Resource(
    "azure-native:redisenterprise:Database",
    {"databaseName": "default", "clusterName": "c"},
    "database",
    {"clusterName": ["cluster"]},
)
AUDIT = "Audit (who changed or read keys and settings: few rows)"
FIX = "to a Log Analytics workspace"
NONE = (
    f"'models' has no diagnostic setting; add a monitor:DiagnosticSetting whose resourceUri is "
    f"its id, with {AUDIT} {FIX}"
)
ELSEWHERE = (
    f"the diagnostic setting of 'models' does not send what is needed; let it send {AUDIT} {FIX}"
)


def setting(
    *logs: Any, source: str = "models", uri: Any = UNKNOWN, workspace: Any = UNKNOWN, **more: Any
) -> Resource:
    props = {"resourceUri": uri, "logs": list(logs), **more}
    if workspace is not None:
        props["workspaceId"] = workspace
    made_from = {"resourceUri": [source]} if source else {}
    return Resource("azure-native:monitor:DiagnosticSetting", props, "sent", made_from)


def log(category: Any = None, *, group: str | None = None, enabled: Any = True) -> dict[str, Any]:
    named = {"category": category} if group is None else {"categoryGroup": group}
    return {**named, "enabled": enabled}


CASES = [
    Case("compliant", (ACCOUNT, setting(log("Audit")))),
    Case("compliant", (ACCOUNT, setting(log(group="allLogs")))),
    # volume is carbon and money: a log of a row a request is not asked for
    Case("compliant", (SEARCH,)),
    Case("violating", (ACCOUNT,), (NONE,)),
    Case("violating", (ACCOUNT, setting(log("Audit"), workspace=None)), (ELSEWHERE,)),
    Case("violating", (ACCOUNT, setting(log("Audit", enabled=False))), (ELSEWHERE,)),
    Case("violating", (ACCOUNT, setting(log("RequestResponse"))), (ELSEWHERE,)),
    Case("missing", (ACCOUNT, setting()), (ELSEWHERE,)),
    Case(
        "unknown",
        (ACCOUNT, setting(log(UNKNOWN))),
        unknown="string value at .logs.0.category can't be known during preview",
    ),
    Case(
        "configured",
        (ACCOUNT, SEARCH),
        (
            "'docs' has no diagnostic setting; add a monitor:DiagnosticSetting whose resourceUri "
            "is its id, with OperationLogs (a row a request; latency and throttling are in the "
            f"metrics) {FIX}",
        ),
        around=Surroundings(settings={"resourceTypes": ["Microsoft.Search/searchServices"]}),
    ),
    Case(
        "not applicable",
        (CLUSTER,),
        not_applicable="the stack has no cognitiveservices:Account and no "
        "machinelearningservices:OnlineEndpoint and no redisenterprise:Database and no "
        "cosmosdb:DatabaseAccount and no search:Service and no "
        "apimanagement:ApiManagementService",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@pytest.mark.parametrize(
    ("one", "kept"),
    [
        (setting(log("ConnectionEvents"), source="cluster"), True),
        (
            setting(
                log("ConnectionEvents"), source="", uri="/x/redisEnterprise/C/databases/default"
            ),
            True,
        ),
        (setting(log("ConnectionEvents"), source="cluster", uri="/x/redisEnterprise/c"), False),
    ],
)
def test_a_database_is_found_by_its_id_in_its_cluster(one: Resource, *, kept: bool) -> None:
    around = Surroundings(settings={"resourceTypes": list(ALL_TYPES)})
    found = judge_stack(rule, (CLUSTER, DATABASE, one), around=around)
    assert bool(found.messages) is not kept


def test_every_type_that_the_catalogue_has_logs_of_can_be_judged() -> None:
    listed = {each.resource_type for each in catalog.log_categories()}
    assert set(ALL_TYPES) == listed == set(KINDS)
    assert set(KEPT_TYPES) == {each.resource_type for each in catalog.log_categories() if each.kept}
