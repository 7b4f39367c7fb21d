"""How many numbers does a vector have?"""

from collections.abc import Mapping

from azgreen import catalog
from azgreen.errors import UnknownNameError
from azgreen_components._inputs import Faults, text, whole_number


def read_dimensions(faults: Faults, given: Mapping[str, object]) -> int | None:
    """Return the length of a vector, and note one that the embedding model does not make."""
    model = _embedding(faults, given.get("embedding_model"))
    if given.get("dimensions") is None:
        if model is None and given.get("embedding_model") is None:
            faults.add("dimensions", "missing; write it, or the embedding model that makes vectors")
        return None if model is None else model.dimensions
    asked = whole_number(faults, "dimensions", given["dimensions"], "dimensions")
    if asked is None or model is None or asked == model.dimensions:
        return asked
    if asked > model.dimensions or not model.shortens:
        most = f"{model.dimensions} or fewer" if model.shortens else f"{model.dimensions}"
        faults.add("dimensions", f"{asked} is not what {model.model!r} makes; write {most}")
    return asked


def _embedding(faults: Faults, given: object) -> catalog.Embedding | None:
    name = None if given is None else text(faults, "embeddingModel", given)
    try:
        return catalog.embedding(name) if name else None
    except UnknownNameError as error:
        faults.add("embeddingModel", f"{error}; or leave it out and write dimensions")
        return None
