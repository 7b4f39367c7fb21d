"""Which files, environments and machines does a job take, and by what terms is it judged?"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from azgreen import catalog
from azgreen.catalog import InstanceType
from azgreen.errors import CatalogError, InputError
from azgreen.evaluation import Terms
from azgreen_components._inputs import Faults, at, text

A_FILE: Final = "azureml://datastores/<store>/paths/<file>.jsonl"
A_FOLDER: Final = "azureml://datastores/<store>/paths/<folder>"
_URI: Final = re.compile(r"(azureml|https|wasbs|abfss)://\S+")
_ASSET: Final = re.compile(r"azureml:\S+")
_SHARED: Final = "azureml://registries/"


def read_uri(faults: Faults, given: Mapping[str, object], field: str, example: str) -> str:
    """Return where a file or folder is; an empty text when it cannot be used."""
    return _matching(faults, given, field, _URI, example)


def read_asset(
    faults: Faults, given: Mapping[str, object], field: str, kind: str = "environments"
) -> str:
    """Return the id of an environment or of code, of a registry unless the workspace is there."""
    example = f"{_SHARED}<registry>/{kind}/<name>/versions/<version>"
    known = _matching(faults, given, field, _ASSET, example)
    fits = not known or known.startswith(_SHARED) or not _ASSET.fullmatch(known)
    if not fits and given.get("workspace_name") is None:
        what = f"{known!r} is not of a registry, and a new workspace has no {kind}"
        faults.add(at("", field), f"{what}; write {example}")
    return known


def read_machine(
    faults: Faults, given: Mapping[str, object], field: str, today: date
) -> InstanceType | None:
    """Return the machine that is named, or the smallest one without GPUs."""
    if given.get(field) is None:
        return smallest(today)
    path = at("", field)
    name = text(faults, path, given[field])
    try:
        machine = None if name is None else catalog.instance(name)
    except CatalogError as error:
        faults.add(path, str(error))
        return None
    if machine is not None and machine.retires_on is not None and machine.retires_on <= today:
        what = f"{machine.name!r} was retired on {machine.retires_on.isoformat()}"
        faults.add(path, f"{what}; leave it out, or write another")
    return machine


def smallest(today: date) -> InstanceType:
    """Return the machine without GPUs that has the fewest vCPUs; the cheapest of these.

    One whose end is announced comes last: a schedule runs for years.
    """
    return min(
        (item for item in catalog.instances(serves_endpoints=True, on=today) if item.gpu is None),
        key=lambda item: (
            item.retires_on is not None,
            item.vcpus,
            item.usd_per_h is None,
            item.usd_per_h,
            item.name,
        ),
    )


def read_terms(faults: Faults, given: Mapping[str, object]) -> Terms | None:
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


def _matching(
    faults: Faults, given: Mapping[str, object], field: str, shape: re.Pattern[str], example: str
) -> str:
    if given.get(field) is None:
        return ""  # check_keys has noted it
    value = text(faults, at("", field), given[field])
    if value is not None and not shape.fullmatch(value):
        faults.add(at("", field), f"{value!r} is not usable; write {example}")
    return value or ""


def _share(faults: Faults, given: Mapping[str, object], field: str, usual: float) -> float:
    value = given.get(field)
    if value is None:
        return usual
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    faults.add(field, f"{value!r} is not a number; write one such as {usual:g}")
    return usual
