"""Does Azure still keep something that was deleted under a name that the plan wants?

Accounts and API Management are kept for 48 hours, vaults for as long as they say. PTUs of a deleted
account are billed until it is purged (Microsoft, "Provisioned throughput billing", 2026-05-17).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.preflight.azure import field
from azgreen.preflight.line import Line, Verdict
from azgreen.preflight.wanted import ACCOUNTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from azgreen.preflight.azure import Azure, Json
    from azgreen.preflight.names import Name


@dataclass(frozen=True, slots=True)
class Kept:
    """A type that Azure keeps after its deletion."""

    noun: str
    place: str
    """Where they are listed, below the subscription; empty: Deleted Accounts - List."""
    api_version: str
    purge: str
    """The command that makes Azure forget one, up to its name."""
    options: tuple[str, ...] = ("--location",)
    """What the command has to be told beside the name."""


KEPT: Final = {
    "cognitiveservices:Account": Kept(
        "accounts",
        "",
        "2025-06-01",
        "az cognitiveservices account purge --name",
        ("--resource-group", "--location"),
    ),
    "keyvault:Vault": Kept(
        "vaults",
        "/providers/Microsoft.KeyVault/deletedVaults",
        "2024-11-01",
        "az keyvault purge --name",
    ),
    "apimanagement:ApiManagementService": Kept(
        "API Management services",
        "/providers/Microsoft.ApiManagement/deletedservices",
        "2024-05-01",
        "az apim deletedservice purge --service-name",
    ),
}


def ask(kind: str, azure: Azure) -> Sequence[Json]:
    """List what Azure keeps of one kind."""
    kept = KEPT[kind]
    if not kept.place:
        return azure.deleted_accounts()
    return azure.listed(f"/subscriptions/{azure.subscription}{kept.place}", kept.api_version)


def judge(name: Name, answer: Sequence[Json]) -> Iterator[Line]:
    """Yield the line of one resource, from the list of what is kept of its kind."""
    kept = KEPT[name.kind]
    twin = next((item for item in answer if _is_twin(item, name)), None)
    if name.restores:
        yield _restoring(name, is_there=twin is not None)
        return
    if twin is None:
        told = f"no deleted one is kept under '{name.text}'"
        yield Line(Verdict.PASS, "deleted", name.of, told)
        return
    until = str(field(twin, "properties", "scheduledPurgeDate") or "")[:10]
    told = f"a deleted one is kept under '{name.text}'{f' until {until}' if until else ''}"
    yield Line(Verdict.FAIL, "deleted", name.of, told, _remedy(kept, twin))


def _remedy(kept: Kept, twin: Json) -> str:
    if field(twin, "properties", "purgeProtectionEnabled"):
        return "it is protected from a purge: restore it, or take another name"
    _, _, group = str(twin.get("id")).partition("/resourceGroups/")
    place = field(twin, "location") or field(twin, "properties", "location") or ""
    known = {
        "--resource-group": group.partition("/")[0],
        "--location": str(place).replace(" ", "").lower(),
    }
    given = [f"{option} {known[option]}" for option in kept.options if known[option]]
    command = " ".join([kept.purge, str(twin.get("name")), *given])
    return f"purge it: {command}; or restore it"


def _restoring(name: Name, *, is_there: bool) -> Line:
    if is_there:
        told = f"a deleted one is kept under '{name.text}', and the plan restores it"
        return Line(Verdict.PASS, "deleted", name.of, told)
    told = f"no deleted one is kept under '{name.text}', and the plan would restore it"
    return Line(Verdict.FAIL, "deleted", name.of, told, "leave 'restore' out: it is made anew")


def _is_twin(item: Json, name: Name) -> bool:
    own: str = (name.path or "").rpartition("/")[2].lower()
    domain = field(item, "properties", "customSubDomainName")
    found = {str(item.get("name")).lower(), str(domain).lower()}
    wanted = {name.text.lower(), own if name.rule.type == ACCOUNTS else ""}
    return bool(found & (wanted - {"", "none"}))
