"""Do all callers of a subscription wait when Azure asks one of them to, and stop when told to?"""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from azgreen.azure.patience import Patience, StoppedError


def answered(status, **headers):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return SimpleNamespace(http_response=SimpleNamespace(status_code=status, headers=names))


def test_one_answer_holds_everybody_back():
    patience = Patience()
    (gate,) = patience.client_options()["per_retry_policies"]
    gate.on_response(None, answered(200))
    assert patience.waits == 0
    gate.on_response(None, answered(429, Retry_After="0.05"))
    gate.on_response(None, answered(529))
    gate.on_response(None, answered(503, Retry_After="Tue, 24 Nov 2026 03:00:00 GMT"))
    assert patience.waits == 3
    begun = time.monotonic()
    gate.on_request(None)
    assert 0.04 < time.monotonic() - begun < 2
    begun = time.monotonic()
    gate.on_request(None)
    assert time.monotonic() - begun < 0.04


def test_who_waits_is_stopped_at_once():
    patience = Patience()
    options = patience.client_options()
    patience.hold_back(600)
    patience.stop.set()
    for waiting in (patience.turn, lambda: options["transport"].sleep(600)):
        with pytest.raises(StoppedError):
            waiting()


def test_a_query_is_sent_again_as_often_as_it_takes():
    policy = Patience().client_options()["retry_policy"]
    assert {429, 503, 529} <= policy._retry_on_status_codes
    assert policy.status_retries == policy.total_retries == 20
    assert "POST" in Patience().request_options()["retry_on_methods"]
