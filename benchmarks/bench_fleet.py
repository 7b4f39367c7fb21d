"""Does `azgreen rightsize --fleet` keep up with Azure, in little memory, and answer the same?

A local Azure in a process of its own has so many deployments, a hundredth of them online, the
others of models, ten in an account; they are in four subscriptions. Sixteen generated traces of
three weeks are on them. The fleet is read and sized by the command in another process, at five
minutes, and held back as Azure does it. What it answers is then compared with the answer of one
resource at a time, read with metrics.list, for some of them.

    processor share   processor time of the command over the time that it took
    peak memory       largest resident set of the command
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

from azgreen.azure import AzurePlace
from azgreen.azure.client import ManagementClient
from azgreen.azure.listing import listed
from azgreen.azure.metrics import Metrics
from azgreen.cli._deployed import Deployed
from azgreen.cli.rightsize.look import look_at
from azgreen.cli.used.use import Place, sized
from azgreen_emulator.arm.call import World
from azgreen_emulator.arm.records import Record
from azgreen_emulator.clock import SystemClock
from azgreen_emulator.server import LocalAzure
from azgreen_emulator.traffic import placed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

MOST_MEMORY_MB, MOST_SHARE = 500, 0.2
SUBSCRIPTIONS = [f"{number:08d}-0000-0000-0000-000000000000" for number in range(1, 5)]
REGION, IN_AN_ACCOUNT, TRACES, ONLINE_SHARE = "swedencentral", 10, 16, 0.01
MODEL = {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"}
SKUS = (("Standard", 100), ("Standard", 400), ("ProvisionedManaged", 100))
NEED = {"azgreen-need": "requests-per-second=4 input-tokens=1155 output-tokens=211"}
OWN_MODEL = "azureml://registries/azureml/models/Phi-4-mini-instruct/versions/1"


def main() -> int:
    """Build, read, compare; exit code 1 where a target is missed or an answer differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--deployments", type=int, default=100, metavar="N", help="default: 100")
    parser.add_argument("--compared", type=int, default=8, metavar="N", help="default: 8")
    options = parser.parse_args()
    near, far = get_context("spawn").Pipe()
    azure = get_context("spawn").Process(target=_azure, args=(far, options.deployments))
    azure.start()
    try:
        url: str = near.recv()
        found, took = _fleet(url)
        refused = _asked(url)["refused"]
        same = _compared(url, found, options.compared)
    finally:
        near.send("stop")
        azure.join()
    return _told(found, took, refused, same)


def _azure(far: Connection, deployments: int) -> None:
    with LocalAzure(None) as azure:
        world = World(azure.store, SystemClock())
        with azure.store.transaction():
            for record, seed in _records(deployments):
                azure.store.put(record)
                if seed is not None:
                    made = {"generate": {"weeks": 3, "requests_per_minute": 20, "seed": seed}}
                    placed.place(world, record, made, None, {})
        _send(azure.url, {})
        far.send(azure.url)
        far.recv()


def _records(deployments: int) -> Iterator[tuple[Record, int | None]]:
    """Yield what there is, and the trace that is on it."""
    online = max(1, round(ONLINE_SHARE * deployments))
    for subscription in SUBSCRIPTIONS:
        group = f"/subscriptions/{subscription}/resourceGroups/fleet"
        yield _record(group, "Microsoft.Resources/resourceGroups", {}), None
        workspace = f"{group}/providers/Microsoft.MachineLearningServices/workspaces/w"
        yield _record(workspace, "Microsoft.MachineLearningServices/workspaces", {}), None
    for number in range(deployments - online):
        yield from _model(number)
    for number in range(online):
        yield from _endpoint(number)


def _model(number: int) -> Iterator[tuple[Record, int | None]]:
    home, place = divmod(number, IN_AN_ACCOUNT)
    group = f"/subscriptions/{SUBSCRIPTIONS[home % 4]}/resourceGroups/fleet"
    account = f"{group}/providers/Microsoft.CognitiveServices/accounts/acc{home}"
    if not place:
        body = {"kind": "OpenAI", "sku": {"name": "S0"}, "properties": {}}
        yield _record(account, "Microsoft.CognitiveServices/accounts", body), None
    sku, capacity = SKUS[number % len(SKUS)]
    body = {"sku": {"name": sku, "capacity": capacity}, "properties": {"model": MODEL}}
    id_ = f"{account}/deployments/d{place}"
    yield _record(id_, "Microsoft.CognitiveServices/accounts/deployments", body), number % TRACES


def _endpoint(number: int) -> Iterator[tuple[Record, int | None]]:
    group = f"/subscriptions/{SUBSCRIPTIONS[number % 4]}/resourceGroups/fleet"
    type_ = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints"
    workspace = f"{group}/providers/Microsoft.MachineLearningServices/workspaces/w"
    endpoint = f"{workspace}/onlineEndpoints/e{number}"
    yield _record(endpoint, type_, {}), None
    properties = {
        "model": OWN_MODEL,
        "instanceType": "Standard_NC24ads_A100_v4",
        "requestSettings": {"maxConcurrentRequestsPerInstance": 8},
    }
    body = {"sku": {"name": "Default", "capacity": 4}, "properties": properties, "tags": NEED}
    yield _record(f"{endpoint}/deployments/blue", f"{type_}/deployments", body), number % TRACES


def _record(id_: str, type_: str, body: dict[str, Any]) -> Record:
    *_, is_in = id_.partition("/providers/")
    nested = is_in.count("/") > len(("namespace", "type"))
    parent = id_.rsplit("/", 2)[0] if nested else id_.rpartition("/providers/")[0]
    whole = {"id": id_, "name": id_.rpartition("/")[2], "type": type_, "location": REGION, **body}
    return Record(id_, type_, whole, parent, location=REGION)


def _send(url: str, body: object) -> None:
    headers = {"Content-Type": "application/json"}
    where = f"{url}/azgreen/limits"
    request = Request(where, json.dumps(body).encode(), headers)  # noqa: S310 - as below
    with urlopen(request):  # noqa: S310 - this machine's own
        pass


def _asked(url: str) -> dict[str, Any]:
    with urlopen(f"{url}/azgreen/limits") as answer:  # noqa: S310 - this machine's own
        return json.load(answer)


def _fleet(url: str) -> tuple[dict[str, Any], dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "fleet.duckdb"
        command = [sys.executable, "-m", "azgreen", "rightsize", "--fleet", str(file)]
        begun = time.monotonic()
        done = subprocess.run(
            [*command, "--azure", url, "--format", "json"], stdout=subprocess.PIPE, check=False
        )
        wall_s = time.monotonic() - begun
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        size_mb = file.stat().st_size / 1e6
    if done.returncode not in (0, 1):
        raise SystemExit(f"the command ended with {done.returncode}")
    processor_s = used.ru_utime + used.ru_stime
    took = {"wall_s": wall_s, "processor_s": processor_s, "peak_mb": used.ru_maxrss / 1024}
    return json.loads(done.stdout), {**took, "file_mb": size_mb}


def _compared(url: str, found: dict[str, Any], number: int) -> dict[str, bool]:
    """Size some of them again, each by what Azure answers of it alone; say which are the same."""
    every = max(1, len(found["resources"]) // number)
    chosen = {item["id"]: item for item in found["resources"][::every]}
    chosen |= {item["id"]: item for item in found["resources"] if "onlineEndpoints" in item["id"]}
    same = dict[str, bool]()
    for subscription in SUBSCRIPTIONS:
        place = AzurePlace(url, subscription)
        with ManagementClient(place) as client, Metrics(place) as metrics:
            there = [Deployed(item.id, item.props) for item in listed(client, subscription)[0]]
            time_ = (datetime.fromisoformat(found[end]) for end in ("since", "until"))
            alone = Place(there, metrics, *time_, grain=found["grain"])
            for item in sized(alone):
                if item.id in chosen and len(same) < number:
                    answer = json.loads(json.dumps(look_at(item, alone).as_dict()))
                    same[item.id] = answer == chosen[item.id]
    return same


def _told(
    found: dict[str, Any], took: dict[str, float], refused: int, same: dict[str, bool]
) -> int:
    share = took["processor_s"] / took["wall_s"]
    verdicts = ", ".join(f"{count} {name}" for name, count in found["verdicts"].items())
    print(f"{len(found['resources'])} resources: {verdicts}; {len(found['measured'])} metrics")
    print(f"time              {took['wall_s']:8.1f} s")
    print(f"of the processor  {took['processor_s']:8.1f} s")
    print(f"processor share   {share:8.1%}    target under {MOST_SHARE:.0%}")
    print(f"peak memory       {took['peak_mb']:8.0f} MB  target under {MOST_MEMORY_MB} MB")
    print(f"the file          {took['file_mb']:8.1f} MB")
    print(f"told to wait      {refused:8d} times")
    print(f"the same alone    {sum(same.values()):8d} of {len(same)}")
    is_good = all(same.values()) and took["peak_mb"] < MOST_MEMORY_MB and share < MOST_SHARE
    return int(not is_good)


if __name__ == "__main__":
    sys.exit(main())
