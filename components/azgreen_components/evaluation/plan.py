"""What will an Evaluation create? Values in, a plan or every fault out; nothing is deployed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import pulumi

from azgreen import catalog
from azgreen.catalog import InstanceType
from azgreen.errors import CatalogError, InputError
from azgreen.evaluation import Terms
from azgreen_components._common import Common, read_common, read_flag, read_id, read_own_name
from azgreen_components._inputs import Faults, at, check_keys, text
from azgreen_components._naming import ML_WORKSPACE
from azgreen_components.evaluation.args import EvaluationArgs
from azgreen_components.evaluation.window import Window, read_window

_STORAGE: Final = "Microsoft.Storage/storageAccounts"
_FILE: Final = re.compile(r"(azureml|https|wasbs|abfss)://\S+")
_ENVIRONMENT: Final = re.compile(r"azureml:\S+")
_SHARED: Final = "azureml://registries/"


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
    workspace_name: pulumi.Input[str] | None
    """None: a new workspace is made."""
    storage_account_id: pulumi.Input[str] | None
    baseline_answers: str
    candidate_answers: str
    environment_id: str
    machine: InstanceType
    low_priority: bool
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
    window, machine = read_window(faults, given), _machine(faults, given, today)
    terms, models = _terms(faults, given), _models(faults, given, common.location)
    workspace = _workspace(faults, given)
    files = [
        _pattern(faults, given, field, _FILE, "azureml://datastores/<store>/paths/<file>.jsonl")
        for field in ("baseline_answers", "candidate_answers")
    ]
    environment = _environment(faults, given)
    low_priority = read_flag(faults, given, "low_priority")
    faults.raise_any(f"Evaluation {name!r}")
    assert window is not None  # noqa: S101 - there was no fault
    assert machine is not None  # noqa: S101 - there was no fault
    assert terms is not None  # noqa: S101 - there was no fault
    own = machine, low_priority, window, terms, models
    return Plan(common, *workspace, files[0], files[1], environment, *own)


def smallest(today: date) -> InstanceType:
    """Return the machine without GPUs that has the fewest vCPUs; the cheapest of these."""
    return min(
        (item for item in catalog.instances(serves_endpoints=True, on=today) if item.gpu is None),
        key=lambda item: (item.vcpus, item.usd_per_h is None, item.usd_per_h, item.name),
    )


def _pattern(
    faults: Faults, given: Mapping[str, object], field: str, shape: re.Pattern[str], example: str
) -> str:
    if given.get(field) is None:
        return ""  # check_keys has noted it
    value = text(faults, at("", field), given[field])
    if value is not None and not shape.fullmatch(value):
        faults.add(at("", field), f"{value!r} is not usable; write {example}")
    return value or ""


def _environment(faults: Faults, given: Mapping[str, object]) -> str:
    example = f"{_SHARED}<registry>/environments/<name>/versions/<version>"
    known = _pattern(faults, given, "environment_id", _ENVIRONMENT, example)
    fits = not known or known.startswith(_SHARED) or not _ENVIRONMENT.fullmatch(known)
    if not fits and given.get("workspace_name") is None:
        what = f"{known!r} is not of a registry, and a new workspace has no environments"
        faults.add("environmentId", f"{what}; write {example}")
    return known


def _machine(faults: Faults, given: Mapping[str, object], today: date) -> InstanceType | None:
    if given.get("instance_type") is None:
        return smallest(today)
    name = text(faults, "instanceType", given["instance_type"])
    try:
        machine = None if name is None else catalog.instance(name)
    except CatalogError as error:
        faults.add("instanceType", str(error))
        return None
    if machine is not None and machine.retires_on is not None and machine.retires_on <= today:
        what = f"{machine.name!r} was retired on {machine.retires_on.isoformat()}"
        faults.add("instanceType", f"{what}; leave it out, or write another")
    return machine


def _terms(faults: Faults, given: Mapping[str, object]) -> Terms | None:
    """Return by what `azgreen evaluate` decides; it says itself what cannot be."""
    usual = Terms()
    margin = _share(faults, given, "margin", usual.margin)
    confidence = _share(faults, given, "confidence", usual.confidence)
    try:
        return Terms(margin, confidence)
    except InputError as error:
        for fault in error.faults:
            faults.add(fault.where, fault.what)
        return None


def _share(faults: Faults, given: Mapping[str, object], field: str, usual: float) -> float:
    value = given.get(field)
    if value is None:
        return usual
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    faults.add(field, f"{value!r} is not a number; write one such as {usual:g}")
    return usual


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


def _workspace(
    faults: Faults, given: Mapping[str, object]
) -> tuple[pulumi.Input[str] | None, pulumi.Input[str] | None]:
    name = read_own_name(faults, given, "workspace_name", ML_WORKSPACE)
    storage = read_id(faults, given, "storage_account_id", _STORAGE)
    if storage is not None and name is None:
        what = "a new workspace has a storage of its own"
        faults.add("storageAccountId", f"{what}; leave it out, or write workspaceName")
    return name, storage
