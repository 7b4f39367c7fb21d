"""Is the cache no larger than its declared entries take?

Memory of a cache is hardware that stays on: twice the size is twice the price (Azure Managed Redis:
0.016 USD an hour for 0.5 GB, 19.97 for 960 GB), and no size's power is published. Growing later is
easy, shrinking is limited. What a size answers in a second no source says, so memory decides.
"""

from collections.abc import Iterator

from pulumi_policy import ResourceValidationArgs, Severity

from azgreen_policies._reading import is_type, need_of
from azgreen_policies._rule import make_rule
from azgreen_policies.size._memory import entries_of, sizes_of

_SETTING = "timesTheNeed"


def _check(args: ResourceValidationArgs) -> Iterator[str]:
    is_managed = is_type(args.resource_type, "redisenterprise", "RedisEnterprise")
    if not is_managed and not is_type(args.resource_type, "redis", "Redis"):
        return args.not_applicable("not a cache of Redis")
    need = entries_of(need_of(args.props))
    if need is None:
        return args.not_applicable("no entries are declared that a cache could hold: azgreen-need")
    sizes = sizes_of(args.props, need, is_managed=is_managed)
    if sizes is None:
        return args.not_applicable("the memory of its size is not known")
    has, enough = sizes
    if has.memory_gb > enough.memory_gb * float(args.get_config().get(_SETTING, 1)):
        what = f"{need.entries:,} entries of {need.used_gb:.3g} GB in all (azgreen-need)"
        key = "name" if is_managed else "capacity"
        yield f"{args.name!r} is {has} for {what}; {enough} is enough, so set sku.{key} to it"
    return None


rule = make_rule(
    __name__,
    ref="AZG-S009",
    severity=Severity.MEDIUM,
    check=_check,
    summary="Caches are no larger than their declared entries take.",
    fix="Set the SKU to the size that the message names, or declare what is really kept.",
    links={
        "Azure Managed Redis": "https://learn.microsoft.com/azure/redis/overview",
    },
    config={
        _SETTING: {
            "type": "number",
            "minimum": 1,
            "default": 1,
            "description": "How many times the memory of the size that is enough a cache may have.",
        }
    },
)
