"""What does the engine get to see of the difference between two sets of inputs?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from pulumi.runtime.proto import provider_pb2

from azgreen_emulator.native import resource as native
from azgreen_emulator.native.paths import is_under, parse
from azgreen_emulator.native.reading import inputs_from_azure
from azgreen_emulator.native.values import Json, Secret
from azgreen_emulator.provider.requests import Target, values

if TYPE_CHECKING:
    from collections.abc import Iterable

_KIND: Final = provider_pb2.PropertyDiff


def difference(request: Any) -> provider_pb2.DiffResponse:
    """Compare a resource's old inputs with its new ones."""
    target, news = Target.of(request), values(request.news)
    spec = target.spec
    if request.HasField("old_inputs"):
        olds = values(request.old_inputs)
    else:
        # an engine that keeps no inputs sends the old outputs alone
        olds = inputs_from_azure(spec, request.id, values(request.olds), news)
    found = native.diff(spec, target.name, olds, news)
    changed = [path for path in found.changed if not is_under(path, request.ignoreChanges)]
    replaces = [path for path in found.replaces if path in changed]
    some, none = provider_pb2.DiffResponse.DIFF_SOME, provider_pb2.DiffResponse.DIFF_NONE
    return provider_pb2.DiffResponse(
        changes=some if changed else none,
        diffs=_tops(changed),
        replaces=_tops(replaces),
        deleteBeforeReplace=bool(replaces) and found.delete_before_replace,
        detailedDiff={path: _detail(path, olds, news, path in replaces) for path in changed},
        hasDetailedDiff=True,
    )


def _detail(
    path: str, olds: Mapping[str, Json], news: Mapping[str, Json], replaces: bool
) -> provider_pb2.PropertyDiff:
    had, has = _has(olds, path), _has(news, path)
    if had == has:
        kind = _KIND.UPDATE_REPLACE if replaces else _KIND.UPDATE
    elif has:
        kind = _KIND.ADD_REPLACE if replaces else _KIND.ADD
    else:
        kind = _KIND.DELETE_REPLACE if replaces else _KIND.DELETE
    return _KIND(kind=kind, inputDiff=True)


def _has(inputs: Json, path: str) -> bool:
    found = inputs
    for step in parse(path):
        found = found.value if isinstance(found, Secret) else found
        if isinstance(found, Mapping) and step in found:
            found = cast("Mapping[str | int, Json]", found)[step]
        elif isinstance(found, list) and isinstance(step, int):
            found = cast("list[Json]", found)[step]
        else:
            return False
    return found is not None


def _tops(paths: Iterable[str]) -> list[str]:
    """Return the properties that the paths lead into, each once."""
    return list(dict.fromkeys(str(parse(path)[0]) for path in paths))
