"""Is a deployment to a real subscription kept from ending quietly on this machine?"""

from __future__ import annotations

import pytest
from pulumi.runtime.proto import provider_pb2

from azgreen_emulator.native.table import SUBSCRIPTION_ID
from azgreen_emulator.native.values import Secret, to_struct
from azgreen_emulator.provider.servicer import StandIn

REAL = "11111111-2222-3333-4444-555555555555"


def failures(settings, *, deliberate):
    request = provider_pb2.CheckRequest(news=to_struct(settings))
    answer = StandIn(None, deliberate=deliberate).CheckConfig(request, None)
    assert answer.inputs == request.news
    return [(failure.property, failure.reason) for failure in answer.failures]


@pytest.mark.parametrize(
    "settings",
    [
        {"subscriptionId": REAL},
        {"clientId": "me", "clientSecret": Secret("x")},
        {"useOidc": "true"},
        {"useMsi": True},
    ],
)
def test_a_stack_that_names_a_subscription_is_refused(settings):
    found = failures(settings, deliberate=False)
    assert [name for name, _ in found] == sorted(settings, reverse="useOidc" in settings)
    assert all("stand-in" in reason and "off PATH" in reason for _, reason in found)
    assert failures(settings, deliberate=True) == []


@pytest.mark.parametrize(
    "settings", [{}, {"location": "swedencentral"}, {"subscriptionId": SUBSCRIPTION_ID}]
)
def test_a_stack_that_names_none_is_deployed_here(settings):
    assert failures(settings, deliberate=False) == []
