"""Which Foundry account do deployments live in? No keys, not public, an identity of its own."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_azure_native import cognitiveservices as cognitive

from azgreen_components._common import Common, read_name
from azgreen_components._inputs import Faults
from azgreen_components._naming import ACCOUNT, SUB_DOMAIN, unique_name

_KIND = "AIServices"
_SKU = "S0"

CALL_OPENAI = "Cognitive Services OpenAI User"
CALL_ANY_MODEL = "Cognitive Services User"


@dataclass(frozen=True)
class AccountNames:
    """What the user calls the account; None where the name is derived."""

    account: str | None
    sub_domain: str | None


def read_account_names(faults: Faults, given: Mapping[str, object]) -> AccountNames:
    """Return the names of an account, and note those that Azure refuses."""
    return AccountNames(
        read_name(faults, given, "account_name", ACCOUNT),
        read_name(faults, given, "sub_domain", SUB_DOMAIN),
    )


def foundry_account(
    owner: pulumi.ComponentResource,
    name: str,
    resource_group: pulumi.Input[str],
    common: Common,
    names: AccountNames,
) -> cognitive.Account:
    """Create the account of the component `owner`, which the program calls `name`."""
    derived = unique_name(name, common.location, resource_group, common.name_suffix)
    public = common.public_network_access
    return cognitive.Account(
        f"{name}-account",
        account_name=names.account or derived,
        resource_group_name=resource_group,
        location=common.location,
        kind=_KIND,
        sku=cognitive.SkuArgs(name=_SKU),
        identity=cognitive.IdentityArgs(type=cognitive.ResourceIdentityType.SYSTEM_ASSIGNED),
        properties=cognitive.AccountPropertiesArgs(
            # what makes the account a Foundry account, in which projects can be made
            allow_project_management=True,
            custom_sub_domain_name=names.sub_domain or derived,
            disable_local_auth=True,
            public_network_access="Enabled" if public else "Disabled",
            network_acls=cognitive.NetworkRuleSetArgs(default_action="Allow" if public else "Deny"),
        ),
        tags=common.tags,
        opts=pulumi.ResourceOptions(parent=owner),
    )


def role_to_call(model_formats: frozenset[str]) -> str:
    """Return the narrowest built-in role that may call models of these formats."""
    return CALL_OPENAI if model_formats <= {"OpenAI"} else CALL_ANY_MODEL
