"""Who belongs to whom in a stack, also while ids are not known yet?

The engine hands a stack over with its outputs, of which ids are not known in a preview. Which
resources a property was made from is always known, so that is what is followed.
"""

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, TypeVar, cast

from pulumi_policy import PolicyResource, StackValidationArgs
from pulumi_policy.proxy import UnknownValueError

from azgreen_policies._reading import fields, is_type

T = TypeVar("T")

_WRAPPING: Final = (("monitor", "AutoscaleSetting"), ("insights", "AutoscaleSetting"))
_WRAPPED: Final = frozenset({"profiles", "targetResourceUri"})


class Member:
    """One resource of a stack."""

    def __init__(self, resource: PolicyResource) -> None:
        self.resource = resource

    @property
    def name(self) -> str:
        """Its name in the program."""
        return self.resource.name

    @property
    def urn(self) -> str:
        """Its URN."""
        return self.resource.urn

    @cached_property
    def props(self) -> Mapping[str, Any]:
        """Its properties; one that is not known raises when it is read.

        azure-native takes those of an autoscale setting side by side and gives them back under
        `properties`; here they are side by side.
        """
        given = self.resource.props
        if _WRAPPED & set(given) or not any(self.is_type(*kind) for kind in _WRAPPING):
            return given
        return ChainMap({}, cast("Any", given), cast("Any", fields(given.get("properties"))))

    def is_type(self, module: str, resource: str) -> bool:
        """Tell whether it is of this type, whatever API version."""
        return is_type(self.resource.resource_type, module, resource)

    def refers_to(self, other: "Member", *path: str) -> bool:
        """Tell whether a property names another member: by its making, else by the id in it.

        Args:
            other: The member that may be named.
            path: The property, and where it is nested the fields below.
        """
        made_from = self.resource.property_dependencies.get(path[0], [])
        if any(source.urn == other.urn for source in made_from):
            return True
        own, named = other.known("id"), self.known(*path)
        return isinstance(own, str) and str(named).lower() == own.lower()

    def known(self, *path: str) -> Any:
        """Return a property, nested where the path is longer; None where absent or not known."""
        value: Any = self.props
        try:
            for key in path:
                value = fields(value).get(key)
        except UnknownValueError:
            return None
        return value


class Stack:
    """All resources of a stack."""

    def __init__(self, args: StackValidationArgs) -> None:
        self._args = args
        self._made: dict[object, object] = {}
        self._by_kind: dict[tuple[str, str], tuple[Member, ...]] = {}
        self._by_name: dict[tuple[str, str, str], dict[object, Member]] = {}

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """Every resource."""
        return tuple(Member(resource) for resource in self._args.resources)

    @property
    def settings(self) -> Mapping[str, Any]:
        """What the user set for the rule."""
        return self._args.get_config()

    @property
    def tags(self) -> Mapping[str, str]:
        """The tags of the stack."""
        return self._args.stack_tags

    def remembered(self, key: object, make: Callable[[], T]) -> T:
        """Return what was made of the stack under a key, made once for a rule."""
        if key not in self._made:
            self._made[key] = make()
        return cast("T", self._made[key])

    def of(self, module: str, resource: str) -> tuple[Member, ...]:
        """Return the resources of one type, of whatever API version."""
        kind = module, resource
        if kind not in self._by_kind:
            held = self._members_by_token.items()
            found = (members for token, members in held if is_type(token, *kind))
            self._by_kind[kind] = tuple(member for members in found for member in members)
        return self._by_kind[kind]

    def parent(self, child: Member, module: str, resource: str, key: str) -> Member | None:
        """Return the member that a child names in `key`: by its making, its own `key`, its name."""
        known = self._named(module, resource, key)
        made_from = child.resource.property_dependencies.get(key, [])
        names = [*(source.urn for source in made_from), child.known(key)]
        found = (known.get(name) for name in names if isinstance(name, str))
        return next((each for each in found if each is not None), None)

    def _named(self, module: str, resource: str, key: str) -> dict[object, Member]:
        """Return the resources of one type by URN and by what they are called."""
        index = module, resource, key
        if index not in self._by_name:
            found: dict[object, Member] = {}
            for each in self.of(module, resource):
                for name in (each.urn, each.known(key), each.known("name")):
                    if isinstance(name, str):
                        found.setdefault(name, each)
            self._by_name[index] = found
        return self._by_name[index]

    @cached_property
    def _members_by_token(self) -> Mapping[str, Sequence[Member]]:
        found: dict[str, list[Member]] = {}
        for member in self.members:
            found.setdefault(member.resource.resource_type, []).append(member)
        return found

    def not_applicable(self, reason: str) -> None:
        """Say that there is nothing to judge, and end the check."""
        self._args.not_applicable(reason)
