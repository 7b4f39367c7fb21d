"""Is the search service no larger than its declared documents take, and can Azure make it at all?

Every search unit (replica x partition) is a machine that is billed by the hour, asked or not: from
0.101 USD for Basic to 7.677 for L2. Partitions follow from the index, replicas from the SLA: two
for queries, three for writing as well. The power of no tier is published.
"""

from collections.abc import Iterator

from pulumi_policy import ResourceValidationArgs, Severity

from azgreen_policies._environment import environment
from azgreen_policies._limits import NUMBER_PER_STAGE, limit_of
from azgreen_policies._reading import is_type, need_of
from azgreen_policies._rule import make_rule
from azgreen_policies.size._index import Service, larger, service_of

REPLICAS, UNITS = {"dev": 1, "test": 2, "prod": 3}, {"dev": 1, "test": 2, "prod": 9}
_USUAL = {"maxReplicas": REPLICAS, "maxUnits": UNITS}
_COUNTED = {"maxReplicas": "replicas", "maxUnits": "search units without declared documents"}


def _check(args: ResourceValidationArgs) -> Iterator[str]:
    if not is_type(args.resource_type, "search", "Service"):
        return args.not_applicable("not a search service")
    service = service_of(args.props)
    if service is None:
        return args.not_applicable("its tier is not in the catalogue")
    yield from (f"{args.name!r} is {service}{what}" for what in _wrong(args, service))
    return None


def _wrong(args: ResourceValidationArgs, service: Service) -> Iterator[str]:
    most, need = service.sku.max_search_units, need_of(args.props)
    if most is not None and service.units > most:
        yield f", and Azure gives {most} in all; lower replicaCount or partitionCount"
    key = "maxUnits" if need.documents is None else "maxReplicas"
    amount = service.units if need.documents is None else service.replicas
    limits = {**_USUAL[key], **args.get_config().get(key, {})}
    limit, stage = limit_of(environment(args, limits), limits)
    if amount > limit:
        yield f": {amount:g} {_COUNTED[key]}, over the limit of {limit:g} for {stage}; lower them"
    why = larger(service, need)
    if why is not None:
        yield why


rule = make_rule(
    __name__,
    ref="AZG-S010",
    severity=Severity.MEDIUM,
    check=_check,
    summary="Search services are no larger than their declared documents take.",
    fix="Set tier, replicas and partitions to what the message names, or declare the documents.",
    links={"Choose a tier": "https://learn.microsoft.com/azure/search/search-sku-tier"},
    config={
        "maxReplicas": {**NUMBER_PER_STAGE, "default": REPLICAS, "description": "Most replicas."},
        "maxUnits": {**NUMBER_PER_STAGE, "default": UNITS, "description": "Most search units."},
    },
)
