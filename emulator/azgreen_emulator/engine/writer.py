"""How is each step done without losing a resource?"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from azgreen.errors import AzgreenError, EngineError
from azgreen_emulator.engine.deletion import deletion_order, goes_along, gone_with
from azgreen_emulator.engine.state import Record
from azgreen_emulator.engine.steps import Planned, Step, delete_step
from azgreen_emulator.native import resource as native
from azgreen_emulator.native.table import SUBSCRIPTION_ID, ResourceSpec, spec_for
from azgreen_emulator.native.values import Json, Secret, hidden_like, without_secrets

if TYPE_CHECKING:
    from azgreen_emulator.engine.state import State
    from azgreen_emulator.native.client import ArmClient

_READY: Final = ("Succeeded", None)
_ENDED: Final = ("Succeeded", "Failed", "Canceled", None)
_POLL_SECONDS: Final = 0.02


class Writer:
    """Carries steps out against the local Azure, each recorded before and after."""

    def __init__(self, azure: ArmClient, state: State, started: Callable[[Step], None]) -> None:
        self._azure, self._state, self._started = azure, state, started
        self._lock = threading.Lock()
        self._leaving: set[int | None] = set()

    def write(self, planned: Planned) -> tuple[Record, Step]:
        """Create, update or replace one resource, and return its record."""
        step, began = planned.step, time.monotonic()
        if step.kind == "same":
            return self._remember(planned, planned.old), step
        self._started(step)
        try:
            record = self._put(planned, step)
        except AzgreenError as error:
            why = without_secrets(str(error), planned.inputs)
            # not chained: the cause would carry the secrets into a log
            raise EngineError(f"{step.kind} {step.name} ({step.token}) failed: {why}") from None
        return record, replace(step, seconds=time.monotonic() - began)

    def delete(self, record: Record, known: Sequence[Record], *, purge: bool = False) -> Step:
        """Delete one resource and forget it and what goes with it.

        `known` holds all records from before the first deletion; `purge` deletes also what Azure
        keeps of them.
        """
        step, began = delete_step(record), time.monotonic()
        if not record.retain_on_delete:
            self._started(step)
            record = self._state.save(replace(record, under_way="delete"))
            try:
                self._azure.delete(record.id, spec_for(record.token).api_version)
                self._purge(record, purge=purge)
            except AzgreenError as error:
                raise EngineError(f"delete {step.name} ({step.token}) failed: {error}") from error
        for left in gone_with(record, known):
            if left.under_way == "delete" or left.row in self._leaving:
                self._purge(left, purge=purge and not record.retain_on_delete)
                self._state.forget(left)
                self._leaving.discard(left.row)
        self._state.forget(record)
        return replace(step, seconds=time.monotonic() - began)

    def leave(self, record: Record) -> Step:
        """Note that one resource goes with another, which is deleted next.

        It is forgotten with the other: should that one stay, the next run still knows of both.
        """
        self._state.save(replace(record, under_way="delete"))
        self._leaving.add(record.row)
        return delete_step(record)

    def recover(self, record: Record) -> Record | None:
        """Settle a step that was under way when the last run stopped; None when nothing is left.

        What Azure finished is kept; what it never got is left for this run to do again. A
        resource that somebody removed behind the engine's back is forgotten, so that it is made
        anew.
        """
        spec = spec_for(record.token)
        answer = self._settled(record.id, spec)
        if answer is None and record.under_way in {"create", "delete"}:
            # it may never have been there or be gone: the name stays ours, to make or to delete
            return self._state.save(replace(record, under_way="create"))
        if answer is None:
            self._state.forget(record)
            return None
        if record.under_way is None or _provisioning(answer) not in _READY:
            return record
        # after an unfinished update nobody knows which inputs Azure has: write them again
        under_way = "update" if record.under_way == "update" else None
        outputs = native.outputs(spec, answer)
        return self._state.save(replace(record, outputs=outputs, under_way=under_way))

    def _purge(self, record: Record, *, purge: bool) -> None:
        spec = spec_for(record.token)
        if purge and spec.purge_path:
            path = native.purge_id(spec, record.inputs, SUBSCRIPTION_ID)
            self._azure.purge(path, spec.api_version, spec.purge_method)

    def _put(self, planned: Planned, step: Step) -> Record:
        old = planned.old
        if planned.kind == "replace" and old is not None:
            self._make_way(planned, old)
            old = None
        under_way = "create" if old is None or old.under_way == "create" else "update"
        record = self._remember(planned, old, under_way=under_way, resource_id=step.id)
        body = native.body(planned.spec, planned.inputs)
        answer = self._azure.put(step.id, planned.spec.api_version, body)
        secret = dict.fromkeys(planned.registration.secret_outputs, Secret(None))
        outputs = hidden_like(native.outputs(planned.spec, answer), planned.inputs, secret)
        return self._state.save(replace(record, outputs=outputs, under_way=None))

    def _make_way(self, planned: Planned, old: Record) -> None:
        assert planned.diff is not None  # noqa: S101 - only what was compared is replaced
        if not planned.diff.delete_before_replace:
            self._state.save(replace(old, superseded=True))
            return
        if old.protect:
            raise EngineError(f"{old.name} is protected; unprotect it before it can be replaced")
        with self._lock:
            records = self._state.records()
            going = [*deletion_order(gone_with(old, records)), old]
            for record in going:
                if goes_along(record, going, records):
                    self.leave(record)
                else:
                    self.delete(record, records)

    def _remember(
        self,
        planned: Planned,
        old: Record | None,
        *,
        under_way: str | None = None,
        resource_id: str = "",
    ) -> Record:
        registration = planned.registration
        fresh = Record(
            urn=registration.urn,
            token=registration.token,
            id=resource_id or (old.id if old else ""),
            inputs=planned.inputs,
            outputs=old.outputs if old else {},
            parent=registration.parent,
            dependencies=registration.dependencies,
            protect=registration.protect,
            retain_on_delete=registration.retain_on_delete,
            deleted_with=registration.deleted_with,
            under_way=under_way,
            row=old.row if old else None,
        )
        return old if fresh == old and old is not None else self._state.save(fresh)

    def _settled(self, resource_id: str, spec: ResourceSpec) -> Json | None:
        while True:
            answer = self._azure.get(resource_id, spec.api_version)
            if answer is None or _provisioning(answer) in _ENDED:
                return answer
            time.sleep(_POLL_SECONDS)


def _provisioning(answer: Mapping[str, Json]) -> Json:
    properties = answer.get("properties")
    return properties.get("provisioningState") if isinstance(properties, Mapping) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
