"""What will an Evaluation create? Values in, a plan or every fault out; nothing is deployed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from azgreen import catalog
from azgreen.errors import CatalogError
from azgreen.evaluation import Terms
from azgreen_components._common import Common, read_common, read_flag
from azgreen_components._inputs import Faults, at, check_keys, text
from azgreen_components._low_carbon_window import Window, read_window
from azgreen_components._ml_cluster import Machine
from azgreen_components._ml_home import Where, read_where
from azgreen_components._ml_inputs import A_FILE, read_asset, read_machine, read_terms, read_uri
from azgreen_components.evaluation.args import EvaluationArgs


@dataclass(frozen=True)
class Models:
    """Which models are compared, and how they are deployed: for the carbon of both."""

    baseline: str
    candidate: str
    sku: str


@dataclass(frozen=True)
class Plan:
    """Everything that an Evaluation creates."""

    common: Common
    where: Where
    baseline_answers: str
    candidate_answers: str
    environment_id: str
    machine: Machine
    window: Window
    terms: Terms
    models: Models | None


def plan(name: str, args: EvaluationArgs, today: date) -> Plan:
    """Say what will be created, or raise every fault at once.

    Args:
        name: The component's own name.
        args: What the user wrote.
        today: The date by which an instance type counts as retired.
    """
    faults, given = Faults(), dict[str, object](args)
    check_keys(faults, "", given, EvaluationArgs)
    common = read_common(faults, given)
    window, machine = (
        read_window(faults, given),
        read_machine(faults, given, "instance_type", today),
    )
    terms, models = read_terms(faults, given), _models(faults, given, common.location)
    where = read_where(faults, given)
    fields = ("baseline_answers", "candidate_answers")
    files = [read_uri(faults, given, field, A_FILE) for field in fields]
    environment = read_asset(faults, given, "environment_id")
    low_priority = read_flag(faults, given, "low_priority")
    faults.raise_any(f"Evaluation {name!r}")
    assert window is not None  # noqa: S101 - there was no fault
    assert machine is not None  # noqa: S101 - there was no fault
    assert terms is not None  # noqa: S101 - there was no fault
    own = Machine(machine, low_priority), window, terms, models
    return Plan(common, where, files[0], files[1], environment, *own)


def _models(faults: Faults, given: Mapping[str, object], location: str) -> Models | None:
    fields = ("baseline_model", "candidate_model", "sku")
    named = [field for field in fields if given.get(field) is not None]
    if not named:
        return None
    for field in fields:
        if field not in named:
            what = "missing; the carbon is that of both models under a SKU"
            faults.add(at("", field), f"{what}, so write all three or none")
    known = [text(faults, at("", field), given[field]) for field in named]
    read = [value for value in known if value is not None]
    if len(read) < len(fields) or not location:
        return None
    *models, sku = read
    for field, model in zip(fields, models, strict=False):
        try:
            catalog.offer(model, sku, location)
        except CatalogError as error:
            faults.add_once(at("", field), str(error))
    return Models(models[0], models[1], sku)
