"""Which size would have done for what a resource was used for, and what would it save?

One dataclass of what was measured goes in, a `Recommendation` comes out; nothing is asked of Azure.
Too few samples give no recommendation but say how many are missing. A second look right after a
change recommends nothing: a size has to break the budget, or another one to save a tenth.
"""

from __future__ import annotations

from functools import singledispatch

from azgreen.estimate.rightsizing.evidence import Evidence, evidence
from azgreen.estimate.rightsizing.models import (
    PtuUse,
    TokenUse,
    recommended_ptu,
    recommended_tokens,
)
from azgreen.estimate.rightsizing.online import OnlineUse, recommended
from azgreen.estimate.rightsizing.recommendation import (
    QUANTITIES,
    WORTH_SHARE,
    Month,
    Recommendation,
    Risk,
    Saving,
    Verdict,
)
from azgreen.estimate.rightsizing.samples import Samples
from azgreen.estimate.rightsizing.search import SearchUse, recommended_search
from azgreen.estimate.rightsizing.stores import (
    CacheUse,
    ContainerUse,
    goes_down,
    recommended_cache,
    recommended_container,
)

Use = OnlineUse | PtuUse | TokenUse | CacheUse | ContainerUse | SearchUse
"""A resource as it was used."""


@singledispatch
def recommend(use: Use) -> Recommendation:
    """Return what to do with a resource.

    Raises:
        AzgreenError: an input cannot be used, or the catalogue does not know what it names.
    """
    raise TypeError(f"{type(use).__name__} is no use of a resource")


recommend.register(OnlineUse, recommended)
recommend.register(PtuUse, recommended_ptu)
recommend.register(TokenUse, recommended_tokens)
recommend.register(CacheUse, recommended_cache)
recommend.register(ContainerUse, recommended_container)
recommend.register(SearchUse, recommended_search)

__all__ = [
    "QUANTITIES",
    "WORTH_SHARE",
    "CacheUse",
    "ContainerUse",
    "Evidence",
    "Month",
    "OnlineUse",
    "PtuUse",
    "Recommendation",
    "Risk",
    "Samples",
    "Saving",
    "SearchUse",
    "TokenUse",
    "Use",
    "Verdict",
    "evidence",
    "goes_down",
    "recommend",
]
