"""What happens to each resource while the program runs, and to those that it no longer has?"""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from azgreen.errors import AzgreenError, EngineError
from azgreen_emulator.engine.deletion import deletion_order, goes_along, gone_with
from azgreen_emulator.engine.monitor import Registered, Registration
from azgreen_emulator.engine.program import run_program
from azgreen_emulator.engine.report import Report, refuse
from azgreen_emulator.engine.steps import Step, delete_step, plan
from azgreen_emulator.native import resource as native
from azgreen_emulator.native.functions import call
from azgreen_emulator.native.table import spec_for

if TYPE_CHECKING:
    from azgreen_emulator.engine.policy import PolicyPack
    from azgreen_emulator.engine.site import Site
    from azgreen_emulator.engine.state import Record
    from azgreen_emulator.engine.steps import Planned
    from azgreen_emulator.engine.writer import Writer
    from azgreen_emulator.native.values import Json

_PROVIDER: Final = "pulumi:providers:"


class Run:
    """One run of the program: a plan where `writer` is None, else the deployment itself."""

    def __init__(self, site: Site, packs: list[PolicyPack], writer: Writer | None) -> None:
        self._site, self._packs, self._writer = site, packs, writer
        self._old = {item.urn: item for item in site.state.records() if not item.superseded}
        self._kept: set[int] = set()
        self._doomed: set[int | None] = set()
        self._replaced: list[Record] = []
        self._lock = threading.Lock()
        self._failure: AzgreenError | None = None
        self.report = Report(site.stack.name)

    def program(self) -> None:
        """Run the program to its end."""
        site = self._site
        try:
            run_program(site.stack, self, preview=self._writer is None, say=site.observer.said)
        except AzgreenError as error:
            # the first failure is the cause; what the SDK raises afterwards follows from it
            raise self._failure or error from None
        if self._writer is None:
            for pack in self._packs:
                self.report.violations += pack.analyze_stack()
                self.report.policies += pack.policies
            self.report.steps += [delete_step(record) for record in self._left()]

    def register(self, registration: Registration) -> Registered:
        """Plan or write one resource."""
        try:
            self._site.require_running()
            if self._failure:
                raise EngineError("stopped after a failure")
            return self._register(registration)
        except AzgreenError as error:
            with self._lock:
                self._failure = self._failure or error
            raise

    def exports(self, outputs: dict[str, Json]) -> None:
        """Take the stack's outputs."""
        self.report.outputs = outputs

    def read(self, token: str, resource_id: str) -> dict[str, Json]:
        """Read a resource that the stack does not own."""
        spec = spec_for(token)
        answer = self._site.azure.get(resource_id, spec.api_version)
        if answer is None:
            raise EngineError(f"there is no {spec.arm_type} {resource_id!r} in the local Azure")
        return native.outputs(spec, answer)

    def invoke(self, token: str, args: dict[str, Json]) -> dict[str, Json]:
        """Call one of azure-native's functions."""
        return call(self._site.azure, token, args)

    def delete_rest(self, *, purge: bool = False) -> None:
        """Delete what the program no longer declares, dependents first."""
        assert self._writer is not None  # noqa: S101 - only a deployment deletes
        left, records = self._left(), self._site.state.records()
        for record in left:
            self._site.require_running()
            if goes_along(record, left, records):
                self._done(self._writer.leave(record))
            else:
                self._done(self._writer.delete(record, records, purge=purge))

    def _register(self, registration: Registration) -> Registered:
        with self._lock:
            self._place(registration)
        if not registration.custom or registration.token.startswith(_PROVIDER):
            return Registered(registration.urn if registration.custom else "", registration.inputs)
        planned = self._plan(registration)
        violations = [
            found for pack in self._packs for found in pack.analyze(registration, planned.inputs)
        ]
        if self._writer is None:
            with self._lock:
                self.report.planned.append(replace(registration, inputs=planned.inputs))
                self.report.steps.append(planned.step)
                self.report.violations += violations
            return self._foreseen(planned)
        refuse(violations)
        record, step = self._writer.write(planned)
        self._keep(record)
        self._done(step)
        return Registered(record.id, record.outputs)

    def _place(self, registration: Registration) -> None:
        """Note the line of the program that led to a resource: that of its outermost component."""
        sources, folder = self.report.sources, self._site.stack.folder
        if registration.parent in sources:
            sources[registration.urn] = sources[registration.parent]
        elif registration.frames:
            file, line = registration.frames[0]
            if Path(file).is_relative_to(folder):
                sources[registration.urn] = f"{Path(file).relative_to(folder)}#{line}"

    def _plan(self, registration: Registration) -> Planned:
        azure, configured = self._site.azure, self._site.stack.location
        spec = spec_for(registration.token)
        # outside the lock: this may ask Azure
        location = azure.default_location(spec, registration.inputs, configured)
        with self._lock:
            urns = (registration.urn, *registration.aliases)
            old = next((self._old[urn] for urn in urns if urn in self._old), None)
            if old:
                self._keep(old)
            lost = old is not None and old.row in self._doomed
            planned = plan(registration, None if lost else old, location)
            return replace(planned, lost=True) if lost else self._along(planned)

    def _along(self, planned: Planned) -> Planned:
        """Replace what goes with a replaced resource, and note what goes with this one."""
        old, known = planned.old, list(self._old.values())
        if old and goes_along(old, self._replaced, known):
            planned = planned.deleted_first()
        if old and planned.kind == "replace" and planned.diff:
            self._replaced.append(old)
            if planned.diff.delete_before_replace:
                self._doomed |= {item.row for item in gone_with(old, known)}
        return planned

    def _foreseen(self, planned: Planned) -> Registered:
        outputs = native.preview_outputs(planned.spec, planned.inputs)
        if planned.old is None or planned.kind in {"create", "replace"}:
            return Registered("", outputs)
        if planned.kind == "same":
            return Registered(planned.old.id, planned.old.outputs)
        kept = {key: planned.old.outputs.get(key) for key in ("name", "type", "azureApiVersion")}
        return Registered(planned.old.id, {**outputs, **kept})

    def _keep(self, record: Record) -> None:
        if record.row is not None:
            self._kept.add(record.row)

    def _left(self) -> list[Record]:
        records = self._site.state.records()
        return [
            item
            for item in deletion_order(records)
            if item.row not in self._kept or item.superseded
        ]

    def _done(self, step: Step) -> None:
        with self._lock:
            self.report.steps.append(step)
        self._site.observer.finished(step)
