"""What is the policy of the API made of?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from azgreen_components._inputs import Faults, finite
from azgreen_components.ai_gateway import expressions
from azgreen_components.ai_gateway.limits import (
    AnswerLimits,
    TokenBudget,
)
from azgreen_components.ai_gateway.resilience import Retry

_NOT_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class CachePolicy:
    """How the cache is asked, as SemanticCache tells it."""

    score_threshold: float
    duration_s: int
    vary_by: tuple[str, ...]
    embeddings_backend: str


@dataclass(frozen=True)
class GatewayPolicy:
    """Everything that the policy is made of; None leaves a part out."""

    backend: str
    limits: AnswerLimits
    budget: TokenBudget | None
    tenant_header: str | None
    retry: Retry
    cache: CachePolicy | None = None
    metrics_namespace: str | None = None


def read_policy_values(faults: Faults, path: str, given: object) -> Mapping[str, Any] | None:
    """Return what SemanticCache says of its policies, or note what is wrong with it."""
    if not isinstance(given, Mapping):
        what = f"{given!r} are no values of policies"
        fix = "take the output `policy_values` of a SemanticCache with api_management"
        faults.add(path, f"{what}; {fix}")
        return None
    values = cast("Mapping[str, Any]", given)
    score, duration = (values.get(key) for key in ("score_threshold", "duration_s"))
    close, time = finite(score), finite(duration)
    if close is None or not 0 <= close <= 1:
        faults.add(f"{path}.score_threshold", f"{score!r} is not a number from 0 to 1; write one")
    if time is None or time < 1 or not time.is_integer():
        what = f"{duration!r} is not a whole number of seconds"
        faults.add(f"{path}.duration_s", f"{what}; write 1 or more")
    version = values.get("vary_by_version")
    if version is not None and (not isinstance(version, str) or _NOT_XML.search(version)):
        faults.add(f"{path}.vary_by_version", f"{version!r} is not an expression; write a text")
    return values


def cache_policy(
    values: Mapping[str, Any], tenant_header: str | None, embeddings: str, *, any_model: bool
) -> CachePolicy:
    """Return how the cache is asked, apart by subscription, tenant, model and version.

    Args:
        values: What `read_policy_values` found no fault with.
        tenant_header: Header that names the tenant, if any.
        embeddings: Name of the backend that makes vectors.
        any_model: Whether a request names its model; answers of one are none of another's.
    """
    version = values.get("vary_by_version")
    parts = (
        expressions.SUBSCRIPTION_ID,
        None if tenant_header is None else expressions.header(tenant_header),
        expressions.MODEL if any_model else None,
        version,
    )
    return CachePolicy(
        float(values["score_threshold"]),
        int(values["duration_s"]),
        tuple(str(part) for part in parts if part),
        embeddings,
    )
