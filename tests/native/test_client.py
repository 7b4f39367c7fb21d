"""Does what Azure refuses arrive whole, and once?"""

from __future__ import annotations

from contextlib import closing

import pytest

from azgreen.errors import AzureError
from azgreen_emulator.native.client import ArmClient
from azgreen_emulator.server import LocalAzure

GROUP = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg"
STORE = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/kept123"
TEMPLATES = f"{GROUP}/providers/Microsoft.Resources/deployments/one"


@pytest.fixture(scope="module")
def client():
    with LocalAzure(None) as azure, closing(ArmClient(azure.url)) as made:
        made.put(GROUP, "2024-03-01", {"location": "swedencentral"})
        yield made


def test_details_that_repeat_the_message_are_told_once(client):
    with pytest.raises(AzureError) as caught:
        client.put(STORE, "2024-01-01", {"location": "swedencentral", "kind": "x"})
    assert caught.value.code == "InvalidRequestContent"
    assert caught.value.message.count("kind: ") == 1
    assert caught.value.message.count("sku: ") == 1


def test_details_that_say_more_are_told_as_well(client):
    bad = {"type": "Microsoft.Storage/storageAccounts", "apiVersion": "2024-01-01"}
    wrong = {**bad, "name": "a", "location": "swedencentral", "properties": {}}
    schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
    template = {"$schema": schema, "contentVersion": "1.0.0.0", "resources": [wrong]}
    body = {"properties": {"mode": "Incremental", "template": template}}
    with pytest.raises(AzureError) as caught:
        client.put(TEMPLATES, "2024-03-01", body)
    general, special = caught.value.message.split("; ", 1)
    assert general.startswith("At least one resource deployment operation failed.")
    assert special.startswith("The request content was invalid: kind: required: one of 'Storage'")
