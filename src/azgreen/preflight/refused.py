"""What does a question say that Azure did not answer?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.preflight.azure import FORBIDDEN
from azgreen.preflight.line import Line, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen.preflight.azure import RefusedError

READER: Final = "Reader"
CONTRIBUTOR: Final = "Cognitive Services Contributor"


def skipped(check: str, subject: str, what: str, role: str, error: RefusedError) -> Iterator[Line]:
    """Yield the one line of a question without an answer: never a PASS.

    Args:
        check: What is checked.
        subject: Of which resource.
        what: What was asked, to follow "could not ask for".
        role: The built-in role with the least rights that allows the question.
        error: Azure's answer.
    """
    told = f"could not ask for {what}: {error.code} ({error.status})"
    if error.status == FORBIDDEN:
        remedy = f"needs the role {role!r} on the subscription; have it assigned, and try again"
    else:
        remedy = f"Azure says: {error.message.rstrip('.')}; try again later"
    yield Line(Verdict.SKIP, check, subject, told, remedy)
