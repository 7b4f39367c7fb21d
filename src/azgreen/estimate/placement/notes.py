"""What has to be said of a place that is not paid by the token?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen.catalog import BATCH, BATCH_HOURS, PROVISIONED, way_of

if TYPE_CHECKING:
    from azgreen.estimate.placement.candidate import Candidate


def notes(chosen: Candidate) -> list[str]:
    """Return what its numbers leave open, a sentence each; none for a place paid by the token."""
    way, need = way_of(chosen.sku), chosen.need
    if way == PROVISIONED:
        return [
            f"{chosen.sku}: {need} carry the busiest minute; each hour is paid, used or not",
            (
                "carbon is that of the tokens, use and hardware: what a PTU draws when idle is not "
                "published, so the whole is more"
            ),
        ]
    if way == BATCH:
        return [
            (
                f"{chosen.sku}: answers come within {BATCH_HOURS} hours as a target; {need} hold "
                "a day's input in the queue"
            )
        ]
    return []
