"""Does AZG-S010 find search services that are larger than their documents take, and only those?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.estimate.sizing import SearchNeed, size_search
from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge
from azgreen_policies.size.search_size import rule

TOKEN = "azure-native:search:Service"
NEED = "documents=120000 dimensions=1536"


def service(
    tier: Any, replicas: Any = 1, partitions: Any = 1, stage: str = "dev", need: str | None = NEED
) -> Resource:
    tags = {"environment": stage} if need is None else {"environment": stage, "azgreen-need": need}
    counts = {"replicaCount": replicas, "partitionCount": partitions}
    return Resource(TOKEN, {"sku": {"name": tier}, **counts, "tags": tags})


CASES = [
    Case("compliant", (service("basic"),)),
    Case("compliant", (service("Basic", 3, stage="prod"),)),
    Case("compliant", (service("free", need=None),)),
    Case(
        "violating",
        (service("standard", 3, 6),),
        (
            "'thing' is 3 x 6 units of standard (6.048 USD/h): 3 replicas, over the limit of 1 for "
            "dev; lower them",
            "'thing' is 3 x 6 units of standard (6.048 USD/h) for 120,000 documents (azgreen-need);"
            " 3 x 1 units of basic (0.303 USD/h) are enough",
        ),
    ),
    Case(
        "violating",
        (service("standard", 6, 1, "prod"),),
        (
            "'thing' is 6 x 1 units of standard (2.016 USD/h): 6 replicas, over the limit of 3 for "
            "prod; lower them",
            "'thing' is 6 x 1 units of standard (2.016 USD/h) for 120,000 documents (azgreen-need);"
            " 3 x 1 units of basic (0.303 USD/h) are enough",
        ),
    ),
    Case(
        "violating",
        (service("standard", 12, 12, "prod", None),),
        (
            "'thing' is 12 x 12 units of standard (48.38 USD/h), and Azure gives 36 in all; lower "
            "replicaCount or partitionCount",
            "'thing' is 12 x 12 units of standard (48.38 USD/h): 144 search units without declared "
            "documents, over the limit of 9 for prod; lower them",
        ),
    ),
    Case(
        "violating",
        (service("standard", 3, 1, "staging", None),),
        (
            "'thing' is 3 x 1 units of standard (1.008 USD/h): 3 search units without declared "
            "documents, over the limit of 1 for an unknown environment (known: dev, prod, test); "
            "lower them",
        ),
    ),
    Case(
        "missing",
        (Resource(TOKEN, {"replicaCount": 9}),),
        not_applicable="its tier is not in the catalogue",
    ),
    Case("missing", (Resource(TOKEN, {"sku": {"name": "standard"}}),)),
    Case(
        "unknown",
        (service("basic", UNKNOWN),),
        unknown="string value at .replicaCount can't be known during preview",
    ),
    Case(
        "configured",
        (service("basic", 3),),
        around=Surroundings(settings={"maxReplicas": {"dev": 3}}),
    ),
    Case(
        "configured",
        (service("standard", 2, 2, "lab", None),),
        around=Surroundings(settings={"maxUnits": {"lab": 4}}),
    ),
    Case(
        "not applicable",
        (Resource("azure-native:search:SharedPrivateLinkResource"),),
        not_applicable="not a search service",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@given(st.integers(1, 50_000_000), st.integers(1, 4096))
def test_what_the_sizing_takes_is_never_too_large(documents: int, dimensions: int) -> None:
    known = float(f"{documents:g}")
    size = size_search(SearchNeed(known, 1, dimensions, sla="none"))
    need = f"documents={documents:g} dimensions={dimensions}"
    one = service(size.sku.name, 1, size.partitions, need=need)
    assert judge(rule, one.token, one.inputs).messages == ()
    larger = service("storage_optimized_l2", 1, 12, need="documents=10 dimensions=3")
    assert judge(rule, larger.token, larger.inputs).messages
