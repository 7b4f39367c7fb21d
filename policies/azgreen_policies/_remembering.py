"""How is a resource read once for all rules, and not once for each?

`pulumi_policy` 1.21 turns the properties of a resource into Python anew for every policy, and of a
whole stack for every policy of stacks: with 40 rules that is nearly all of the time that a pack
takes (benchmarks/bench_policies.py). Within one call of the engine they do not change, and
no rule of azgreen changes them, so what was read is kept until the call ends.
"""

import gc
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, Final, TypeVar

import pulumi_policy.policy as sdk

T = TypeVar("T")

_GARBAGE_AFTER: Final = 1_000_000
"""New objects until garbage is looked for: a call makes many, keeps them to its end and leaves no
cycles; looking through all of them again and again took half of the time."""

_CALLS: Final = ("Analyze", "AnalyzeStack")
_READERS: Final = ("deserialize_properties", "unknown_checking_proxy")
_METHODS: Final = ("_get_resource_options", "_get_provider_resource")
_HELD = threading.local()


def remember() -> None:
    """Let the SDK keep what it has read while it answers one call; needs to be asked once."""
    gc.set_threshold(_GARBAGE_AFTER, *gc.get_threshold()[1:])
    serving: Any = sdk._PolicyAnalyzerServicer  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    for name in _CALLS:
        setattr(serving, name, _within_a_call(getattr(serving, name)))
    settle = serving._configure_runtime_settings  # noqa: SLF001
    serving._configure_runtime_settings = _once_a_thread(settle)  # noqa: SLF001
    for name in _READERS:
        setattr(sdk, name, _kept(getattr(sdk, name)))
    for name in _METHODS:
        setattr(serving, name, _kept(getattr(serving, name), at=1))
    read = _kept(sdk.json_format.MessageToDict)  # pyright: ignore[reportPrivateImportUsage]
    sdk.json_format = SimpleNamespace(MessageToDict=read)  # pyright: ignore[reportAttributeAccessIssue, reportPrivateImportUsage]


class _Plain:
    """A message of a stack's resource in plain Python: the SDK reads each for every policy."""

    def __init__(self, message: Any) -> None:
        self._message = message
        self.type, self.urn, self.name = message.type, message.urn, message.name
        self.properties, self.parent = message.properties, message.parent
        self.dependencies = list(message.dependencies)
        self.propertyDependencies = {
            key: SimpleNamespace(urns=list(value.urns))
            for key, value in message.propertyDependencies.items()
        }
        self.options = message.options
        self.provider = message.provider

    def HasField(self, name: str) -> bool:  # noqa: N802 - as messages call it
        return bool(self._message.HasField(name))


def _plain(request: Any) -> Any:
    if not hasattr(request, "resources"):
        return request
    return SimpleNamespace(resources=[_Plain(each) for each in request.resources])


def _within_a_call(method: Callable[..., T]) -> Callable[..., T]:
    def call(serving: Any, request: Any, context: Any) -> T:
        _HELD.known = {}
        try:
            return method(serving, _plain(request), context)
        finally:
            _HELD.known = None

    return call


def _once_a_thread(method: Callable[[Any], None]) -> Callable[[Any], None]:
    """Return a method that sets what belongs to a thread, from an environment that stays."""
    threads = threading.local()

    def call(serving: Any) -> None:
        if not hasattr(threads, "set"):
            method(serving)
            threads.set = True

    return call


def _kept(reader: Callable[..., T], at: int = 0) -> Callable[..., T]:
    """Return a reader that remembers by its last argument, which is the one at `at`."""

    def read(*args: Any) -> T:
        known: dict[tuple[Any, int], tuple[Any, T]] | None = getattr(_HELD, "known", None)
        if known is None or len(args) != at + 1:
            return reader(*args)
        key = reader, id(args[at])
        if key not in known:
            # what was given is kept beside the result, or its id would be used again
            known[key] = args[at], reader(*args)
        return known[key][1]

    return read
