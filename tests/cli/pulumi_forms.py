"""The two files that Pulumi writes of a stack, in the form of apitype.ResourceV3 of its Go SDK."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from azgreen_emulator.native.values import UNKNOWN, Secret, rewrite

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from azgreen_emulator.engine.monitor import Registration

UNKNOWN_MARK = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"


def preview_json(
    after: Iterable[Registration],
    sources: Mapping[str, str] | None = None,
    config: Mapping[str, str] | None = None,
    before: Iterable[Registration] = (),
) -> str:
    """Return what `pulumi preview --json --show-sames` writes of resources to make or update."""
    old = {item.urn: _state(item, _blinded, {}) for item in before}
    states = [_state(item, _blinded, sources or {}) for item in after]
    steps = [_step(state, old.get(state["urn"])) for state in states]
    summary = Counter(step["op"] for step in steps)
    found = {"config": dict(config or {}), "steps": steps, "changeSummary": dict(summary)}
    return json.dumps(found, indent=4)


def stack_export(after: Iterable[Registration], sources: Mapping[str, str] | None = None) -> str:
    """Return what `pulumi stack export` writes."""
    resources: list[dict[str, Any]] = [
        {**_state(item, _sealed, sources or {}), "id": f"/{item.name}", "outputs": {}}
        for item in after
    ]
    return json.dumps({"version": 3, "deployment": {"manifest": {}, "resources": resources}})


def _step(new: dict[str, Any], old: dict[str, Any] | None) -> dict[str, Any]:
    if old is None:
        return {"op": "create", "urn": new["urn"], "newState": new}
    op = "same" if old["inputs"] == new["inputs"] else "update"
    return {"op": op, "urn": new["urn"], "oldState": old, "newState": new}


def _state(item: Registration, leaf: Any, sources: Mapping[str, str]) -> dict[str, Any]:
    place = sources.get(item.urn)
    return {
        "urn": item.urn,
        "custom": item.custom,
        "type": item.token,
        "inputs": rewrite(item.inputs, leaf),
        "parent": item.parent,
        "dependencies": list(item.dependencies),
        "propertyDependencies": {
            key: list(urns) or None for key, urns in item.property_dependencies.items()
        },
        **({"sourcePosition": f"project:///{place},3"} if place else {}),
    }


def _blinded(leaf: Any) -> Any:
    if leaf is UNKNOWN:
        return UNKNOWN_MARK
    return "[secret]" if isinstance(leaf, Secret) else leaf


def _sealed(leaf: Any) -> Any:
    if leaf is UNKNOWN:
        return UNKNOWN_MARK
    return {SIGNATURE: SECRET, "ciphertext": "v1:x"} if isinstance(leaf, Secret) else leaf
