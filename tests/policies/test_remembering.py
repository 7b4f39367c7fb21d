"""Does a pack that remembers what it has read say the same, and forget it afterwards?"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

import pulumi_policy.policy as sdk
import pytest
from google.protobuf import json_format

from azgreen.testing import Resource, judge, judge_stack, secret
from azgreen_policies import _remembering
from azgreen_policies.size.deployment_capacity import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "azure-native:cognitiveservices:Deployment"
LARGE = {"sku": {"name": "Standard", "capacity": secret(400)}, "tags": {"environment": "dev"}}


@pytest.fixture
def remembering(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    serving = sdk._PolicyAnalyzerServicer
    own = (*_remembering._CALLS, *_remembering._METHODS, "_configure_runtime_settings")
    for name in own:
        monkeypatch.setattr(serving, name, getattr(serving, name))
    for name in (*_remembering._READERS, "json_format"):
        monkeypatch.setattr(sdk, name, getattr(sdk, name))
    before = gc.get_threshold()
    _remembering.remember()
    yield
    gc.set_threshold(*before)


def test_the_same_is_said(remembering: None) -> None:
    del remembering
    small = {**LARGE, "sku": {"name": "Standard", "capacity": 1}}
    for _ in range(2):
        assert len(judge(rule, TOKEN, LARGE).messages) == 1
        assert judge(rule, TOKEN, small).messages == ()


def test_each_resource_of_a_stack_is_read_once(
    remembering: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    del remembering
    reads: list[Any] = []

    def counted(message: Any) -> Any:
        reads.append(message)
        return json_format.MessageToDict(message)

    monkeypatch.setattr(sdk.json_format, "MessageToDict", _remembering._kept(counted))
    judge_stack(rule, [Resource(TOKEN, LARGE, str(number)) for number in range(3)])
    assert len([message for message in reads if "sku" in message]) == 0  # no rule of stacks is here
    judge(rule, TOKEN, LARGE)
    own = [message for message in reads if "sku" in message]
    assert len(own) == 1
    assert _remembering._HELD.known is None


def test_another_call_reads_anew(remembering: None) -> None:
    del remembering
    kept = _remembering._kept(list)
    given = [1]
    assert kept(given) is not kept(given)
    call = _remembering._within_a_call(lambda *_: (kept(given), kept(given)))
    first, second = call(None, None, None)
    assert first is second
    assert call(None, None, None)[0] is not first
