"""What sets one resource type apart from all others? `lifecycle` does what they have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from azgreen_emulator.arm import refusals

if TYPE_CHECKING:
    from collections.abc import Callable

    from azgreen_emulator.arm.call import Call, World
    from azgreen_emulator.arm.errors import ArmError
    from azgreen_emulator.arm.records import Body, Record


@dataclass(frozen=True)
class Write:
    """A resource that is being created or changed.

    `sent` is the whole resource as it will be: the body of a PUT, or what a PATCH makes of the
    stored one; the schema has let it pass, and its read-only values are gone.
    """

    call: Call
    kind: Kind
    id: str
    sent: Body
    old: Record | None
    parent: Record | None

    @property
    def is_new(self) -> bool:
        """Whether the resource is not there yet."""
        return self.old is None

    @property
    def name(self) -> str:
        """Its name, in the case first given."""
        return (self.id if self.old is None else self.old.id).rsplit("/", 1)[-1]

    @property
    def properties(self) -> Body:
        """What was sent as `properties`."""
        given: Body = self.sent.get("properties", {})
        return given

    @property
    def before(self) -> Body:
        """What a GET showed as `properties` before the write; empty for a new resource."""
        shown: Body = {} if self.old is None else self.old.body.get("properties", {})
        return shown

    @property
    def whole(self) -> Record:
        """What a nested resource is part of: that is there, or the write was refused."""
        return cast("Record", self.parent)

    @property
    def location(self) -> str:
        """Where it is: its own region, or that of what it is part of."""
        own: str = self.sent.get("location", "")
        return own or ("" if self.parent is None else self.parent.location)


def _accept(_: Write) -> None:
    """No rule beyond the schema."""


def _as_sent(write: Write) -> Body:
    """Azure adds nothing."""
    return write.properties


def _let_go(_: Call, __: Record) -> None:
    """Anything may be deleted."""


def _nothing(_: Write) -> Body:
    return {}


def _done(_: Write) -> None:
    """Nothing else begins."""


def _any(_: Call, __: Record) -> bool:
    """A list leaves none out."""
    return True


def _no_host(_: Write) -> str:
    """It has no name that is unique beyond its resource group."""
    return ""


@dataclass(frozen=True)
class Kind:
    """One resource type of a resource provider.

    Attributes:
        type: `Microsoft.Cache/redisEnterprise/databases`.
        versions: API versions that are answered; each has a schema of that body.
        path: Below the resource group, or below any resource when it begins with `{+scope}`.
        operations: What its operations are called in Azure's interface: `Databases`.
        name_rule: Limits of the name: minLength, maxLength, pattern.
        refuse: Raises what the provider refuses beyond the schema; may bring `sent` into the form
            that is stored.
        complete: Gives `properties` as a GET shows them.
        private: Gives what Azure keeps to itself, keys say.
        after: Begins what goes on by itself once the resource is stored.
        refuse_delete: Raises when the resource must stay.
        domain: Gives the host name that no other resource may have: `logs.vault.azure.net`.
        bury: Keeps a deleted one for a while; None where it is gone at once.
        purged_by: Query parameter of DELETE that is `true` where nothing is to be kept.
        long_running: Whether writing and deleting take their time.
        slow_delete: Whether deleting takes its time; None where it does as writing does.
        begun: What `provisioningState` is at first, where it is new and where it was there.
        ended_by: The action that ends a write, where there is more to do than to wait.
        in_turn: Whether only one child of the parent is written at a time.
        busy: Words for a write while another is under way on what has the id.
        global_location: Whether it may be in no region: 'global'.
        needs_location: Whether the body has to say where it is.
        created: Status of an answer that made it.
        patch: Whether it can be changed by PATCH.
        fixed: Paths that cannot change once it is there, `properties.modules` say.
        lists: Where it can be listed: `parent`, `group`, `subscription`.
        is_listed: Whether a list shows a resource, by what its query asks for.
        extra: More operations: name, method, path below the resource, handler.
    """

    type: str
    versions: tuple[str, ...]
    path: str
    operations: str
    name_rule: dict[str, Any]
    refuse: Callable[[Write], None] = _accept
    complete: Callable[[Write], Body] = _as_sent
    private: Callable[[Write], Body] = _nothing
    after: Callable[[Write], None] = _done
    refuse_delete: Callable[[Call, Record], None] = _let_go
    domain: Callable[[Write], str] = _no_host
    bury: Callable[[World, Record], None] | None = None
    purged_by: str = ""
    long_running: bool = False
    slow_delete: bool | None = None
    begun: tuple[str, str] = ("Creating", "Updating")
    ended_by: str = "succeed"
    in_turn: bool = False
    busy: Callable[[str], ArmError] = refusals.request_conflict
    global_location: bool = False
    needs_location: bool = False
    created: int = 201
    patch: bool = True
    fixed: tuple[str, ...] = ()
    lists: tuple[str, ...] = ("group", "subscription")
    is_listed: Callable[[Call, Record], bool] = _any
    extra: tuple[tuple[str, str, str, Callable[..., Any]], ...] = field(default_factory=tuple)

    @property
    def body(self) -> str:
        """What its body is called in the schemas."""
        return self.type.partition("/")[2]

    @property
    def namespace(self) -> str:
        """The resource provider."""
        return self.type.partition("/")[0]

    @property
    def is_extension(self) -> bool:
        """Whether it hangs on any other resource."""
        return self.path.startswith("{+scope}")

    @property
    def is_nested(self) -> bool:
        """Whether it is part of another resource."""
        return not self.is_extension and self.body.count("/") > 0
