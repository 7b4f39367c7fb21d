"""Which resource providers does the local Azure have? One module or folder each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from azgreen_emulator.arm import graves, operations
from azgreen_emulator.arm.routing import Router
from azgreen_emulator.arm.tracked import places
from azgreen_emulator.services import (
    apimanagement,
    applicationinsights,
    authorization,
    carbon,
    cosmosdb,
    keyvault,
    machinelearning,
    managedidentity,
    monitor,
    operationalinsights,
    redisenterprise,
    search,
    storage,
)
from azgreen_emulator.services.cognitiveservices import ROUTES as _COGNITIVE
from azgreen_emulator.services.cognitiveservices import deleted
from azgreen_emulator.services.cognitiveservices.account_rules import TYPE as _ACCOUNTS
from azgreen_emulator.services.resources import GROUP_ROUTES, catalogue_routes, delete_group
from azgreen_emulator.services.templates import go_on, template_routes
from azgreen_emulator.traffic.follow import follow

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Route, World
    from azgreen_emulator.arm.graves import Bury
    from azgreen_emulator.arm.operations import Finish

_OWN: tuple[Route, ...] = (
    *GROUP_ROUTES,
    *apimanagement.ROUTES,
    *applicationinsights.ROUTES,
    *authorization.ROUTES,
    *carbon.ROUTES,
    *_COGNITIVE,
    *cosmosdb.ROUTES,
    *keyvault.ROUTES,
    *machinelearning.ROUTES,
    *managedidentity.ROUTES,
    *monitor.ROUTES,
    *operationalinsights.ROUTES,
    *redisenterprise.ROUTES,
    *search.ROUTES,
    *storage.ROUTES,
)

_IN_TEMPLATES = Router(_OWN, places)

_WRITTEN: tuple[Route, ...] = (*_OWN, *template_routes(_IN_TEMPLATES))

ROUTES: tuple[Route, ...] = (*_WRITTEN, *catalogue_routes(_WRITTEN))
"""Every operation of the local Azure."""

_BURIERS: dict[str, Bury] = {
    _ACCOUNTS: deleted.bury_record,
    **{
        kind.type: kind.bury
        for kind in (apimanagement.SERVICES, keyvault.VAULTS, machinelearning.WORKSPACES)
        if kind.bury is not None
    },
}

FINISHERS: dict[str, Finish] = {
    "succeed": operations.succeed,
    "remove": operations.remove,
    "remove-tree": operations.end_remove_tree,
    "bury": partial(graves.end_burial, _BURIERS),
    "purge": deleted.finish_purge,
    "deploy": partial(go_on, _IN_TEMPLATES),
    "remove-group": partial(delete_group, _BURIERS),
    **machinelearning.FINISHERS,
}
"""What happens when an operation ends, by its action."""


def housekeeping(world: World) -> None:
    """Do what Azure does by itself as time goes by."""
    graves.purge_expired(world)
    follow(world)
