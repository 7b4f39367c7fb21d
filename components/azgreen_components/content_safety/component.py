"""How does one filter what the models of an account are asked, and what they answer?"""

from collections.abc import Sequence

import pulumi
from pulumi_azure_native import cognitiveservices as cognitive

from azgreen_components.content_safety.args import ContentSafetyArgs
from azgreen_components.content_safety.lists import Blocklist
from azgreen_components.content_safety.plan import COMPLETION, PROMPT, Plan, Policy, plan


class ContentSafety(pulumi.ComponentResource):
    """Content filters (RAI policies) and blocklists of an account, for its deployments to name."""

    policy_names: pulumi.Output[Sequence[str]]
    """Names for the content filter of deployments, in the order in which they were written."""

    blocklist_names: pulumi.Output[Sequence[str]]
    """Names of the blocklists, in the order in which they were written."""

    def __init__(
        self, name: str, args: ContentSafetyArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        wanted = plan(name, args)
        super().__init__("azgreen:index:ContentSafety", name, {}, opts)
        making = _Making(self, name, args, wanted)
        lists = [making.blocklist(item) for item in wanted.safety.blocklists]
        policies = [making.policy(item) for item in wanted.safety.policies]
        self.policy_names = pulumi.Output.all(*(item.name for item in policies))
        self.blocklist_names = pulumi.Output.all(*(item.name for item in lists))
        self.register_outputs({key: getattr(self, key) for key in _OUTPUTS})


_OUTPUTS = tuple(ContentSafety.__annotations__)


class _Making:
    """Makes one after another: Azure refuses a second write to an account while one is under way.

    terraform-provider-azurerm locks the account for each of them.
    """

    def __init__(
        self, owner: ContentSafety, name: str, args: ContentSafetyArgs, wanted: Plan
    ) -> None:
        self._owner, self._name, self._tags = owner, name, wanted.tags
        self._account, self._group = args["account_name"], args["resource_group_name"]
        self._earlier: list[pulumi.Resource] = []

    def blocklist(self, item: Blocklist) -> cognitive.RaiBlocklist:
        """Make a list with its terms."""
        made = cognitive.RaiBlocklist(
            f"{self._name}-{item.name}",
            account_name=self._account,
            resource_group_name=self._group,
            rai_blocklist_name=item.name,
            properties=cognitive.RaiBlocklistPropertiesArgs(description=item.description),
            tags=self._tags,
            opts=self._options(),
        )
        self._earlier.append(made)
        for term in item.terms:
            self._earlier.append(
                cognitive.RaiBlocklistItem(
                    f"{self._name}-{item.name}-{term.name}",
                    account_name=self._account,
                    resource_group_name=self._group,
                    rai_blocklist_name=made.name,
                    rai_blocklist_item_name=term.name,
                    properties=cognitive.RaiBlocklistItemPropertiesArgs(
                        pattern=term.pattern, is_regex=term.is_regex
                    ),
                    tags=self._tags,
                    opts=self._options(),
                )
            )
        return made

    def policy(self, item: Policy) -> cognitive.RaiPolicy:
        """Make a content filter."""
        made = cognitive.RaiPolicy(
            f"{self._name}-{item.name}",
            account_name=self._account,
            resource_group_name=self._group,
            rai_policy_name=item.name,
            properties=_properties(item),
            tags=self._tags,
            opts=self._options(),
        )
        self._earlier.append(made)
        return made

    def _options(self) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self._owner, depends_on=[*self._earlier[-1:]])


def _properties(item: Policy) -> cognitive.RaiPolicyPropertiesArgs:
    """Return the policy in the words of 2025-06-01: no `action`, no safety providers."""
    return cognitive.RaiPolicyPropertiesArgs(
        base_policy_name=item.base,
        mode=item.mode,
        content_filters=[
            cognitive.RaiPolicyContentFilterArgs(
                name=known.name,
                source=known.source,
                enabled=known.is_on,
                blocking=known.is_on,
                severity_threshold=known.severity,
            )
            for known in item.filters
        ],
        custom_blocklists=[
            cognitive.CustomBlocklistConfigArgs(blocklist_name=name, blocking=True, source=source)
            for name in item.blocklists
            for source in (PROMPT, COMPLETION)
        ],
    )
