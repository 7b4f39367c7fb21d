"""How do preview, up and destroy go, from the program to the report?"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from azgreen.errors import EngineError
from azgreen_emulator.engine.deletion import deletion_order
from azgreen_emulator.engine.report import Report, refuse
from azgreen_emulator.engine.run import Run
from azgreen_emulator.engine.steps import delete_step
from azgreen_emulator.engine.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from azgreen_emulator.engine.policy import PolicyPack
    from azgreen_emulator.engine.site import Site


class Deployment:
    """One stack, to be previewed, deployed or destroyed."""

    def __init__(self, site: Site, packs: Sequence[Callable[..., PolicyPack]] = ()) -> None:
        self.site, self._packs = site, packs

    def preview(self) -> Report:
        """Find out what `up` would do, and what the policies say to it.

        Raises:
            PolicyError: for a mandatory violation; the observer has seen the whole plan by then.
        """
        with ExitStack() as opened:
            return self._plan([opened.enter_context(pack(preview=True)) for pack in self._packs])

    def up(self, before: Callable[[Report], None] | None = None) -> Report:
        """Make Azure what the program says, once the whole plan has passed its policies.

        Args:
            before: is handed the plan before anything is written, where there is anything to
                write; what it raises ends the deployment.
        """
        with ExitStack() as opened:
            planning = [opened.enter_context(pack(preview=True)) for pack in self._packs]
            self._recover()
            plan = self._plan(planning)
            if before is not None and plan.changes:
                before(plan)
            # a pack is told at its start which of the two runs it checks; what is not written
            # was checked with all its values known
            writing = [
                opened.enter_context(pack(preview=False)) for pack in self._packs if plan.changes
            ]
            run = Run(self.site, writing, writer=self._writer())
            run.program()
            run.delete_rest()
            self.site.state.put("outputs", run.report.outputs)
            return replace(run.report, policies=plan.policies, violations=plan.violations)

    def destroy(self, *, purge: bool = True) -> Report:
        """Delete every resource of the stack, dependents first.

        Args:
            purge: also remove what Azure would keep for a while to be recovered.
        """
        self._recover()
        records = self.site.state.records()
        protected = [record.name for record in records if record.protect]
        if protected:
            raise EngineError(
                f"protected: {', '.join(protected)}; unprotect them, run 'up', destroy then"
            )
        run = Run(self.site, [], writer=self._writer())
        run.report.steps = [delete_step(record) for record in deletion_order(records)]
        self.site.observer.planned(run.report)
        run.report.steps = []
        run.delete_rest(purge=purge)
        self.site.state.put("outputs", {})
        return run.report

    def _plan(self, packs: list[PolicyPack]) -> Report:
        run = Run(self.site, packs, writer=None)
        run.program()
        self.site.observer.planned(run.report)
        refuse(run.report.violations)
        return run.report

    def _writer(self) -> Writer:
        return Writer(self.site.azure, self.site.state, self.site.observer.started)

    def _recover(self) -> None:
        writer = self._writer()
        for record in self.site.state.records():
            if writer.recover(record) is None:
                self.site.observer.said(
                    "warning", f"{record.name} ({record.id}) is gone from the local Azure"
                )
