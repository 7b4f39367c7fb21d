"""Do the embedding models agree with what is deployed?"""

from __future__ import annotations

import pytest

from azgreen import catalog
from azgreen.errors import UnknownNameError


def test_every_embedding_model_that_can_be_deployed_has_its_dimensions() -> None:
    deployed = {item.name for item in catalog.models() if item.kind == "embedding"}
    assert deployed <= {item.model for item in catalog.embeddings()}


def test_dimensions_are_those_that_the_pages_name() -> None:
    told = {item.model: (item.dimensions, item.shortens) for item in catalog.embeddings()}
    assert told == {
        "text-embedding-3-large": (3072, True),
        "text-embedding-3-small": (1536, True),
        "text-embedding-ada-002": (1536, False),
    }


def test_a_name_is_found_in_any_case_or_refused_with_the_nearest() -> None:
    assert catalog.embedding("Text-Embedding-3-Large").dimensions == 3072
    with pytest.raises(UnknownNameError) as caught:
        catalog.embedding("text-embedding-3-larg")
    assert str(caught.value) == (
        "unknown embedding model 'text-embedding-3-larg'; did you mean 'text-embedding-3-large'?"
    )
