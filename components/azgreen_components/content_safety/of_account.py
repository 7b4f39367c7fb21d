"""How does an account get content filters of its own before its deployments name them?"""

from collections.abc import Mapping
from typing import Any, cast

import pulumi
from pulumi_azure_native import cognitiveservices as cognitive

from azgreen.errors import nearest
from azgreen_components._inputs import Faults
from azgreen_components._tags import OWN_TAGS
from azgreen_components.content_safety.component import ContentSafety
from azgreen_components.content_safety.plan import BUILT_IN, Safety

_TAGS = (*OWN_TAGS, "tags")


def check_filter(faults: Faults, path: str, name: object, safety: Safety) -> None:
    """Note a content filter that the account, made together with its own, will not have."""
    known = (*BUILT_IN, *(item.name for item in safety.policies))
    if isinstance(name, str) and name.lower() not in map(str.lower, known):
        what = f"{name!r} is not a content filter of the account"
        faults.add(path, f"{what}; {nearest(name, known)}")


def account_safety(
    owner: pulumi.ComponentResource,
    name: str,
    args: Mapping[str, object],
    account: cognitive.Account,
) -> list[ContentSafety]:
    """Make what `content_safety` of the args says; deployments wait for what is returned."""
    wanted = args.get("content_safety")
    if wanted is None:
        return []
    told = {key: value for key, value in args.items() if key in _TAGS}
    place = {"account_name": account.name, "resource_group_name": args["resource_group_name"]}
    given: Any = {**cast("Mapping[str, object]", wanted), **place, **told}
    return [ContentSafety(f"{name}-safety", given, pulumi.ResourceOptions(parent=owner))]
