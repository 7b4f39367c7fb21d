"""Is what Azure lists told as a program would write it, all kinds of it?"""

from __future__ import annotations

import pytest

from azgreen.azure.listing import Listed, Missing, listed, subscriptions
from azgreen.errors import EngineError
from azgreen.preflight import RefusedError

HERE = "/subscriptions/s/providers/"
GROUP = "/subscriptions/s/resourceGroups/rg/providers/"
COSMOS = f"{GROUP}Microsoft.DocumentDB/databaseAccounts/c"
ACCOUNT = f"{GROUP}Microsoft.CognitiveServices/accounts/a"
SPACE = f"{GROUP}Microsoft.MachineLearningServices/workspaces/w"
SCALED = {"throughput": 400, "autoscaleSettings": {"maxThroughput": 4000}}


def body(id_, **more):
    return {"id": id_, **more}


class Azure:
    """Answers from a table; what is not in it is not there, or refused."""

    def __init__(self, answers):
        self.answers = answers

    def listed(self, path, _version):
        found = self.answers.get(path, [])
        if isinstance(found, RefusedError):
            raise found
        return found

    def get(self, path, _version):
        if path not in self.answers:
            raise RefusedError(404, "NotFound", "no")
        return self.answers[path]


def test_kinds_are_flat_where_a_program_writes_them_flat():
    setting = {"profiles": [1], "targetResourceUri": "/x", "enabled": True}
    azure = Azure(
        {
            f"{HERE}Microsoft.CognitiveServices/accounts": [body(ACCOUNT, location="x")],
            f"{ACCOUNT}/deployments": [body(f"{ACCOUNT}/deployments/d", properties={"model": 1})],
            f"{HERE}Microsoft.MachineLearningServices/workspaces": [body(SPACE)],
            f"{SPACE}/onlineEndpoints": [body(f"{SPACE}/onlineEndpoints/e")],
            f"{SPACE}/onlineEndpoints/e/deployments": [body("/blue", properties={"model": 2})],
            f"{HERE}Microsoft.Insights/autoscaleSettings": [body("/scale", properties=setting)],
            f"{HERE}Microsoft.Cache/redisEnterprise": [
                body("/redis", sku={"name": "B1"}, properties={"highAvailability": "Enabled"})
            ],
            f"{HERE}Microsoft.DocumentDB/databaseAccounts": [body(COSMOS)],
            f"{COSMOS}/sqlDatabases": [body("/db")],
            "/db/containers": [body("/own"), body("/shared")],
            "/own/throughputSettings/default": {"properties": {"resource": SCALED}},
            f"{HERE}Microsoft.Search/searchServices": [body("/s", properties={"replicaCount": 3})],
        }
    )
    found, missing = listed(azure, "s")
    assert missing == []
    props = {item.id: item.props for item in found}
    assert props[f"{ACCOUNT}/deployments/d"]["properties"] == {"model": 1}
    assert props["/blue"]["properties"] == {"model": 2}
    assert props["/scale"] == {"id": "/scale", **setting}
    assert props["/redis"]["highAvailability"] == "Enabled"
    assert props["/s"]["replicaCount"] == 3
    assert props["/own"]["options"] == {"autoscaleSettings": {"maxThroughput": 4000}}
    assert "options" not in props["/shared"]
    assert "options" not in props["/db"]
    assert found[0] == Listed(ACCOUNT, {"id": ACCOUNT, "location": "x"})


def test_what_is_refused_is_named_and_the_rest_is_listed():
    refused = RefusedError(403, "AuthorizationFailed", "no")
    types = (
        "CognitiveServices/accounts",
        "MachineLearningServices/workspaces",
        "Insights/autoscaleSettings",
        "Cache/redisEnterprise",
        "DocumentDB/databaseAccounts",
        "Search/searchServices",
    )
    why = "AuthorizationFailed (403); needs the role 'Monitoring Reader' on the subscription"
    everything = {f"{HERE}Microsoft.{each}": refused for each in types}
    assert listed(Azure(everything), "s") == ([], [Missing("all of it", why)])
    *_, last = everything
    some = Azure({last: refused, f"{HERE}Microsoft.{types[2]}": [body("/scale")]})
    found, missing = listed(some, "s")
    assert [item.id for item in found] == ["/scale"]
    assert missing == [Missing("Microsoft.Search/searchServices", why)]
    broken = Azure({last: RefusedError(500, "InternalServerError", "broken")})
    (only,) = listed(broken, "s")[1]
    assert only.why == "InternalServerError (500): broken"


def test_nobody_there_is_an_error():
    nobody = RefusedError(0, "NoAnswer", "refused")
    with pytest.raises(EngineError, match="searchServices cannot be listed: refused"):
        listed(Azure({f"{HERE}Microsoft.Search/searchServices": nobody}), "s")
    with pytest.raises(EngineError, match="name those that you mean with --subscription"):
        subscriptions(Azure({"/subscriptions": nobody}))
    two = [{"subscriptionId": "1", "displayName": "one"}, {"subscriptionId": "2"}]
    assert subscriptions(Azure({"/subscriptions": two})) == {"1": "one", "2": ""}
