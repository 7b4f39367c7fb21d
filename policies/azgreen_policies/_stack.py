"""Who belongs to whom in a stack, also while ids are not known yet?

The engine hands a stack over with its outputs, of which ids are not known in a preview. Which
resources a property was made from is always known, so that is what is followed.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from pulumi_policy import PolicyResource, StackValidationArgs
from pulumi_policy.proxy import UnknownValueError

from azgreen_policies._reading import fields, is_type


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

    @property
    def props(self) -> Mapping[str, Any]:
        """Its properties; one that is not known raises when it is read."""
        return self.resource.props

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

    def of(self, module: str, resource: str) -> tuple[Member, ...]:
        """Return the resources of one type, of whatever API version."""
        return tuple(member for member in self.members if member.is_type(module, resource))

    def naming(self, other: Member, module: str, resource: str, *path: str) -> Iterator[Member]:
        """Yield the resources of one type of which a property names another member."""
        return (each for each in self.of(module, resource) if each.refers_to(other, *path))

    def parent(self, child: Member, module: str, resource: str, key: str) -> Member | None:
        """Return the member that a child names in `key`: by its making, its own `key`, its name."""
        named = child.known(key)
        for each in self.of(module, resource):
            own = (each.known(key), each.known("name"))
            if child.refers_to(each, key) or (named is not None and named in own):
                return each
        return None

    def not_applicable(self, reason: str) -> None:
        """Say that there is nothing to judge, and end the check."""
        self._args.not_applicable(reason)
