"""Is every model of a serverless endpoint named as its registry names it, where it is served?"""

from __future__ import annotations

import re

import pytest

from azgreen import catalog
from azgreen.errors import UnknownNameError


@pytest.mark.parametrize("item", catalog.serverless_models(), ids=lambda item: item.model)
def test_every_model_has_an_id_without_a_version_and_regions_that_there_are(
    item: catalog.ServerlessModel,
) -> None:
    assert re.fullmatch(r"azureml://registries/azureml[\w-]*/models/[\w.-]+", item.id)
    assert list(item.regions) == sorted({catalog.region(name).name for name in item.regions})


@pytest.mark.parametrize("item", catalog.registry_models(), ids=lambda item: item.model)
def test_both_tables_name_the_same_registry(item: catalog.RegistryModel) -> None:
    names = {each.model: each.registry for each in catalog.serverless_models()}
    assert names.get(item.model, item.registry) == item.registry


def test_only_microsofts_own_need_no_subscription() -> None:
    free = {item.model for item in catalog.serverless_models() if not item.needs_subscription}
    assert free == {"Phi-4", "Phi-4-mini-instruct", "Phi-4-multimodal-instruct"}


def test_a_model_is_found_in_any_case_and_others_are_not() -> None:
    found = catalog.serverless_model("PHI-4")
    assert found.id == "azureml://registries/azureml/models/Phi-4"
    with pytest.raises(UnknownNameError) as caught:
        catalog.serverless_model("Phi-5")
    assert str(caught.value).startswith("unknown serverless model 'Phi-5'; did you mean 'Phi-4'")
