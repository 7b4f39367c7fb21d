"""Are the names free that nobody else in Azure may have?

Where Azure has a check of its own, it is asked: sub-domains of accounts, key vaults, storage,
search, API Management, Cosmos DB. Azure Managed Redis has none at 2025-07-01, and its names are
those of a region.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.estimate.inventory import UNKNOWN
from azgreen.preflight.azure import field
from azgreen.preflight.line import Line, Verdict
from azgreen.preflight.wanted import ACCOUNTS, known_text, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from azgreen.estimate.inventory import Resource
    from azgreen.preflight.azure import Azure


@dataclass(frozen=True, slots=True)
class Named:
    """A type whose name is a host name: how it is checked, and by whom it may be asked."""

    type: str
    key: str
    """The input with the name."""
    api_version: str
    role: str
    sent_type: str = ""
    """What the check wants in `type`; empty for none."""


NAMED: Final = {
    "cognitiveservices:Account": Named(
        ACCOUNTS, "accountName", "2025-06-01", "Cognitive Services Contributor"
    ),
    "storage:StorageAccount": Named(
        "Microsoft.Storage/storageAccounts",
        "accountName",
        "2024-01-01",
        "Reader",
        "Microsoft.Storage/storageAccounts",
    ),
    "keyvault:Vault": Named(
        "Microsoft.KeyVault/vaults",
        "vaultName",
        "2024-11-01",
        "Reader",
        "Microsoft.KeyVault/vaults",
    ),
    "search:Service": Named(
        "Microsoft.Search/searchServices",
        "searchServiceName",
        "2025-05-01",
        "Contributor",
        "searchServices",
    ),
    "apimanagement:ApiManagementService": Named(
        "Microsoft.ApiManagement/service", "serviceName", "2024-05-01", "Reader"
    ),
    "cosmosdb:DatabaseAccount": Named(
        "Microsoft.DocumentDB/databaseAccounts", "accountName", "2025-10-15", "Reader"
    ),
    "redisenterprise:RedisEnterprise": Named(
        "Microsoft.Cache/redisEnterprise", "clusterName", "2025-07-01", "Reader"
    ),
}
"""By kind. Roles: Azure's actions of that name are `read` for all but accounts and search."""

_COSMOS: Final = "/providers/Microsoft.DocumentDB/databaseAccountNames/"


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a plan wants."""

    of: str
    """The resource in the program."""
    kind: str
    text: str
    """Empty while it is not known."""
    path: str | None
    """Of the resource below the subscription; None while a name is not known."""
    restores: bool = False
    """Whether the plan brings back what was deleted under the name."""

    @property
    def rule(self) -> Named:
        """How it is checked."""
        return NAMED[self.kind]


def names(resources: Sequence[Resource]) -> list[Name]:
    """Return the names of a plan that have to be free."""
    found: list[Name] = []
    for each in resources:
        rule = NAMED.get(each.kind or "")
        if rule is None or each.kind is None:
            continue
        text = known_text(each, rule.key)
        if rule.type == ACCOUNTS:
            text = known_text(each, "properties", "customSubDomainName")
            if not text and not _has_domain(each):
                continue
        path = path_of(each, resources, rule.type, rule.key)
        found.append(Name(each.name, each.kind, text, path, _restores(each)))
    return found


def answer(name: Name, azure: Azure) -> str:
    """Ask whether a name is free; return Azure's reason why not, or an empty text."""
    rule, namespace = name.rule, name.rule.type.partition("/")[0]
    if rule.type == ACCOUNTS:
        found = azure.domain(name.text)
        free, why = found.get("isSubdomainAvailable"), found.get("reason")
    elif namespace == "Microsoft.DocumentDB":
        free = not azure.exists(_COSMOS + name.text, rule.api_version)
        why = f"an account called '{name.text}' exists"
    else:
        path = f"/subscriptions/{azure.subscription}/providers/{namespace}/checkNameAvailability"
        body = {"name": name.text} | ({"type": rule.sent_type} if rule.sent_type else {})
        found = azure.post(path, rule.api_version, body)
        free = found.get("nameAvailable", found.get("isNameAvailable"))
        why = found.get("message") or found.get("reason")
    return "" if free else str(why or "the name is not available").strip()


def judge(name: Name, taken: str, *, own: bool) -> Iterator[Line]:
    """Yield the line of one name.

    Args:
        name: The name.
        taken: Azure's reason why it is not free; empty where it is.
        own: Whether the resource is there already, in the place that the plan has for it.
    """
    if not taken:
        yield _line(Verdict.PASS, name, f"the name '{name.text}' is free")
    elif own:
        yield _line(Verdict.PASS, name, f"'{name.text}' is there already, and is this one")
    else:
        told = f"the name '{name.text}' is taken: {taken.rstrip('.')}"
        yield _line(Verdict.FAIL, name, told, "give it another name")


def not_asked(name: Name) -> Line | None:
    """Return the line of a name that nobody can be asked about; None where one can."""
    if not name.text:
        remedy = "write the name into the program to have it checked"
        return _line(Verdict.SKIP, name, "its name is known only after the deployment", remedy)
    remedy = "nothing: the deployment tells"
    if name.restores:
        told = f"'{name.text}' belongs to what the plan restores"
        return _line(Verdict.SKIP, name, told, remedy)
    if name.kind == "redisenterprise:RedisEnterprise":
        told = f"Azure has no check of a cluster's name '{name.text}'"
        return _line(Verdict.SKIP, name, told, remedy)
    return None


def _line(verdict: Verdict, name: Name, told: str, remedy: str = "") -> Line:
    return Line(verdict, "name", name.of, told, remedy)


def _restores(one: Resource) -> bool:
    """Tell whether a resource is to be what was deleted: each service has a word of its own."""
    recovers = known_text(one, "properties", "createMode").lower() == "recover"
    given = dict(one.props)
    restores = (field(given, "properties", "restore"), field(given, "restore"))
    return recovers or True in restores


def _has_domain(account: Resource) -> bool:
    properties = account.props.get("properties")
    known = isinstance(properties, dict)
    return "customSubDomainName" in properties if known else properties is UNKNOWN
