"""Is every id of a registry that of a model whose memory is known?"""

from __future__ import annotations

import re

import pytest

from azgreen import catalog
from azgreen.errors import UnknownNameError


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


@pytest.mark.parametrize("item", catalog.registry_models(), ids=lambda item: item.model)
def test_an_id_names_its_model_in_any_case(item: catalog.RegistryModel) -> None:
    for written in (item.id, item.id.upper().replace("AZUREML://", "azureml://")):
        assert catalog.model_in_registry(written) == catalog.model(item.model)


@pytest.mark.parametrize(
    "written", ["", "azureml:own:3", "/subscriptions/s/models/Phi-4/versions/1"]
)
def test_what_is_of_no_registry_may_be_anything(written: str) -> None:
    assert catalog.model_in_registry(written) is None


def test_a_registrys_model_that_nobody_listed_is_told() -> None:
    with pytest.raises(UnknownNameError, match="unknown model 'nobody'"):
        catalog.model_in_registry("azureml://registries/azureml/models/nobody/versions/1")
