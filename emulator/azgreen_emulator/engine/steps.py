"""What must be done for each resource?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from azgreen.errors import Fault, InputError
from azgreen_emulator.native import resource as native
from azgreen_emulator.native.paths import MissingPartError, parse, with_old
from azgreen_emulator.native.table import SUBSCRIPTION_ID, ResourceSpec, spec_for
from azgreen_emulator.native.values import Json, has_unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from azgreen_emulator.engine.monitor import Registration
    from azgreen_emulator.engine.state import Record

Kind = Literal["create", "update", "replace", "delete", "same"]
KINDS: Final[tuple[Kind, ...]] = ("create", "update", "replace", "delete", "same")


@dataclass(frozen=True)
class Step:
    """What happens, or happened, to one Azure resource."""

    kind: Kind
    urn: str
    token: str
    name: str
    id: str = ""
    changed: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True)
class Planned:
    """A resource's checked inputs, what the state knows of it, and what follows."""

    registration: Registration
    spec: ResourceSpec
    inputs: dict[str, Json]
    old: Record | None
    diff: native.Diff | None
    lost: bool = False
    """The resource goes with another that must be deleted before it is replaced."""

    @property
    def kind(self) -> Kind:
        """Which of the five kinds of step this is."""
        if self.lost:
            return "replace"
        if self.old is None or self.old.under_way == "create":
            return "create"
        assert self.diff is not None  # noqa: S101 - an old resource has been compared
        if self.diff.replaces:
            return "replace"
        return "update" if self.diff.changed or self.old.under_way else "same"

    def deleted_first(self) -> Planned:
        """Return this resource as one that is replaced, the old one deleted first.

        One that moves to another place by itself is replaced as it would be anyway.
        """
        if self.kind not in {"same", "update"} or self.diff is None:
            return self
        wanted = replace(self.diff, replaces=("deletedWith",), delete_before_replace=True)
        return replace(self, diff=wanted)

    @property
    def step(self) -> Step:
        """The step, as it is shown."""
        known = not has_unknown({key: self.inputs[key] for key in self.spec.path_inputs})
        return Step(
            kind=self.kind,
            urn=self.registration.urn,
            token=self.registration.token,
            name=self.registration.name,
            id=native.arm_id(self.spec, self.inputs, SUBSCRIPTION_ID) if known else "",
            changed=self.diff.changed if self.diff else (),
        )


def plan(registration: Registration, old: Record | None, location: str | None) -> Planned:
    """Decide what a registered resource needs.

    Raises:
        InputError: for properties that the resource does not take or lacks.
        EngineError: for a type that the local Azure does not serve.
    """
    spec = spec_for(registration.token)
    before = old.inputs if old else None
    try:
        inputs = native.check(
            spec, registration.name, registration.inputs, before, location=location
        )
    except InputError as error:
        faults = [Fault(f"{registration.name}.{fault.where}", fault.what) for fault in error.faults]
        raise InputError(faults) from error
    if old is None:
        return Planned(registration, spec, inputs, None, None)
    if old.under_way != "create":
        inputs = _ignoring(registration, inputs, old.inputs)
    wanted = registration.replace_on_changes
    difference = native.diff(spec, registration.name, old.inputs, inputs, wanted)
    if difference.replaces and registration.delete_before_replace:
        difference = replace(difference, delete_before_replace=True)
    return Planned(registration, spec, inputs, old, difference)


def _ignoring(
    registration: Registration, inputs: dict[str, Json], old: Mapping[str, Json]
) -> dict[str, Json]:
    faults: list[Fault] = []
    for path in registration.ignore_changes:
        try:
            inputs = with_old(inputs, old, parse(path))
        except MissingPartError:
            what = "cannot be ignored: part of the way there is missing in the program or the state"
            faults.append(Fault(f"{registration.name}.{path}", what))
        except InputError as error:
            faults += [Fault(f"{registration.name}: {it.where}", it.what) for it in error.faults]
    if faults:
        raise InputError(faults)
    return inputs


def delete_step(record: Record) -> Step:
    """Return the step that deletes a recorded resource."""
    return Step("delete", record.urn, record.token, record.name, record.id)
