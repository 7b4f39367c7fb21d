"""Which stage does a resource belong to?"""

from collections.abc import Collection, Mapping
from typing import Any

import pulumi
from pulumi_policy import ResourceValidationArgs

from azgreen_policies._reading import fields


def environment(args: ResourceValidationArgs, known: Collection[str]) -> str | None:
    """Return the stage of a resource, or nothing where none of the places names a known one.

    The nearest place wins: the resource's own tag `environment`, the stack's configuration
    `azgreen:environment`, the stack's tag `environment`, the stack's name. A place that names an
    unknown stage ends the search: something was meant, so the caller has to be strict.
    """
    return stage_of(args.props, args.stack_tags, known)


def stage_of(
    props: Mapping[str, Any], stack_tags: Mapping[str, str], known: Collection[str]
) -> str | None:
    """Return the same of a member of a stack, from its properties and the stack's tags."""
    places = (
        fields(props.get("tags")).get("environment"),
        pulumi.Config("azgreen").get("environment"),
        stack_tags.get("environment"),
        pulumi.get_stack(),
    )
    named = next((str(place).lower() for place in places if place), None)
    return named if named in known else None
