"""Under which other names may a stack of this engine know a resource?"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from pulumi import Alias, ResourceTransformationArgs, ResourceTransformationResult

from azgreen_emulator.native.table import serves

if TYPE_CHECKING:
    from pulumi import ResourceOptions


def possible_aliases(args: ResourceTransformationArgs) -> ResourceTransformationResult | None:
    """Leave the aliases out that no stack of this engine can have.

    azure-native names every API version of a type, sixty of some, and the SDK makes a dozen futures
    of each: that took a third of the time of a run. A type that the local Azure does not serve is
    in no state, so an alias of it never matches. To be registered with Pulumi's
    `register_stack_transformation`.
    """
    options: ResourceOptions = args.opts
    aliases = list(options.aliases or [])
    possible = [alias for alias in aliases if not _is_of_type_not_served(alias)]
    if len(possible) == len(aliases):
        return None
    changed = copy(options)  # the program may use its own for several resources
    changed.aliases = possible
    return ResourceTransformationResult(args.props, changed)


def _is_of_type_not_served(alias: Any) -> bool:
    token = alias.type_ if isinstance(alias, Alias) else None
    return isinstance(token, str) and token.startswith("azure-native") and not serves(token)
