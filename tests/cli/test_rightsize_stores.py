"""Does `azgreen rightsize` size caches, throughput and replicas by what they were used for?"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.cli.local_azure import send

from azgreen.cli import main
from azgreen.cli._deployed import Deployed
from azgreen.cli.rightsize import record
from azgreen.cli.rightsize.look import Look
from azgreen.cli.used.use import NotLookedAtError, Place, asks_of, sized, use_of
from azgreen.errors import InputError
from azgreen.estimate.rightsizing import CacheUse, ContainerUse, Samples, SearchUse, recommend
from azgreen.preflight import RefusedError
from azgreen_emulator.engine.state import State
from azgreen_emulator.server import LocalAzure

SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
REDIS = f"{GROUP}/providers/Microsoft.Cache/redisEnterprise/kept"
COSMOS = f"{GROUP}/providers/Microsoft.DocumentDB/databaseAccounts"
ENTRIES = f"{COSMOS}/store/sqlDatabases/cache/containers/entries"
SEARCH = f"{GROUP}/providers/Microsoft.Search/searchServices/find"

DOCUMENTS = "2025-10-15"
ACCOUNT = {
    "location": "swedencentral",
    "kind": "GlobalDocumentDB",
    "properties": {
        "databaseAccountOfferType": "Standard",
        "locations": [{"locationName": "swedencentral", "failoverPriority": 0}],
    },
}


def load(azure, resource, per_minute, facts=None, weeks=3):
    generated = {"weeks": weeks, "requests_per_minute": per_minute, "seed": 3}
    body = {"resource": resource, "generate": generated, "facts": facts or {}}
    send(azure, "POST", "/azgreen/load", body)


def container(name, options):
    inner = {"id": name, "partitionKey": {"paths": ["/id"], "kind": "Hash"}}
    return {"properties": {"resource": inner, "options": options}}


KEPT = {"hit_share": 0.3, "entry_bytes": 20_000, "lives_minutes": 1440}
"""What nobody publishes of a cache."""


@pytest.fixture(scope="module")
def azure():
    """Stores that are far too large for what comes, and one that is too small."""
    with LocalAzure(None) as running:

        def put(path, body, api):
            send(running, "PUT", f"{path}?api-version={api}", body)

        put(GROUP, {"location": "swedencentral"}, "2024-03-01")
        redis = {"location": "swedencentral", "sku": {"name": "Balanced_B20"}}
        put(REDIS, {**redis, "properties": {"publicNetworkAccess": "Enabled"}}, "2025-07-01")
        put(f"{COSMOS}/store", ACCOUNT, DOCUMENTS)
        database = f"{COSMOS}/store/sqlDatabases/cache"
        put(database, {"properties": {"resource": {"id": "cache"}}}, DOCUMENTS)
        most = {"autoscaleSettings": {"maxThroughput": 10_000}}
        put(ENTRIES, container("entries", most), DOCUMENTS)
        body = {"location": "swedencentral", "sku": {"name": "standard"}}
        put(SEARCH, {**body, "properties": {"replicaCount": 6}}, "2025-05-01")
        load(running, REDIS, 20, {**KEPT, "commands_per_second_per_gb": 1000})
        load(running, ENTRIES, 60, {"ru_per_request": 300})
        load(running, SEARCH, 60, {"latency_s": 0.02})
        yield running


CACHE = (
    REDIS,
    "azure-native:redisenterprise:RedisEnterprise",
    {"sku": {"name": "Balanced_B20"}, "location": "swedencentral", "highAvailability": "Disabled"},
)
AUTOSCALED = {"options": {"autoscaleSettings": {"maxThroughput": 10_000}}}
DOCUMENT = "azure-native:cosmosdb"
THROUGHPUT = [
    (f"{COSMOS}/store", f"{DOCUMENT}:DatabaseAccount", {"location": "swedencentral"}),
    (f"{COSMOS}/store/sqlDatabases/cache", f"{DOCUMENT}:SqlResourceSqlDatabase", {}),
    (ENTRIES, f"{DOCUMENT}:SqlResourceSqlContainer", AUTOSCALED),
]


FIND = (
    SEARCH,
    "azure-native:search:Service",
    {
        "sku": {"name": "standard"},
        "replicaCount": 6,
        "partitionCount": 1,
        "tags": {"azgreen-need": "replicas=1"},
    },
)


@pytest.fixture
def rightsize(azure, tmp_path, capsys, monkeypatch):
    for name in ("AZURE_SUBSCRIPTION_ID", "ARM_SUBSCRIPTION_ID", "AZGREEN_AZURE_URL"):
        monkeypatch.delenv(name, raising=False)

    def run(items, *options):
        resources = [
            {"urn": f"urn:pulumi:dev::p::{token}::{i}", "custom": True, "type": token, "id": id_}
            | {"inputs": inputs}
            for i, (id_, token, inputs) in enumerate(items)
        ]
        file = tmp_path / "stack.json"
        file.write_text(json.dumps({"version": 3, "deployment": {"resources": resources}}), "utf-8")
        shared = ["--stack", "dev", "--cwd", str(tmp_path), "--export", str(file)]
        code = main(["rightsize", *shared, "--azure", azure.url, "--format", "json", *options])
        told = capsys.readouterr()
        assert told.err == ""
        return code, json.loads(told.out)["resources"]

    return run


def test_a_cache_is_sized_by_its_memory(rightsize):
    code, (found,) = rightsize([CACHE])
    assert (code, found["verdict"]) == (1, "change")
    # 20 a minute, 14 of which write 20 kB that live a day: 0.4 GB in the mean, twice that at peak
    assert found["recommended"]["sku"] in {"Balanced_B1", "Balanced_B3"}
    assert found["evidence"]["unit"] == "GB"
    assert 0.4 < found["evidence"]["percentiles"]["max"] < 1.5
    assert found["notes"][-1].startswith("Azure scales no cache down")


@pytest.mark.usefixtures("every_five_minutes")
def test_throughput_is_sized_where_it_is_held(rightsize):
    code, (entries,) = rightsize(THROUGHPUT)
    assert code == 1
    # 60 a minute at 300 RU are 300 RU/s in the mean
    assert entries["recommended"] == {"autoscale_max_ru_per_s": 1000}
    assert (entries["notes"], entries["saving"]["usd_per_month"] > 0) == ([], True)


@pytest.mark.usefixtures("every_five_minutes")
def test_replicas_are_sized_by_latency(rightsize):
    code, (find,) = rightsize([FIND])
    assert (code, find["recommended"]) == (1, {"replica_count": 1})
    assert find["notes"] == [
        "a replica answers 25 queries/s or more: at 20 ms, one at a time, busy half of the time"
    ]


def test_too_short_a_time_gives_no_size(rightsize):
    code, (found,) = rightsize([CACHE], "--weeks", "1")
    assert (code, found["verdict"], found["recommended"]) == (0, "more data", None)


OVERSIZED = """\
# Too large, on purpose.
config:
  azgreen:environment: dev
  azgreen:location: swedencentral
  azgreen:owner: platform-team
  azgreen:deployments:
    - name: chat
      model: gpt-4.1-mini
      capacity: 900 # by feeling
  azgreen:cache:
    tenantKey: tenant
    versionTag: v1
    embeddingModel: text-embedding-3-small
    entries: 20000
    sku: Balanced_B20 # to be safe
"""


@pytest.mark.usefixtures("every_five_minutes")
def test_a_smaller_cache_that_is_deployed_is_kept(project, capsys):
    """The loop of `examples/closed-loop` for what becomes smaller as a new one alone."""
    file = project / "stacks" / "Pulumi.dev.yaml"
    file.write_text(OVERSIZED, "utf-8")

    def azgreen(command, *options):
        shared = ("--stack", "dev", "--cwd", str(project), "--azure", running.url)
        code = main([command, *shared, "--format", "json", *options])
        return code, json.loads(capsys.readouterr().out)

    def gone_round():
        assert azgreen("up")[0] == 0
        with State(project / ".azgreen" / "dev" / "state.db") as state:
            ids = {record.name: record.id for record in state.records()}
        load(running, ids["assistant-cache-cluster"], 20, KEPT)
        return azgreen("rightsize", "--write")

    with LocalAzure(None) as running:
        code, told = gone_round()
        cache, chat = sorted(told["resources"], key=lambda each: each["kind"])
        assert (code, told["changes"], cache["verdict"]) == (1, 1, "change")
        # of what nothing is measured nothing is said
        assert chat["verdict"] == "more data"
        assert cache["recommended"] == {"sku": "Balanced_B1"}
        written = file.read_text("utf-8")
        code, told = gone_round()
    cache, chat = sorted(told["resources"], key=lambda each: each["kind"])
    assert (code, cache["verdict"], chat["verdict"]) == (0, "keep", "more data")
    assert cache["risk"]["now"] <= 0.01
    assert "      capacity: 900 # by feeling\n" in written
    assert written.endswith("    sku: Balanced_B1  # to be safe\n    nameSuffix: b1\n")
    assert file.read_text("utf-8") == written


# What is read, and what it comes to. No Azure takes part: its answers are made up.

UNTIL = datetime(2026, 11, 23, tzinfo=UTC)
SINCE = UNTIL - timedelta(minutes=10)


class Answers:
    """Answers every minute with one value a metric, and notes what it was asked."""

    def __init__(self, **values):
        self.values, self.asked = values, []

    def read(self, asked, since, until):
        self.asked.append(asked)
        step = timedelta(seconds=asked.step_s)
        moments = [since + step * count for count in range((until - since) // step)]
        found = self.values.get(asked.metric, {})
        by_value = found if isinstance(found, dict) else {"": found}
        return {name: dict.fromkeys(moments, value) for name, value in by_value.items()}

    def get(self, path, api_version):
        raise RefusedError(403, "AuthorizationFailed", f"{path} {api_version}")


def placed(answers, *items, azure=None):
    deployed = [Deployed(id_, inputs) for id_, _, inputs in items]
    return deployed, Place(deployed, answers, SINCE, UNTIL, azure=azure)


DATABASE = f"{COSMOS}/store/sqlDatabases/shared"
SHARED = [
    THROUGHPUT[0],
    (DATABASE, f"{DOCUMENT}:SqlResourceSqlDatabase", {"options": {"throughput": 2000}}),
    (f"{DATABASE}/containers/one", f"{DOCUMENT}:SqlResourceSqlContainer", {}),
]


def test_what_a_database_shares_out_is_sized_once_refused_requests_included():
    answers = Answers(
        TotalRequestUnits={"200": 60_000.0, "429": 0.0},
        TotalRequests={"200": 600.0, "429": 300.0},
        NormalizedRUConsumption=40.0,
    )
    _, place = placed(answers, *SHARED, azure=answers)
    (database,) = sized(place)
    found = use_of(database, place)
    # 1,000 RU/s were answered, and half as many requests again would have taken 100 RU each
    assert (database.id, set(found.ru_per_s.known)) == (DATABASE, {1500.0})
    assert (found.provisioned_ru_per_s, found.is_autoscaled) == (2000, False)
    assert found.notes == (
        "its throughputSettings could not be read (AuthorizationFailed): what the stack declares"
        " counts, and Azure may have a higher least; ask for the role 'Monitoring Reader' on the"
        " resource group",
    )


class Settings(Answers):
    """Answers what throughput there is as well."""

    def get(self, path, api_version):
        assert (path.endswith("/throughputSettings/default"), api_version) == (True, DOCUMENTS)
        held = {"autoscaleSettings": {"maxThroughput": 20_000}}
        return {"properties": {"resource": held | {"minimumThroughput": self.values["least"]}}}


@pytest.mark.parametrize(
    ("name", "told", "least"),
    # a tenth of what it has had binds a container that stays, and storage every one
    [("entries", "2000", 0), ("others", "2000", 2000), ("entries", "3000", 3000)],
)
def test_azures_least_counts_where_it_would_hold(name, told, least):
    answers = Settings(least=told)
    path = f"{COSMOS}/store/sqlDatabases/cache/containers/{name}"
    (container,), place = placed(answers, (path, "", AUTOSCALED), azure=answers)
    found = use_of(container, place)
    assert (found.provisioned_ru_per_s, found.least_ru_per_s) == (20_000, least)
    assert (found.is_autoscaled, found.notes) == (True, ())


def test_the_busiest_partition_counts():
    answers = Answers(
        TotalRequestUnits={"200": 60_000.0},
        TotalRequests={"200": 600.0},
        NormalizedRUConsumption=30.0,
    )
    _, place = placed(answers, *THROUGHPUT)
    (container,) = sized(place)
    found = use_of(container, place)
    assert set(found.ru_per_s.known) == {3000.0}
    assert found.notes[1:] == (
        "its busiest partition is asked for 3.0 times the mean, and counts: a partition key that"
        " spreads the requests would take less throughput",
    )


def test_what_azure_has_no_throughput_of_is_not_taken_for_its_usual_one():
    class Serverless(Answers):
        def get(self, path, api_version):
            raise RefusedError(400, "BadRequest", f"{path} {api_version}")

    answers = Serverless()
    deployed, place = placed(answers, (ENTRIES, "", {}), azure=answers)
    with pytest.raises(NotLookedAtError) as caught:
        use_of(deployed[0], place)
    assert str(caught.value) == "Azure has no throughput of its own for it"


SERVERLESS = {"capabilities": [{"name": "EnableServerless"}]}


@pytest.mark.parametrize(
    ("items", "why"),
    [
        (
            [(f"{COSMOS}/store", f"{DOCUMENT}:DatabaseAccount", SERVERLESS), (ENTRIES, "", {})],
            "its account is serverless: it is paid by the request and has no size",
        ),
        (
            [(SEARCH, "", {"sku": {"name": "free"}})],
            "the free tier has one replica, shared with others",
        ),
        ([(SEARCH, "", {})], "its input 'sku' is not known"),
    ],
)
def test_what_has_no_size_says_why(items, why):
    deployed, place = placed(Answers(), *items)
    with pytest.raises(NotLookedAtError) as caught:
        use_of(deployed[-1], place)
    assert str(caught.value) == why
    assert place.metrics.asked == []


def test_everything_that_is_read_was_named_before():
    answers = Answers(usedmemory=1e9, serverLoad=50.0, evictedkeys=2.0, SearchQueriesPerSecond=1.0)
    deployed, place = placed(answers, CACHE, *THROUGHPUT, FIND)
    for resource in sized(place):
        answers.asked.clear()
        use_of(resource, place)
        assert set(answers.asked) == set(asks_of(resource, place))
        assert len(answers.asked) == 3
    cache = use_of(deployed[0], place)
    assert (set(cache.used_gb.known), cache.nodes, cache.evicted_keys) == ({1.0}, 1, 4.0)
    assert set(cache.load_percent.known) == {50.0}


# What is written down.

FILE = """\
config:
  azgreen:environment: dev
  azgreen:cache:
    tenantKey: tenant
    versionTag: v1
    hitRate: 0.2 # guessed
  azgreen:retrieval:
    documents: 2000
    replicas: 6
"""
FLAT = Samples(datetime(2026, 11, 2, tzinfo=UTC), 3600, (1.0,) * (14 * 24))
OF_CACHE = {"tags": {"azgreen-need": "entries=20000 dimensions=1536 repeated-share=0.2"}}
OF_SEARCH = {"tags": {"azgreen-need": "documents=2000 replicas=1"}}
MADE = {
    "cache": (REDIS, OF_CACHE, CacheUse("kept", "Balanced_B20", FLAT)),
    "search": (SEARCH, OF_SEARCH, SearchUse("find", "standard", 6, 1, FLAT, None, FLAT, 10, 1)),
    "most": (ENTRIES, {}, ContainerUse("entries", FLAT, 9000, is_autoscaled=True)),
    "manual": (ENTRIES, {}, ContainerUse("entries", FLAT, 9000, is_autoscaled=False)),
    "grows": (REDIS, OF_CACHE, CacheUse("kept", "Balanced_B0", FLAT)),
}


def looked(*names):
    made = (MADE[name] for name in names)
    homes = {ENTRIES: Deployed(f"{COSMOS}/store", OF_CACHE)}
    return [
        Look(Deployed(id_, props), use, recommend(use), home=homes.get(id_))
        for id_, props, use in made
    ]


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "Pulumi.dev.yaml"
    made.write_text(FILE, "utf-8")
    return made


def test_a_smaller_cache_is_a_new_one_and_written_only_once(file):
    looks = looked("cache", "search")
    first = record.change(file, looks)
    wanted = FILE.replace("# guessed\n", "# guessed\n    sku: Balanced_B3\n    nameSuffix: b3\n")
    assert first.after == wanted.replace("replicas: 6", "replicas: 1")
    first.write()
    assert record.change(file, looks).difference == ""
    # the same size once more, after it was scaled up in between
    again = first.after.replace("Balanced_B3", "Balanced_B20")
    file.write_text(again, "utf-8")
    assert "    nameSuffix: b3n\n" in record.change(file, looks[:1]).after


def test_a_larger_cache_keeps_its_name(file):
    after = record.change(file, looked("grows")).after
    assert after == FILE.replace("# guessed\n", "# guessed\n    sku: Balanced_B3\n")


def test_throughput_is_written_for_the_cache_in_cosmos(file):
    given = FILE.replace("versionTag: v1", "versionTag: v1\n    store: cosmos")
    file.write_text(given, "utf-8")
    after = record.change(file, looked("most")).after
    more = "# guessed\n    autoscaleMaxThroughput: 1000\n"
    assert after == given.replace("# guessed\n", more)


UP = "deploy the file with 'azgreen up', or take the edit back, and look again"
LOST = "that was deployed by another file or program; change the size where it is written"


@pytest.mark.parametrize(
    ("name", "edit", "told"),
    [
        (
            "cache",
            ("hitRate: 0.2", "sku: Balanced_B50"),
            f"azgreen:cache.sku: is 'Balanced_B50', 'Balanced_B20' is deployed; {UP}",
        ),
        (
            "cache",
            ("hitRate: 0.2", "hitRate: 0.5"),
            f"azgreen:cache.hitRate: is 0.5, 0.2 is deployed; {UP}",
        ),
        (
            "cache",
            ("v1", "v1\n    store: cosmos"),
            f"azgreen:cache: has no cache in 'redis': {LOST}",
        ),
        (
            "search",
            ("replicas: 6", "replicas: 4"),
            f"azgreen:retrieval.replicas: is 4, 6 is deployed; {UP}",
        ),
        (
            "search",
            ("azgreen:retrieval", "azgreen:other"),
            f"azgreen:retrieval: has no search service: {LOST}",
        ),
        (
            "most",
            ("hitRate: 0.2", "hitRate: 0.5\n    store: cosmos"),
            f"azgreen:cache.hitRate: is 0.5, 0.2 is deployed; {UP}",
        ),
        (
            "manual",
            ("v1", "v1\n    store: cosmos"),
            f"azgreen:cache: has no throughput of 'entries': {LOST}",
        ),
    ],
)
def test_what_is_not_what_was_deployed_is_refused(file, name, edit, told):
    text = FILE.replace(*edit)
    assert text != FILE
    file.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        record.change(file, looked(name))
    assert str(caught.value) == f"{file}: {told}"
    assert file.read_text("utf-8") == text


def test_a_store_of_another_program_is_refused(file):
    (look,) = looked("cache")
    foreign = replace(look, resource=Deployed(REDIS, {}))
    with pytest.raises(InputError) as caught:
        record.change(file, [foreign])
    assert str(caught.value) == f"{file}: azgreen:cache: is not the cache 'kept': {LOST}"
