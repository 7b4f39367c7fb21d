"""Which jobs of a stack can wait, how long does each run, and when does it start now?

What runs once or again and again by a schedule of the stack can: its comparison of two models and
its fine-tuning. Batch deployments are named too, with what is not known of them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from ruamel.yaml import YAML

from azgreen import catalog
from azgreen.cli._stack_file import loaded
from azgreen.errors import CatalogError, Fault, InputError
from azgreen.estimate.carbon import pue_of
from azgreen.estimate.scaling import week_of_hours

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from azgreen.catalog import Region, Spread
    from azgreen_components._low_carbon_window import Window
    from azgreen_components.green_ai_stack.args import GreenAiStackArgs

EVALUATION: Final = "evaluation"
FINE_TUNING: Final = "fineTuning"
_READ: Final = ("location", "deployments", "endpoint", EVALUATION, FINE_TUNING)
"""What is read of a stack's file; the program itself checks all else."""

_WITHIN_AN_HOUR: Final = 1.0
"""Of an evaluation: Azure ends it then; a thousand answers take seconds."""

_NO_POWER: Final = "what its machine draws is not known: the catalogue lists power for GPUs alone"
_BATCH: Final = (
    "it may be submitted at any time; Azure answers within 24 hours, at a time and in a region of"
    " its own choice. Neither is known, so no hour is known to be cleaner"
)
"""azure-ai-docs, batch: the target is 24 hours, and batches of Global and DataZone alone exist."""


@dataclass(frozen=True)
class Waiting:
    """A job that can wait."""

    name: str
    """Its key in the configuration, without the namespace."""
    window: Window
    """When it starts now."""
    lasts_h: float
    profile: tuple[float, ...] | None = None
    """gCO2e/kWh of each hour of the week, as the file has it."""
    energy_kwh: Spread | None = None
    """Of a run, with PUE; None where it is not known."""
    no_energy: str = ""
    """Why it is not."""


@dataclass(frozen=True)
class StackJobs:
    """What of a stack can wait."""

    file: Path
    text: str
    """Of the file, as it was read."""
    region: Region
    jobs: tuple[Waiting, ...]
    batch: Mapping[str, str]
    """By batch deployment: why no hour is known to be cleaner."""


def read_jobs(file: Path, today: date) -> StackJobs:
    """Read a stack's file.

    Raises:
        InputError: everything of these jobs that cannot be used.
    """
    with file.open(encoding="utf-8", newline="") as opened:
        text = opened.read()
    args = _args(loaded(file, YAML(), text.replace("\r\n", "\n"))["config"])
    faults = list[Fault]()
    evaluation, tuning = _planned(args, today, faults)
    if faults:
        raise InputError(sorted(set(faults)))
    region = catalog.region(str(args["location"]))
    jobs = [evaluation, tuning]
    return StackJobs(file, text, region, tuple(job for job in jobs if job), _batches(args))


def _args(config: Mapping[str, Any]) -> GreenAiStackArgs:
    from azgreen_components._configuration import Reader  # noqa: PLC0415 - heavy
    from azgreen_components.green_ai_stack.args import GreenAiStackArgs  # noqa: PLC0415 - heavy

    reader = Reader("azgreen", GreenAiStackArgs, ())
    keys = {f"azgreen:{name}": name for name in _READ}
    given = {name: _as_given(config[key]) for key, name in keys.items() if key in config}
    values = reader.read(given, provided={"resource_group_name"})
    if reader.faults:
        raise InputError(sorted(reader.faults))
    # the name of the group is the program's; nothing that is planned here depends on it
    return cast("GreenAiStackArgs", {**values, "resource_group_name": "group"})


def _as_given(value: Any) -> Any:
    """Return a value as the engine hands it over: lists and objects, and all else as text."""
    plain: Any = value
    return plain if isinstance(value, str | dict | list) else json.dumps(value, default=str)


def _planned(
    args: GreenAiStackArgs, today: date, faults: list[Fault]
) -> tuple[Waiting | None, Waiting | None]:
    from azgreen_components._common import read_common  # noqa: PLC0415 - heavy
    from azgreen_components._inputs import Faults, InvalidInputsError  # noqa: PLC0415 - heavy
    from azgreen_components.evaluation.plan import plan as plan_evaluation  # noqa: PLC0415
    from azgreen_components.fine_tuning.plan import plan as plan_tuning  # noqa: PLC0415
    from azgreen_components.green_ai_stack import jobs  # noqa: PLC0415 - heavy
    from azgreen_components.green_ai_stack.watching import Parts  # noqa: PLC0415 - heavy

    alone = Parts(read_common(Faults(), dict[str, object](args)), None, None, None, None)
    compared = tuned = None
    try:
        if args.get("evaluation") is not None:
            wanted: Any = jobs.evaluation_args(args, alone)
            window = plan_evaluation(EVALUATION, wanted, today).window
            own = _hours(wanted)
            compared = Waiting(EVALUATION, window, _WITHIN_AN_HOUR, own, None, _NO_POWER)
    except InvalidInputsError as error:
        faults += _told(EVALUATION, error)
    try:
        if args.get("fine_tuning") is not None:
            wanted = jobs.fine_tuning_args(args)
            tuned = _tuning(plan_tuning(FINE_TUNING, wanted, today), _hours(wanted))
    except InvalidInputsError as error:
        faults += _told(FINE_TUNING, error)
    return compared, tuned


def _tuning(plan: Any, profile: tuple[float, ...] | None) -> Waiting:
    run = plan.training.size.choice
    region = catalog.region(plan.common.location)
    pue = pue_of(region)
    return Waiting(FINE_TUNING, plan.window, run.hours.mid, profile, run.energy_kwh * pue)


def _hours(args: Mapping[str, Any]) -> tuple[float, ...] | None:
    given = args.get("carbon_profile")
    return None if given is None else week_of_hours("carbonProfile", given)


def _told(part: str, error: Any) -> list[Fault]:
    found = list[Fault]()
    for each in error.errors or ():
        path = each["property_path"]
        where = path if path == "location" else f"{part}.{path}"
        found.append(Fault(f"config azgreen:{where}", each["reason"]))
    return found


def _batches(args: GreenAiStackArgs) -> dict[str, str]:
    listed = args.get("deployments") or ()
    return {
        str(item.get("name") or item["model"]): _BATCH
        for item in listed
        if _is_batch(str(item.get("sku") or catalog.PINNED_SKU))
    }


def _is_batch(sku: str) -> bool:
    try:
        return catalog.way_of(sku) == catalog.BATCH
    except CatalogError:
        return False  # the program says what is wrong with it
