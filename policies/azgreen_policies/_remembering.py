"""How is a resource read once for all rules, and not once for each?

`pulumi_policy` 1.21 turns the properties of a resource into Python anew for every policy, and of a
whole stack for every policy of stacks: with 40 rules that is nearly all of the time that a pack
takes (benchmarks/bench_policies.py). Within one call of the engine they do not change, and
no rule of azgreen changes them, so what was read is kept until the call ends.
"""

import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, Final, TypeVar

import pulumi_policy.policy as sdk

T = TypeVar("T")

_CALLS: Final = ("Analyze", "AnalyzeStack")
_READERS: Final = ("deserialize_properties", "unknown_checking_proxy")
_HELD = threading.local()


def remember() -> None:
    """Let the SDK keep what it has read while it answers one call; needs to be asked once."""
    serving: Any = sdk._PolicyAnalyzerServicer  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    for name in _CALLS:
        setattr(serving, name, _within_a_call(getattr(serving, name)))
    for name in _READERS:
        setattr(sdk, name, _kept(getattr(sdk, name)))
    read = _kept(sdk.json_format.MessageToDict)
    sdk.json_format = SimpleNamespace(MessageToDict=read)  # pyright: ignore[reportAttributeAccessIssue]


def _within_a_call(method: Callable[..., T]) -> Callable[..., T]:
    def call(*args: Any) -> T:
        _HELD.known = {}
        try:
            return method(*args)
        finally:
            _HELD.known = None

    return call


def _kept(reader: Callable[..., T]) -> Callable[..., T]:
    def read(given: Any, *more: Any) -> T:
        known: dict[tuple[Any, int], tuple[Any, T]] | None = getattr(_HELD, "known", None)
        if known is None or more:
            return reader(given, *more)
        key = reader, id(given)
        if key not in known:
            # what was given is kept beside the result, or its id would be used again
            known[key] = given, reader(given)
        return known[key][1]

    return read
