"""What is one request to the Resource Manager, and what is its answer?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from azgreen_emulator.arm.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from azgreen_emulator.arm.records import Body
    from azgreen_emulator.clock import Clock
    from azgreen_emulator.store import Store


@dataclass(frozen=True)
class World:
    """What every handler may reach: the state, the time, and how long an operation takes."""

    store: Store
    clock: Clock
    latency_s: float = 0.0
    page_size: int = 100
    limits: Limits = field(default_factory=Limits)

    def now_s(self) -> float:
        """Return the present moment as seconds since 1970."""
        return self.clock.now().timestamp()


def _nothing() -> dict[str, str]:
    return {}


@dataclass(frozen=True)
class Call:
    """A request whose token, subscription, api-version and JSON have been checked."""

    world: World
    method: str
    path: str
    base_url: str
    route: Route
    params: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=_nothing)
    headers: Mapping[str, str] = field(default_factory=_nothing)
    body: Body | None = None
    left: Mapping[str, str] = field(default_factory=_nothing)
    """Headers that tell how many requests the caller has left."""

    @property
    def store(self) -> Store:
        """The state."""
        return self.world.store

    @property
    def api_version(self) -> str:
        """The version of the interface that the client speaks."""
        return self.query.get("api-version", "")

    @property
    def subscription(self) -> str:
        """The id of the subscription in the path."""
        return self.params["subscriptionId"]

    @property
    def subscription_id(self) -> str:
        """The subscription as a resource id."""
        return f"/subscriptions/{self.subscription}"

    @property
    def group_id(self) -> str:
        """The resource group in the path as a resource id."""
        return f"{self.subscription_id}/resourceGroups/{self.params['resourceGroupName']}"


@dataclass(frozen=True)
class Reply:
    """The answer of a handler."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=_nothing)


@dataclass(frozen=True)
class Route:
    """One operation of Azure's interface: its name in the published documents and its path."""

    operation: str
    method: str
    path: str
    type: str
    versions: tuple[str, ...]
    handler: Callable[[Call], Reply]
    public: bool = False
    """Whether Azure answers it without a token."""
    own_rights: bool = False
    """Whether it answers whoever calls, and looks at the caller's roles by itself."""
