"""Is every id of a registry that of a model whose memory is known?"""

from __future__ import annotations

import re

import pytest

from azgreen import catalog


@pytest.mark.parametrize("item", catalog.registry_models(), ids=lambda item: item.model)
def test_every_model_can_be_sized_and_has_an_id(item: catalog.RegistryModel) -> None:
    model = catalog.model(item.model)
    assert model.is_open
    assert model.architecture is not None
    assert re.fullmatch(r"azureml://registries/[\w-]+/models/[\w.-]+/versions/\d+", item.id)


def test_a_model_is_found_in_any_case_and_others_are_not() -> None:
    found = catalog.registry_model("phi-4")
    assert found is not None
    assert found.id == "azureml://registries/azureml/models/Phi-4/versions/7"
    assert catalog.registry_model("Qwen3-8B") is None
