"""What does Azure make of a key vault?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from azgreen_emulator.arm import graves
from azgreen_emulator.arm.call import Route
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.arm.name_check import availability
from azgreen_emulator.arm.route_table import SUBSCRIPTION, routes_of
from azgreen_emulator.services.keyvault import rules

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import World
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body, Record

VERSIONS: Final = ("2024-11-01",)
_TYPE: Final = "Microsoft.KeyVault/vaults"
_DAY_S: Final = 86400.0
_DEFAULT_DAYS: Final = 90


def _complete(write: Write) -> Body:
    sent = {key: item for key, item in write.properties.items() if key != "createMode"}
    # what is irreversible stays, whether it is sent again or not
    kept = {"enablePurgeProtection": True} if write.before.get("enablePurgeProtection") else {}
    return {
        "accessPolicies": [],
        "enabledForDeployment": False,
        "enableRbacAuthorization": False,
        "enableSoftDelete": True,
        "publicNetworkAccess": "Enabled",
        "softDeleteRetentionInDays": write.before.get("softDeleteRetentionInDays", _DEFAULT_DAYS),
        **sent,
        **kept,
        "vaultUri": f"https://{rules.domain(write.name)}/",
    }


def _domain(write: Write) -> str:
    return rules.domain(write.name)


def kept_s(body: Body) -> float:
    """Return for how long a vault is kept after its deletion."""
    days: int = body["properties"]["softDeleteRetentionInDays"]
    return days * _DAY_S


def _bury(world: World, record: Record) -> None:
    graves.bury(world, record, kept_s(record.body))


VAULTS = Kind(
    type=_TYPE,
    versions=VERSIONS,
    path=f"/providers/{_TYPE}/{{vaultName}}",
    operations="Vaults",
    name_rule={},  # the provider has words of its own
    refuse=rules.check,
    complete=_complete,
    domain=_domain,
    bury=_bury,
    needs_location=True,
)

ROUTES: tuple[Route, ...] = (
    *routes_of(VAULTS),
    Route(
        "Vaults_CheckNameAvailability",
        "POST",
        f"{SUBSCRIPTION}/providers/Microsoft.KeyVault/checkNameAvailability",
        "Microsoft.KeyVault/checkNameAvailability",
        VERSIONS,
        partial(availability, _TYPE, rules.refused_name),
    ),
)
"""The operations on vaults."""
