"""Which Python values do the texts of a stack's configuration stand for?

The engine hands every top-level value over as text, lists and objects as JSON; inside those,
numbers and booleans are themselves.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NotRequired, Required, cast, get_args, get_origin, get_type_hints

from azgreen.errors import Fault, nearest
from azgreen_components._inputs import camel, required_keys
from azgreen_components.model_deployment import ModelArgs, TrafficArgs

_TEXTS = (
    "account_name",
    "environment",
    "location",
    "name_suffix",
    "owner",
    "sub_domain",
    "workload",
)
_RECORD = "placement"  # what `azgreen place --write` decided: for people and policies
_OBJECTS = ("deployments", _RECORD, "tags", "traffic")
_FLAG = "public_network_access"
_KEYS = {camel(name): name for name in (*_TEXTS, *_OBJECTS, _FLAG)}
_REQUIRED = ("location", "deployments")
_FLAGS = {"true": True, "false": False}


class Reader:
    """Reads one namespace and gathers the faults."""

    def __init__(self, namespace: str, secret: Iterable[str]) -> None:
        self.faults: list[Fault] = []
        self._namespace = namespace
        self._secret = frozenset(secret)

    def read(self, given: Mapping[str, object]) -> dict[str, Any]:
        """Return the values by their Python names; those with a fault are absent."""
        values: dict[str, Any] = {}
        for key, value in given.items():
            if key not in _KEYS:
                options = [f"{self._namespace}:{known}" for known in _KEYS]
                near = nearest(f"{self._namespace}:{key}", options)
                self._fault(key, f"unknown key; {near}")
            else:
                values[_KEYS[key]] = self._value(key, value)
        for key in _REQUIRED:
            if key not in given:
                self._fault(key, "missing; it has no default, so set it")
        self._share_traffic(values)
        values.pop(_RECORD, None)
        return {key: value for key, value in values.items() if value is not None}

    def _fault(self, key: str, what: str) -> None:
        self.faults.append(Fault(f"config {self._namespace}:{key}", what))

    def _refuse(self, path: str, value: object, fix: str) -> None:
        secret = path.partition("[")[0].partition(".")[0] in self._secret
        self._fault(path, f"{'[secret]' if secret else repr(value)} {fix}")

    def _value(self, key: str, value: object) -> object:
        name = _KEYS[key]
        if name in _TEXTS:
            return self._text(key, value)
        if name == _FLAG:
            return self._flag(key, value)
        try:
            parsed = json.loads(value) if isinstance(value, str) else value
        except json.JSONDecodeError:
            self._refuse(key, value, "is not a list or object; set it with --path or in the file")
            return None
        if name == "deployments":
            return self._deployments(key, parsed)
        if name == _RECORD:
            return self._record(key, parsed)
        return self._tags(key, parsed) if name == "tags" else self._fields(key, parsed, TrafficArgs)

    def _text(self, path: str, value: object) -> str | None:
        if isinstance(value, str) and value.strip():
            return value
        self._refuse(path, value, "is not a text; write it in quotes")
        return None

    def _flag(self, path: str, value: object) -> bool | None:
        flag = value if isinstance(value, bool) else _FLAGS.get(str(value))
        if flag is None:
            self._refuse(path, value, "is not a choice; write true or false")
        return flag

    def _number(self, path: str, value: object) -> float | None:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        self._refuse(path, value, "is not a number; write it without quotes")
        return None

    def _record(self, path: str, value: object) -> object:
        if not isinstance(value, dict):
            self._refuse(path, value, "is no record; run 'azgreen place --write' or take it out")
        return None

    def _tags(self, path: str, value: object) -> dict[str, str] | None:
        if not isinstance(value, dict):
            self._refuse(path, value, "is not an object of texts")
            return None
        tags = cast("dict[str, object]", value)
        read = {name: self._text(f"{path}.{name}", text) for name, text in tags.items()}
        return {name: text for name, text in read.items() if text is not None}

    def _deployments(self, path: str, value: object) -> tuple[ModelArgs, ...] | None:
        models = _as_list(value)
        if not models:
            self._refuse(path, value, "is not a list of models; write at least one")
            return None
        read = [
            self._fields(f"{path}[{index}]", item, ModelArgs) for index, item in enumerate(models)
        ]
        return tuple(cast("ModelArgs", item) for item in read if item is not None)

    def _fields(
        self, path: str, value: object, shape: type[ModelArgs | TrafficArgs]
    ) -> dict[str, object] | None:
        """Return the fields of an object by their Python names."""
        if not isinstance(value, dict):
            self._refuse(path, value, "is not an object with named fields")
            return None
        names = {camel(name): name for name in shape.__annotations__}
        fields: dict[str, object] = {}
        for key, item in cast("dict[str, object]", value).items():
            if key not in names:
                self._fault(f"{path}.{key}", f"unknown key; {nearest(key, list(names))}")
            else:
                fields[names[key]] = self._field(f"{path}.{key}", item, shape, names[key])
        for name in sorted(required_keys(shape) - fields.keys()):
            self._fault(f"{path}.{camel(name)}", "missing; it has no default, so set it")
        return fields

    def _field(
        self, path: str, value: object, shape: type[ModelArgs | TrafficArgs], name: str
    ) -> object:
        """Return a field as the component's own declaration wants it."""
        kind = _bare(get_type_hints(shape)[name])
        if kind is str:
            return self._text(path, value)
        if kind in (int, float):
            return self._number(path, value)
        return self._fields(path, value, TrafficArgs)

    def _share_traffic(self, values: dict[str, Any]) -> None:
        traffic = values.pop("traffic", None)
        without = [item for item in values.get("deployments") or () if "traffic" not in item]
        if traffic is None:
            return
        if len(without) != 1:
            count = f"{len(without)} deployments state no traffic of their own"
            self._fault("traffic", f"{count}, so whose it is is unclear; write it into each")
        else:
            without[0]["traffic"] = traffic


def _bare(hint: Any) -> Any:
    """Return the type inside NotRequired or Required."""
    return get_args(hint)[0] if get_origin(hint) in (NotRequired, Required) else hint


def _as_list(value: object) -> list[object]:
    """Return a list as it is; anything else holds nothing."""
    return cast("list[object]", value) if isinstance(value, list) else []
