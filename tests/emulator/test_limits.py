"""Does the local Azure hold callers back as the Resource Manager does, once it is asked to?"""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING, Any

import pytest

from azgreen.errors import InputError
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.limits import Limits

if TYPE_CHECKING:
    from azgreen_emulator.server import LocalAzure

ONE, OTHER = "11111111-0000-0000-0000-000000000000", "22222222-0000-0000-0000-000000000000"
USUAL = {
    "reads": {"size": 250, "per_second": 25.0},
    "writes": {"size": 200, "per_second": 10.0},
    "deletes": {"size": 200, "per_second": 10.0},
    "batches": {"size": 100, "per_second": 100.0},
}


def ask(azure: LocalAzure, method: str, path: str, body: Any = None, token: str = "x") -> Any:
    connection = http.client.HTTPConnection(azure.url.removeprefix("http://"), timeout=10)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request(method, path, None if body is None else json.dumps(body), headers)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, json.loads(text) if text else None, dict(answer.getheaders())


def test_a_bucket_is_emptied_and_filled_again() -> None:
    limits = Limits()
    limits.order({"reads": {"size": 2, "per_second": 0.5}})
    left = "x-ms-ratelimit-remaining-subscription-reads"

    def read(now_s: float, subscription: str = ONE, caller: str = "a") -> dict[str, str]:
        return limits.take("Anything_Get", "GET", subscription, caller, now_s)

    assert [read(0), read(0)] == [{left: "1"}, {left: "0"}]
    with pytest.raises(ArmError) as caught:
        read(0.5)
    assert (caught.value.status, caught.value.headers) == (429, {"Retry-After": "2"})
    assert caught.value.code == "SubscriptionRequestsThrottled"
    assert caught.value.message.startswith(f"Number of 'read' requests for subscription '{ONE}' ")
    # another subscription, another caller and another kind of operation have their own
    assert read(0.5, OTHER) == read(0.5, caller="b") == {left: "1"}
    assert limits.take("Anything_Put", "PUT", ONE, "a", 0.5).popitem()[1] == "199"
    assert read(0.5, "") == {"x-ms-ratelimit-remaining-tenant-reads": "1"}
    assert read(2.0) == {left: "0"}
    assert read(1000.0) == {left: "1"}
    assert limits.refused == 1


def test_batches_of_metrics_are_counted_by_themselves() -> None:
    limits = Limits()
    limits.order({"batches": {"size": 1, "per_second": 1}, "writes": {"size": 1, "per_second": 1}})
    assert limits.take("MetricsBatch_Batch", "POST", ONE, "a", 0) == {}
    with pytest.raises(ArmError):
        limits.take("MetricsBatch_Batch", "POST", ONE, "a", 0)
    assert limits.take("Anything_Do", "POST", ONE, "a", 0) != {}


def test_they_hold_from_when_they_are_ordered_until_they_are_lifted(azure: LocalAzure) -> None:
    groups = f"/subscriptions/{ONE}/resourceGroups?api-version=2024-03-01"
    status, _, headers = ask(azure, "GET", groups)
    assert (status, [name for name in headers if "ratelimit" in name]) == (200, [])
    assert ask(azure, "POST", "/azgreen/limits", {})[1] == {"value": USUAL, "refused": 0}
    few = {"reads": {"size": 1, "per_second": 0.001}}
    ask(azure, "POST", "/azgreen/limits", few)
    assert ask(azure, "GET", groups)[2]["x-ms-ratelimit-remaining-subscription-reads"] == "0"
    status, body, headers = ask(azure, "GET", groups)
    assert (status, headers["retry-after"]) == (429, "1000")
    assert body["error"]["code"] == "SubscriptionRequestsThrottled"
    assert ask(azure, "GET", "/azgreen/limits")[1] == {"value": USUAL | few, "refused": 1}
    assert ask(azure, "DELETE", "/azgreen/limits")[1] == {"value": {}, "refused": 1}
    assert ask(azure, "GET", groups)[0] == 200


def test_what_cannot_be_used_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        Limits().order({"looks": {}, "reads": {"size": 0, "per_second": 1}, "writes": 7})
    allowed = "allowed: an object of size, 1 or more, and per_second, above 0"
    assert str(caught.value) == (
        "looks: is not known; allowed: reads, writes, deletes, batches\n"
        f"reads: {{'size': 0, 'per_second': 1}} is not usable; {allowed}\n"
        f"writes: 7 is not usable; {allowed}"
    )
