"""Do long-running operations go on, conflict and end as in Azure?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from azgreen_emulator.clock import ManualClock
from azgreen_emulator.server import LocalAzure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Clients, Raw

LATENCY_S = 30.0


@pytest.fixture
def slow(clock: ManualClock, speak: Callable[[str], Raw]) -> Iterator[Raw]:
    with LocalAzure(None, clock=clock, latency_s=LATENCY_S) as azure:
        raw = speak(azure.url)
        raw.group()
        yield raw


def test_first_poll_finds_it_done_without_latency(raw: Raw) -> None:
    raw.group()
    created = raw.account()
    assert created.status == 201
    assert created.json["properties"]["provisioningState"] == "Creating"
    assert "Retry-After" not in created.headers
    status = raw.get(created.headers["Azure-AsyncOperation"])
    assert status.json["status"] == "Succeeded"
    assert status.json["name"] in status.json["id"]
    assert {"startTime", "endTime"} <= set(status.json)
    assert "Retry-After" not in status.headers
    assert raw.get(raw.at()).json["properties"]["provisioningState"] == "Succeeded"


def test_operation_ends_when_the_clock_says_so(slow: Raw, clock: ManualClock) -> None:
    started = clock.now()
    created = slow.account()
    place = created.headers["Azure-AsyncOperation"]
    assert created.headers["Retry-After"] == "10"
    running = slow.get(place)
    assert running.json["status"] == "InProgress"
    assert "endTime" not in running.json
    clock.advance(LATENCY_S - 0.5)
    last = slow.get(place)
    assert (last.json["status"], last.headers["Retry-After"]) == ("InProgress", "1")
    assert slow.get(slow.at()).json["properties"]["provisioningState"] == "Creating"
    clock.advance(0.5)
    done = slow.get(place)
    assert (done.json["status"], done.headers["Retry-After"]) == ("Succeeded", None)
    ended = datetime.fromisoformat(done.json["endTime"])
    assert (ended - started).total_seconds() == LATENCY_S
    assert slow.get(slow.at()).json["properties"]["provisioningState"] == "Succeeded"


def test_second_write_meanwhile_is_a_conflict(slow: Raw, clock: ManualClock) -> None:
    created = slow.account()
    for answer in (
        slow.deployment(),
        slow.account(tags={"a": "b"}),
        slow.delete(slow.at()),
        slow.send("PATCH", slow.at(), {"tags": {}}),
    ):
        assert (answer.status, answer.code) == (409, "RequestConflict")
        assert answer.message == (
            "Another operation is being performed on the parent resource"
            f" '{created.json['id']}'. Please try again later."
        )
    assert slow.account("other").status == 201
    clock.advance(LATENCY_S)
    assert slow.deployment().status == 201
    second = slow.deployment("embed")
    assert (second.status, second.code) == (409, "RequestConflict")


def test_deletion_is_accepted_then_done(slow: Raw, clock: ManualClock) -> None:
    slow.account()
    clock.advance(LATENCY_S)
    deleted = slow.delete(slow.at())
    assert deleted.status == 202
    assert slow.get(slow.at()).json["properties"]["provisioningState"] == "Deleting"
    result = deleted.headers["Location"]
    waiting = slow.get(result)
    assert (waiting.status, waiting.headers["Location"]) == (202, result)
    clock.advance(LATENCY_S)
    assert slow.get(result).status == 204
    assert slow.get(deleted.headers["Azure-AsyncOperation"]).json["status"] == "Succeeded"
    assert slow.get(slow.at()).code == "ResourceNotFound"
    assert slow.delete(slow.at()).status == 204


def test_group_deletion_takes_everything_along(slow: Raw, clock: ManualClock) -> None:
    slow.account()
    clock.advance(LATENCY_S)
    slow.deployment()
    clock.advance(LATENCY_S)
    deleted = slow.delete("/resourceGroups/rg", api="2024-03-01")
    again = slow.delete("/resourceGroups/rg", api="2024-03-01")
    assert (deleted.status, again.status) == (202, 202)
    assert deleted.headers["Location"] == again.headers["Location"]
    refused = slow.account("late")
    assert (refused.status, refused.code) == (409, "ResourceGroupBeingDeleted")
    assert slow.get(deleted.headers["Location"]).status == 202
    clock.advance(LATENCY_S)
    assert slow.get(deleted.headers["Location"]).status == 200
    assert slow.send("HEAD", "/resourceGroups/rg", api="2024-03-01").status == 404
    listed = slow.get("/providers/Microsoft.CognitiveServices/deletedAccounts")
    assert [item["name"] for item in listed.json["value"]] == ["acc"]


def test_operations_survive_a_restart(
    tmp_path: Path, clock: ManualClock, speak: Callable[[str], Raw]
) -> None:
    state = tmp_path / "azure.db"
    with LocalAzure(state, clock=clock, latency_s=LATENCY_S) as azure:
        raw = speak(azure.url)
        raw.group()
        place = raw.account().headers["Azure-AsyncOperation"].removeprefix(azure.url)
        instance = azure.store.instance_id
    clock.advance(LATENCY_S / 2)
    with LocalAzure(state, clock=clock, latency_s=LATENCY_S) as azure:
        raw = speak(azure.url)
        assert azure.store.instance_id == instance
        assert raw.get(azure.url + place).json["status"] == "InProgress"
        assert raw.deployment().code == "RequestConflict"
        clock.advance(LATENCY_S / 2)
        assert raw.get(azure.url + place).json["status"] == "Succeeded"
        assert raw.deployment().status == 201


def test_operation_of_another_subscription_is_not_found(raw: Raw) -> None:
    raw.group()
    place = raw.account().headers["Azure-AsyncOperation"]
    other = place.replace("11111111", "99999999")
    answer = raw.get(other)
    assert (answer.status, answer.code) == (404, "NotFound")


def test_unmodified_client_waits_for_a_slow_operation(
    client_of: Callable[[str], Clients],
) -> None:
    clock = _Running()
    with LocalAzure(None, clock=clock, latency_s=2.0) as azure:
        sdk = client_of(azure.url)
        with sdk.resources, sdk.cognitive:
            sdk.resources.resource_groups.create_or_update("rg", {"location": "swedencentral"})
            poller = sdk.cognitive.accounts.begin_create(
                "rg", "acc", {"location": "swedencentral", "kind": "OpenAI", "sku": {"name": "S0"}}
            )
            account = poller.result(timeout=10)
    assert account.properties.provisioning_state == "Succeeded"


class _Running:
    """A clock on which every look takes half a second."""

    def __init__(self) -> None:
        self._manual = ManualClock(datetime(2026, 11, 23, tzinfo=UTC))

    def now(self) -> datetime:
        self._manual.advance(0.5)
        return self._manual.now()
