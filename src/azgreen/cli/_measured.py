"""What does a month take before and after, of the resources that a check looks at?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen.cli import _checking
from azgreen.cli._planned import resources_of
from azgreen.errors import Fault, InputError
from azgreen.estimate.inventory import of_stack
from azgreen.findings import Change

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from azgreen.cli._checking import Looked
    from azgreen.estimate.inventory import Total
    from azgreen_emulator.engine.monitor import Registration


def change_of(options: argparse.Namespace, looked: Looked) -> Change:
    """Return the stack before and after.

    Raises:
        InputError: an exported stack without what to compare it with.
    """
    delivered = looked.delivered
    before = delivered.before if options.base is None else _base(options.base)
    if before is None:
        what = "missing: an exported stack tells no change; give the export of before"
        raise InputError([Fault("--base", what)])
    return Change(_total(before), _total(delivered.after))


def _base(name: str) -> Iterable[Registration]:
    return _checking.delivered_of(name).after


def _total(resources: Iterable[Registration]) -> Total:
    return of_stack(resources_of(resources))
