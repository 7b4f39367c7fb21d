"""Which workspace do jobs run in: a new one, or one of the user's own?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_azure_native import managedidentity

from azgreen_components._access import Caller, grant
from azgreen_components._common import read_id, read_own_name
from azgreen_components._inputs import Faults
from azgreen_components._naming import ML_WORKSPACE
from azgreen_components._owner import Owner
from azgreen_components.online_endpoint.traces import empty_insights
from azgreen_components.online_endpoint.workspace import WRITE_BLOBS, Home, new_workspace

_STORAGE: Final = "Microsoft.Storage/storageAccounts"
_WHO: Final = "job"


@dataclass(frozen=True)
class Where:
    """The workspace that the user names, and its storage."""

    workspace_name: pulumi.Input[str] | None
    """None: a new workspace is made."""
    storage_account_id: pulumi.Input[str] | None

    @property
    def is_new(self) -> bool:
        """Whether the workspace is made here."""
        return self.workspace_name is None


def read_where(faults: Faults, given: Mapping[str, object]) -> Where:
    """Return the inputs `workspace_name` and `storage_account_id`."""
    name = read_own_name(faults, given, "workspace_name", ML_WORKSPACE)
    storage = read_id(faults, given, "storage_account_id", _STORAGE)
    if storage is not None and name is None:
        what = "a new workspace has a storage of its own"
        faults.add("storageAccountId", f"{what}; leave it out, or write workspaceName")
    return Where(name, storage)


def make_home(owner: Owner, where: Where, identity: managedidentity.UserAssignedIdentity) -> Home:
    """Make the workspace if it is new, and let the jobs' identity read and write its blobs."""
    if where.workspace_name is None:
        return new_workspace(owner, identity, empty_insights(owner), _WHO, writes=True)
    if where.storage_account_id is None:
        return Home(where.workspace_name, ())
    own = Caller(_WHO, identity.principal_id, "ServicePrincipal")
    scope = where.storage_account_id
    given = grant(owner.component, owner.name, WRITE_BLOBS, scope, own, verb="write-blobs")
    return Home(where.workspace_name, (given,))
