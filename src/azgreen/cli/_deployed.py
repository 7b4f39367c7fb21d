"""What has a stack deployed, with the ids that Azure knows it by?"""

from __future__ import annotations

import json
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from azgreen.cli import _checking, _session
from azgreen.cli._planned import resources_of
from azgreen.errors import Fault, InputError, StateError
from azgreen.estimate.need import NEED_TAG, Need
from azgreen_emulator.engine.delivered import read_delivered

if TYPE_CHECKING:
    import argparse
    from collections.abc import Generator, Iterable, Mapping, Sequence

    from azgreen.azure import AzurePlace
    from azgreen.estimate.inventory import Resource
    from azgreen_emulator.engine.monitor import Registration


@dataclass(frozen=True)
class Deployed:
    """One resource as it was deployed."""

    id: str
    props: Mapping[str, Any]
    declared: Resource | None = None
    """As the program declared it."""

    @property
    def name(self) -> str:
        """The name that Azure has for it."""
        return self.id.rpartition("/")[2]

    @property
    def type(self) -> str:
        """The type by its id, lower case: 'microsoft.search/searchservices'."""
        namespace, *rest = self.id.rpartition("/providers/")[2].lower().split("/")
        return "/".join([namespace, *rest[::2]])

    @property
    def parent(self) -> str:
        """Id of the resource that it is in, lower case."""
        return self.id.lower().rsplit("/", 2)[0]

    @property
    def need(self) -> Need:
        """What its tag `azgreen-need` declares; nothing declared where there is none.

        Raises:
            InputError: the tag cannot be read.
        """
        tags = self.props.get("tags")
        given = cast("dict[str, Any]", tags) if isinstance(tags, dict) else {}
        text = given.get(NEED_TAG)
        return Need.read(text if isinstance(text, str) else "")


@contextmanager
def deployed(options: argparse.Namespace) -> Generator[tuple[list[Deployed], str | None]]:
    """Yield the resources of a stack, and the local Azure that has them; None for the real one.

    Raises:
        StateError: nothing is deployed.
        InputError: what the user wrote cannot be used.
    """
    if options.export is not None:
        yield _some(options, _exported(options)), options.azure
        return
    with ExitStack() as opened:
        opening = _session.open_deployment(options, _checking.Silent())
        deployment = opened.enter_context(opening)
        records = [item for item in deployment.site.state.records() if not item.superseded]
        ids = {item.urn: item.id for item in records}
        found = _with_ids(_session.recorded(deployment), ids)
        yield _some(options, found), deployment.site.azure.url


def check_subscription(resources: Sequence[Deployed], place: AzurePlace) -> None:
    """Refuse to ask one subscription about what is in another.

    Raises:
        InputError: nothing of the stack is in it.
    """
    parts = [item.id.lower().split("/") for item in resources]
    held = {each[2] for each in parts if each[1] == "subscriptions"}
    if held and place.subscription.lower() not in held:
        what = f"{place.subscription} has nothing of the stack, which is in {', '.join(held)}"
        raise InputError([Fault("--subscription", f"{what}; name that one")])


def _exported(options: argparse.Namespace) -> list[Deployed]:
    name: str = options.export
    text = _checking.text_of(name)
    delivered = read_delivered(_checking.file_of(name), text)
    if delivered.before is not None:
        raise InputError([Fault(name, "holds a preview; write it with 'pulumi stack export'")])
    if options.stack is not None and delivered.stack != options.stack.rpartition("/")[2]:
        what = f"holds stack {delivered.stack!r}, not {options.stack!r}; name it with --stack"
        raise InputError([Fault(name, what)])
    kept: Sequence[Any] = json.loads(text)["deployment"]["resources"]
    ids = {item["urn"]: str(item.get("id") or "") for item in kept if not item.get("delete")}
    return _with_ids(delivered.after, ids)


def _with_ids(items: Iterable[Registration], ids: Mapping[str, str]) -> list[Deployed]:
    return [
        Deployed(ids[item.urn], item.props, item)
        for item in resources_of(items)
        if "/providers/" in ids.get(item.urn, "")
    ]


def _some(options: argparse.Namespace, found: list[Deployed]) -> list[Deployed]:
    if not found:
        fix = "run 'azgreen up' first, or give what 'pulumi stack export' wrote with --export"
        what = options.export if options.stack is None else f"stack {options.stack!r}"
        raise StateError(f"{what} has deployed nothing of Azure's; {fix}")
    return found
