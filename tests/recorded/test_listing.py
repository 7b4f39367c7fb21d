"""Does azgreen read what Azure really answers of many resources at once?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.recorded.player import INDEX, Played, Player, reply

from azgreen.azure import AzurePlace
from azgreen.azure.client import ManagementClient
from azgreen.azure.jobs import jobs_of
from azgreen.azure.listing import Missing, listed
from azgreen.azure.metrics_batch import Batch, BatchMetrics
from azgreen.azure.patience import Patience
from azgreen.errors import SignInError
from azgreen.preflight import RefusedError

SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
EVENING = datetime(2023, 2, 1, 20, tzinfo=UTC)
TWO = reply("metrics_batch")["values"]
WORKSPACE = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers"
    "/Microsoft.MachineLearningServices/workspaces/main"
)


def ingress(count):
    return Batch(
        SUBSCRIPTION,
        "eastus",
        "Microsoft.Storage/storageAccounts",
        "Ingress",
        "Average",
        900,
        ("ApiName", "Authentication"),
        tuple(each["resourceid"] for each in TWO[:count]),
        EVENING,
        EVENING.replace(hour=23),
    )


def read(batch, **player):
    with Player(**player) as playing:
        metrics = BatchMetrics(AzurePlace(playing.url, SUBSCRIPTION), Patience())
        with metrics:
            metrics.open(["eastus"])
            return [*metrics.read(batch)]


def played(body, status=200):
    return {"others": {INDEX["metrics_batch"]["asks"]: Played(status, body)}}


def one_metric(number):
    """The recorded answer with the metric that was asked for alone."""
    return {"values": [each | {"value": [each["value"][number]]} for each in TWO]}


def test_a_batch_tells_resources_and_dimensions_apart_and_leaves_gaps_out():
    found = read(ingress(2), **played(one_metric(0)))
    told = [
        (each.resource.rpartition("/")[2], each.dimensions["apiname"], len(each.at_s))
        for each in found
    ]
    assert told == [
        ("teststorage1", "GetBlob", 12),
        ("teststorage1", "GetBlobServiceProperties", 1),
        ("teststorage2", "GetBlobServiceProperties", 1),
    ]
    (only,) = found[2].at_s
    assert datetime.fromtimestamp(only, UTC).isoformat() == "2023-02-01T22:00:00+00:00"
    assert [*found[2].amounts] == [330.0]
    assert [*found[0].amounts][:2] == [437.0, 438.0735294117647]


def test_a_batch_that_azure_refuses_is_to_be_asked_for_one_by_one():
    with pytest.raises(RefusedError) as caught:
        read(ingress(1), **played(reply("metrics_batch", "default"), 400))
    assert caught.value.code == "BadRequest"
    assert caught.value.message.startswith("Query endTime: 06/06/2021 00:00:00 is out of the Max")


def test_a_metric_that_could_not_be_read_is_no_gap_in_a_batch_either():
    body = one_metric(0)
    failed = reply("metrics_with_an_error")["value"][0]
    body["values"][0]["value"] = [failed]
    with pytest.raises(RefusedError, match=r"^InvalidSamplingType \(200\): metric 'Ingress' of "):
        read(ingress(2), **played(body))


def test_a_batch_without_the_role_names_it():
    with pytest.raises(SignInError) as caught:
        read(ingress(2), **played(reply("error_no_role"), 403))
    assert str(caught.value) == (
        f"metric 'Ingress' of {TWO[0]['resourceid']} and 1 more may not be read:"
        " AuthorizationFailed; Microsoft.Insights/metrics/read is needed on the subscription: the"
        " role 'Monitoring Reader'"
    )


@pytest.fixture(scope="module")
def found():
    """What a subscription has whose other services nobody answers for."""
    names = ("accounts", "model_deployments", "search_services", "caches", "jobs", "subscription")
    with (
        Player(*names) as playing,
        ManagementClient(AzurePlace(playing.url, SUBSCRIPTION)) as azure,
    ):
        yield *listed(azure, SUBSCRIPTION), jobs_of(azure, WORKSPACE)


def test_everything_is_listed_with_the_size_that_azure_tells(found):
    resources, _, _ = found
    ids = [each.id.rpartition("/")[2] for each in resources]
    of_models = ["bingSearch", "CrisProd", "rayrptest0308", "raytest02"]
    own = ["cache1", "mysearchservice", "mysearchservice2"]
    assert ids == [name for each in of_models for name in (each, "deploymentName")] + own
    by_name = {each.id.rpartition("/")[2]: each.props for each in resources}
    assert by_name["deploymentName"]["sku"] == {"name": "Standard", "capacity": 1}
    assert (by_name["cache1"]["sku"]["name"], by_name["cache1"]["location"]) == (
        "EnterpriseFlash_F300",
        "West US",
    )
    assert by_name["mysearchservice"]["replicaCount"] == 3


def test_what_could_not_be_listed_is_named(found):
    _, missing, _ = found
    assert [each.what for each in missing] == [
        "Microsoft.MachineLearningServices/workspaces",
        "Microsoft.Insights/autoscaleSettings",
        "Microsoft.DocumentDB/databaseAccounts",
    ]
    assert missing[1] == Missing(
        "Microsoft.Insights/autoscaleSettings",
        f"ResourceNotFound (404): no /subscriptions/{SUBSCRIPTION}"
        "/providers/Microsoft.Insights/autoscaleSettings",
    )


def test_a_job_without_times_has_none(found):
    _, _, (job,) = found
    assert (job.name, job.kind, job.status, job.nodes) == ("string", "Command", "NotStarted", 1)
    assert (job.began, job.ended) == (None, None)
    assert job.submitted.isoformat() == "2020-01-01T12:34:56.999000+00:00"


@pytest.mark.parametrize("rest", [{}, {"nextLink": None}, {"nextLink": ""}])
def test_the_last_page_has_no_link_or_an_empty_one(rest):
    asks = INDEX["caches"]["asks"]
    page = {"value": reply("caches")["value"], **rest}
    playing = Player("subscription", others={asks: Played(200, page)})
    with playing, ManagementClient(AzurePlace(playing.url, SUBSCRIPTION)) as azure:
        path = f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Cache/redisEnterprise"
        assert azure.listed(path, "2025-07-01") == page["value"]
