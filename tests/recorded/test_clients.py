"""Does azgreen read what Azure really answers, through Microsoft's own clients?"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.recorded.player import INDEX, Played, Player, example, reply

from azgreen import catalog
from azgreen.azure import AzurePlace
from azgreen.azure.carbon import CarbonReports
from azgreen.azure.client import ManagementClient
from azgreen.azure.metrics import Asked, Metrics
from azgreen.errors import AzureError, SignInError
from azgreen.preflight import RefusedError
from azgreen.preflight.capacity import available
from azgreen.preflight.listed import Listed, listed
from azgreen.preflight.machines import held
from azgreen.preflight.ptu import calculated
from azgreen.preflight.quota import Quota, quotas

SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
BELOW = f"/subscriptions/{SUBSCRIPTION}"
ADA = ("OpenAI", "ada", "1")
METRICS = "GET {+}/providers/Microsoft.Insights/metrics"
BLOBS = f"{BELOW}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/s"
MORNING = datetime(2021, 4, 20, 9, tzinfo=UTC)
AFTERNOON = datetime(2021, 4, 20, 14, tzinfo=UTC)


def test_every_recording_says_where_it_is_from_and_every_file_is_indexed():
    files = {file.stem for file in (Path(__file__).parent / "replies").glob("*.json")}
    assert files == set(INDEX)
    for name, each in INDEX.items():
        assert re.fullmatch(r"[0-9a-f]{40}", each["commit"]), name
        assert re.fullmatch(r"(GET|HEAD|POST) (/|\{\+\}/)\S+", each["asks"]), name
        of_azure = each.get("repository", "Azure/azure-rest-api-specs").startswith("Azure/")
        assert of_azure, name
        assert "note" in each or each["path"].endswith(".json"), name


@pytest.fixture(scope="module")
def player():
    names = [name for name in INDEX if name.startswith(("model", "deleted", "subscription"))]
    more = ("calculated_capacity", "domain", "permissions", "machine_usages", "cosmos_name")
    with Player(*names, *more, "cluster", "provider", "search_name") as playing:
        yield playing


@pytest.fixture(scope="module")
def azure(player):
    with ManagementClient(AzurePlace(player.url, SUBSCRIPTION)) as client:
        yield client


def test_models_have_what_a_preflight_needs_of_them(azure):
    assert listed(azure.models("westus")) == (
        Listed(
            *ADA,
            sku="provisioned",
            is_default=False,  # Azure left it out
            usage_name="OpenAI.Provisioned.Class1",
            ends_on=date(2024, 1, 1),
            lifecycle="Preview",
            least=100,
            most=1000,
            step=100,
        ),
    )


def test_quotas_and_capacities_are_numbers(azure):
    assert quotas(azure.usages("westus")) == {"accountcount": Quota(200, 3)}
    answer = azure.capacities("westus", ADA)
    assert available(answer, "standard") == 300
    assert available(answer, "GlobalStandard") is None


def test_the_calculator_and_the_check_of_a_domain_come_whole(azure, player):
    workload = example("calculated_capacity")["parameters"]["parameters"]["workloads"][0]
    answer = azure.calculated(("OpenAI", "gpt-4", "0613"), "ProvisionedManaged", workload)
    assert (answer, calculated(answer)) == (reply("calculated_capacity"), 400)
    (_, sent) = player.asked[-1]
    assert sent["workloads"] == [workload]
    assert azure.domain("contosodemoapp1") == reply("domain")


def test_deleted_accounts_are_read_without_what_they_lack(azure):
    names = [item["name"] for item in azure.deleted_accounts()]
    assert names == ["bingSearch", "CrisProd", "rayrptest0308", "raytest02"]


@pytest.mark.parametrize(
    ("name", "path", "count"),
    [
        ("deleted_vaults", f"{BELOW}/providers/Microsoft.KeyVault/deletedVaults", 1),
        ("subscriptions", "/subscriptions", 2),
        ("permissions", f"{BELOW}/providers/Microsoft.Authorization/permissions", 1),
    ],
)
def test_the_link_to_the_next_page_is_followed_once(azure, player, name, path, count):
    player.asked.clear()
    assert azure.listed(path, "2024-11-01") == reply(name)["value"]
    assert len(reply(name)["value"]) == count
    assert [asked for asked, _ in player.asked] == [f"GET {path}", "GET /next-page-of-nothing"]


def test_what_is_asked_for_as_it_stands(azure):
    group = f"{BELOW}/resourceGroups/rg/providers"
    deployment = f"{group}/Microsoft.CognitiveServices/accounts/a/deployments/d"
    cluster = f"{group}/Microsoft.MachineLearningServices/workspaces/w/computes/c"
    assert azure.get(deployment, "2025-06-01") == reply("model_deployment")
    assert held(azure.get(cluster, "2024-10-01") | {"properties": of_today()}) == 24
    search = f"{BELOW}/providers/Microsoft.Search/checkNameAvailability"
    assert azure.post(search, "2025-05-01", {"name": "n"}) == reply("search_name")
    assert azure.exists("/providers/Microsoft.DocumentDB/databaseAccountNames/ddb1", "2025-10-15")


def of_today():
    """The recorded cluster with machines that are still sold: those of 2021 are not listed."""
    cluster = reply("cluster")["properties"]
    return cluster | {"properties": cluster["properties"] | {"vmSize": "STANDARD_NC24ADS_A100_V4"}}


def test_what_nobody_answers_is_a_refusal(azure):
    with pytest.raises(RefusedError) as caught:
        azure.get(f"{BELOW}/resourceGroups/rg/providers/No.Such/thing/t", "2025-06-01")
    assert (caught.value.status, caught.value.code) == (404, "ResourceNotFound")


def test_a_subscription_that_is_not_there_names_those_that_are():
    with Player("subscriptions") as playing:
        client = ManagementClient(AzurePlace(playing.url, SUBSCRIPTION))
        with pytest.raises(SignInError) as caught, client:
            raise AssertionError
        client.__exit__()
    assert str(caught.value) == (
        f"subscription {SUBSCRIPTION} cannot be seen: ResourceNotFound; those that can:"
        " 291bba3f-e0a5-47bc-a099-3bdcb2a50a05 (Example Subscription),"
        " 72ac930a-f34e-42d8-b06d-dc2a9e12ed71 (Example Subscription2);"
        " name one of them with --subscription, or sign in to the tenant that has it"
    )


@pytest.fixture
def blobs(monkeypatch):
    """Asks for the metric of the recording, which is none of our catalogue."""
    known = catalog.Metric(
        "Microsoft.Storage/storageAccounts",
        "BlobCount",
        None,
        "Count",
        ("Average",),
        ("PT1H",),
        exportable=True,
        dimensions=("Tier",),
        source="",
    )
    monkeypatch.setattr("azgreen.azure.metrics.catalog.metric", lambda *_: known)
    return Asked(BLOBS, known.namespace, known.name, apart="Tier")


def read(asked, *names, **others):
    with Player(*names, **others) as it, Metrics(AzurePlace(it.url, SUBSCRIPTION)) as metrics:
        return metrics.read(asked, MORNING, AFTERNOON)


def only(body, metric, status=200):
    """What is played where one of a reply's metrics was asked for."""
    return {"others": {METRICS: Played(status, body | {"value": [body["value"][metric]]})}}


def test_series_are_told_apart_by_a_dimension_that_azure_writes_in_lower_case(blobs):
    found = read(blobs, **only(reply("metrics"), 0))
    assert {tier: set(points.values()) for tier, points in found.items()} == {
        "Hot": {7.0},
        "Standard": {2.0},
        "Cool": {0.0},
        "Archive": {0.0},
        "Untiered": {0.0},
    }
    assert [at.isoformat() for at in found["Hot"]] == [
        f"2021-04-20T{hour:02}:00:00+00:00" for hour in range(9, 14)
    ]


def test_a_time_without_a_value_is_a_gap_and_no_zero(blobs):
    """Azure leaves the value out; the batch's answer has the series of a single one."""
    inside = reply("metrics_batch")["values"][0]
    with_gaps = inside | {"timespan": "2023-02-01T20:00:00Z/2023-02-01T23:00:00Z"}
    found = read(replace(blobs, apart="ApiName"), **only(with_gaps, 0))
    assert [*found["GetBlobServiceProperties"].values()] == [None] * 8 + [342.0] + [None] * 3
    assert None not in found["GetBlob"].values()


def test_a_metric_that_azure_could_not_read_is_an_error_though_the_answer_is_good(blobs):
    with pytest.raises(AzureError) as caught:
        read(blobs, **only(reply("metrics_with_an_error"), 0))
    assert str(caught.value) == (
        f"InvalidSamplingType (200): metric 'BlobCount' of {BLOBS}: Sampling type is not found."
        " Metric:CosmosDBCustomer,AzureMonitor,MongoRequests, SamplingType:NullableAverage."
    )
    found = read(blobs, **only(reply("metrics_with_an_error"), 1))
    assert [set(points.values()) for points in found.values()] == [{0.0}]


def test_errors_are_read_with_and_without_their_envelope(blobs):
    with pytest.raises(AzureError) as caught:
        read(blobs, "error_grain")
    assert str(caught.value) == (
        f"BadRequest (400): metric 'BlobCount' of {BLOBS}: Invalid time grain duration: PT2M,"
        " supported ones are: PT1M,PT5M,PT15M,PT30M,PT1H,PT6H,PT12H,P1D,"
    )
    refused = {METRICS: Played(403, reply("error_no_role"))}
    with pytest.raises(SignInError) as signing:
        read(blobs, others=refused)
    assert str(signing.value) == (
        f"metric 'BlobCount' of {BLOBS} may not be read: AuthorizationFailed;"
        " Microsoft.Insights/metrics/read is needed: ask for the role 'Monitoring Reader' on the"
        " resource group"
    )


EMISSIONS = INDEX["emissions"]["asks"]


def by_token(body):
    """Play the second page where its token is sent."""
    has_token = "skipToken" in body
    return Played(200, reply("emissions_next_page" if has_token else "emissions"))


def test_emissions_are_read_page_by_page_in_kg():
    playing = Player("emission_months", others={EMISSIONS: by_token})
    with playing, CarbonReports(AzurePlace(playing.url, SUBSCRIPTION)) as reports:
        months = reports.months(2)
        found = reports.read(months[:1])
    assert months == [date(2023, 4, 1), date(2023, 5, 1)]
    assert {row.kgco2e for row in found} == {0.1}
    assert [row.scope for row in found] == ["Scope1"] * 10 + ["Scope2"] * 10 + ["Scope3"] * 10
    assert found[0].resource.endswith("/microsoft.storage/storageaccounts/rgName1")
    tokens = [body.get("skipToken") for asked, body in playing.asked if asked == EMISSIONS]
    assert tokens == [None, "dGVzZGZhZGZzZnNkZg=="] * 3


@pytest.mark.parametrize(
    ("last", "why"),
    [(6, "denied, with no reason given"), (8, "Carbon Optimization Reader permisison required")],
)
def test_what_is_denied_names_the_role_and_what_is_denied_to_others_does_not_matter(last, why):
    mine = f"00000000-0000-0000-0000-{last:012}"
    with Player("emissions_next_page") as playing:
        denied = CarbonReports(AzurePlace(playing.url, mine))
        with denied, pytest.raises(SignInError) as caught:
            denied.read([date(2024, 5, 1)])
        with CarbonReports(AzurePlace(playing.url, SUBSCRIPTION)) as reports:
            assert reports.read([date(2024, 5, 1)])
    assert str(caught.value) == (
        f"emissions of subscription {mine} may not be read: {why};"
        " Microsoft.Carbon/carbonEmissionReports/action is needed: ask for the role"
        " 'Carbon Optimization Reader' on the subscription"
    )


def test_the_player_says_what_nobody_recorded():
    with Player("cosmos_name") as playing:
        client = ManagementClient(AzurePlace(playing.url, SUBSCRIPTION))
        with pytest.raises(RefusedError):
            client.get("/providers/X", "2025-06-01")
        client.__exit__()
    assert playing.unknown == ["GET /providers/X"]
    assert json.dumps(reply("cosmos_name")) == "null"
