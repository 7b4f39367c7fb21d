"""What do `Pulumi.yaml` and `Pulumi.<stack>.yaml` say?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from azgreen.errors import Fault, InputError, nearest
from azgreen_emulator.engine.secrets import Passphrase
from azgreen_emulator.native.values import REDACTED

if TYPE_CHECKING:
    from pathlib import Path

# pulumi-azure-native 3.29.0, config/vars.py
_AZURE_NATIVE_KEYS: Final = frozenset(
    [
        "auxiliaryTenantIds",
        "clientCertificatePassword",
        "clientCertificatePath",
        "clientId",
        "clientSecret",
        "disableInstanceDiscovery",
        "disablePulumiPartnerId",
        "environment",
        "location",
        "metadataHost",
        "msiEndpoint",
        "oidcRequestToken",
        "oidcRequestUrl",
        "oidcToken",
        "oidcTokenFilePath",
        "partnerId",
        "subscriptionId",
        "tenantId",
        "useDefaultAzureCredential",
        "useMsi",
        "useOidc",
    ]
)
_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


@dataclass(frozen=True)
class Stack:
    """One stack of a project: where it is and what it is told.

    `config` holds the values as Pulumi hands them to a program: text, with JSON for objects.
    """

    project: str
    name: str
    folder: Path
    program: Path
    config: Mapping[str, str]
    secret_keys: frozenset[str]

    @property
    def location(self) -> str | None:
        """The region that azure-native takes where a resource names none."""
        return self.config.get("azure-native:location")


def load_stack(folder: Path, name: str) -> Stack:
    """Read the project in `folder` and its stack `name`.

    Raises:
        InputError: for a missing or unreadable file, an unknown stack, an unknown key, a value of
            another type, a secret that cannot be decrypted: all of a file's at once.
    """
    project_file = folder / "Pulumi.yaml"
    if not project_file.is_file():
        raise InputError(
            [Fault(str(folder), "no Pulumi.yaml here; run azgreen in a project folder")]
        )
    project = _read_yaml(project_file)
    stack_file = _stack_file(folder / str(project.get("stackConfigDir", ".")), name)
    settings = _read_yaml(stack_file)
    reader = _ConfigReader(str(project.get("name")), project.get("config") or {}, stack_file)
    config, secret_keys = reader.read(settings)
    program = folder / str(project.get("main", "."))
    if program.is_dir():
        program = program / "__main__.py"
    return Stack(reader.project, name, folder, program, config, frozenset(secret_keys))


def _stack_file(folder: Path, name: str) -> Path:
    file = folder / f"Pulumi.{name.replace('/', '-')}.yaml"
    if not file.is_file():
        stacks = sorted(path.name.split(".")[1] for path in folder.glob("Pulumi.*.yaml"))
        hint = nearest(name, stacks) if stacks else "there is no stack yet"
        raise InputError([Fault(str(file), f"unknown stack {name!r}; {hint}")])
    return file


def _read_yaml(file: Path) -> dict[str, Any]:
    try:
        content: Any = YAML(typ="rt").load(file.read_text("utf-8"))  # pyright: ignore[reportUnknownMemberType]
    except (MarkedYAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        reason = getattr(error, "problem", None) or error
        raise InputError([Fault(f"{file}{line}", f"is not YAML: {reason}")]) from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise InputError([Fault(str(file), "must be a YAML mapping at its top")])
    return cast("dict[str, Any]", content)


@dataclass
class _ConfigReader:
    """Reads one stack file against the keys that the project declares."""

    project: str
    declared: Mapping[str, Any]
    file: Path

    def read(self, settings: Mapping[str, Any]) -> tuple[dict[str, str], set[str]]:
        given: Any = settings.get("config") or {}
        if not isinstance(given, Mapping):
            raise InputError(
                [Fault(self._at(settings, "config"), "must be a mapping of keys to values")]
            )
        passphrase = Passphrase(settings.get("encryptionsalt"))
        config, secret_keys, faults = self._defaults(), set[str](), list[Fault]()
        for raw_key, value in cast("Mapping[str, Any]", given).items():
            key = raw_key if ":" in raw_key else f"{self.project}:{raw_key}"
            where = self._at(given, raw_key)
            try:
                _require_known(key, where)
                opened = _opened(value, passphrase, f"{where}: {key}")
                if opened != value:
                    secret_keys.add(key)
                self._require_type(key, opened, where, secret=opened != value)
                config[key] = _as_text(opened)
            except InputError as error:
                faults += error.faults
        missing = [key for key in self._required() if key not in config]
        faults += [
            Fault(str(self.file), f"missing {key!r}; Pulumi.yaml declares it") for key in missing
        ]
        if faults:
            raise InputError(faults)
        return config, secret_keys

    def _at(self, mapping: Any, key: str) -> str:
        try:
            return f"{self.file}:{mapping.lc.key(key)[0] + 1}"
        except (AttributeError, KeyError):
            return str(self.file)

    def _schema(self, key: str) -> Mapping[str, Any]:
        name = key.removeprefix(f"{self.project}:")
        schema = self.declared.get(name, self.declared.get(key))
        return cast("Mapping[str, Any]", schema) if isinstance(schema, Mapping) else {}

    def _defaults(self) -> dict[str, str]:
        keys = [key if ":" in key else f"{self.project}:{key}" for key in self.declared]
        schemas = {key: self._schema(key) for key in keys}
        return {
            key: _as_text(schema.get("default", schema.get("value")))
            for key, schema in schemas.items()
            if "default" in schema or "value" in schema
        }

    def _required(self) -> list[str]:
        keys = [key if ":" in key else f"{self.project}:{key}" for key in self.declared]
        return [key for key in keys if "type" in self._schema(key)]

    def _require_type(self, key: str, value: Any, where: str, *, secret: bool) -> None:
        wanted = str(self._schema(key).get("type", ""))
        if wanted in _TYPES and not _fits(value, wanted):
            shown = REDACTED if secret else repr(value)
            raise InputError([Fault(where, f"{key!r} is {shown}; it must be of type {wanted}")])


def _require_known(key: str, where: str) -> None:
    # the program checks its own keys; azure-native would silently pass over an unknown one
    namespace, _, name = key.partition(":")
    if namespace == "azure-native" and name not in _AZURE_NATIVE_KEYS:
        hint = nearest(name, sorted(_AZURE_NATIVE_KEYS))
        raise InputError([Fault(where, f"unknown config key {key!r}; {hint}")])


def _fits(value: Any, wanted: str) -> bool:
    if wanted == "string":
        # pulumi writes numbers and booleans of string settings without quotes
        return isinstance(value, str | int | float)
    if isinstance(value, bool):
        return wanted == "boolean"
    if isinstance(value, str) and wanted in {"integer", "number", "boolean"}:
        try:
            return isinstance(json.loads(value.lower()), _TYPES[wanted])
        except ValueError:
            return False
    return isinstance(value, _TYPES[wanted])


def _opened(value: Any, passphrase: Passphrase, where: str) -> Any:
    """Decrypt every `secure:` value, which may stand anywhere inside an object."""
    if isinstance(value, list):
        return [_opened(item, passphrase, where) for item in cast("list[Any]", value)]
    if not isinstance(value, Mapping):
        return value
    items = cast("Mapping[str, Any]", value)
    if set(items) == {"secure"}:
        return passphrase.decrypt(str(items["secure"]), where)
    return {key: _opened(item, passphrase, where) for key, item in items.items()}


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    return json.dumps(value, default=str)
