"""Does Azure refuse to write what a subscription is not registered for?"""

from __future__ import annotations

from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError


def test_a_provider_that_is_not_registered_takes_no_new_resource(ready: Any, sdk: Any) -> None:
    namespace = "Microsoft.CognitiveServices"
    providers = sdk.resources.providers
    assert providers.get(namespace).registration_state == "Registered"
    assert providers.unregister("microsoft.cognitiveservices").registration_state == "NotRegistered"
    assert providers.get(namespace).registration_state == "NotRegistered"
    states = {item.namespace: item.registration_state for item in providers.list()}
    assert [name for name, state in states.items() if state != "Registered"] == [namespace]
    refused = ready.account("second")
    assert (refused.status, refused.code) == (409, "MissingSubscriptionRegistration")
    assert refused.message == (
        "The subscription is not registered to use namespace 'Microsoft.CognitiveServices'. See"
        " https://aka.ms/rps-not-found for how to register subscriptions."
    )
    assert ready.get(ready.at("acc")).status == 200
    assert [item.name for item in sdk.resources.resources.list()] == ["acc"]
    assert providers.register(namespace).registration_state == "Registered"
    assert ready.account("second").status == 201


@pytest.mark.parametrize("namespace", ["Microsoft.Resources", "Microsoft.Authorization"])
def test_what_every_subscription_has_stays(sdk: Any, namespace: str) -> None:
    with pytest.raises(HttpResponseError, match=f"provider '{namespace}' cannot be unregistered"):
        sdk.resources.providers.unregister(namespace)
