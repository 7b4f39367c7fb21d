"""Which inputs do the jobs get that compare and tune models, and what do they share?"""

from collections.abc import Iterator
from typing import cast

from azgreen import catalog
from azgreen.errors import CatalogError
from azgreen_components._inputs import Faults, at, choice
from azgreen_components.evaluation.args import EvaluationArgs
from azgreen_components.fine_tuning.args import FineTuningArgs
from azgreen_components.green_ai_stack.args import GreenAiStackArgs
from azgreen_components.green_ai_stack.parts import (
    CHAT,
    fields_of,
    items_of,
    kind_of,
    part,
    shared,
)
from azgreen_components.green_ai_stack.watching import Parts

_COMPARED = ("baseline", "candidate")
_ALIKE = ("baseline_answers", "environment_id", "margin", "confidence")
"""What both jobs are told: one comparison is made as the other."""
_WHEN = ("carbon_profile", "hour")


def evaluation_args(args: GreenAiStackArgs, parts: Parts) -> EvaluationArgs:
    """Return the inputs of the comparison; what its models are, their deployments say."""
    found = part(args, "evaluation")
    names = [found.pop(key, None) for key in _COMPARED]
    models = {} if parts.models is None else {item.name: item for item in parts.models.deployments}
    both = [models[name] for name in names if isinstance(name, str) and name in models]
    if len(both) == len(_COMPARED) and len({item.sku for item in both}) == 1:
        baseline, candidate = both
        if all(_is_weighed(item.model, item.sku, args["location"]) for item in both):
            found |= {"baseline_model": baseline.model, "candidate_model": candidate.model}
            found["sku"] = baseline.sku
    return cast("EvaluationArgs", {**shared(args, EvaluationArgs), **found})


def check_evaluation(faults: Faults, args: GreenAiStackArgs, parts: Parts) -> None:
    """Note what is compared and is no deployment of the stack, or is compared with itself."""
    given = part(args, "evaluation")
    known = list(_answering(parts))
    names = [given.get(key) for key in _COMPARED]
    for key, name in zip(_COMPARED, names, strict=True):
        if name is not None and known:
            choice(faults, at("evaluation", key), name, known)
    if names[0] is not None and names[0] == names[1]:
        what = f"{names[0]!r} is the baseline too; name the deployment that may replace it"
        faults.add("evaluation.candidate", what)


def fine_tuning_args(args: GreenAiStackArgs) -> FineTuningArgs:
    """Return the inputs of the tuning; it is judged as the stack compares its deployments."""
    found, compared = part(args, "fine_tuning"), part(args, "evaluation")
    alike = _ALIKE if any(key in found for key in _WHEN) else (*_ALIKE, *_WHEN)
    told = {key: compared[key] for key in alike if key in compared}
    own = items_of(part(args, "endpoint").get("deployments"))
    model = fields_of(own[0]).get("model") if own else None
    if model is not None:
        told["model"] = model
    return cast("FineTuningArgs", {**shared(args, FineTuningArgs), **told, **found})


def _answering(parts: Parts) -> Iterator[str]:
    """Name the deployments that answer questions."""
    for item in () if parts.models is None else parts.models.deployments:
        if kind_of(item.model) == CHAT:
            yield item.name
    if parts.provisioned is not None:
        yield parts.provisioned.deployment
    for item in () if parts.endpoint is None else parts.endpoint.deployments:
        yield item.name


def _is_weighed(model: str, sku: str, location: str) -> bool:
    try:
        catalog.offer(model, sku, location)
    except CatalogError:
        return False
    return True
