"""Does a semantic cache keep the answers of one tenant from another?

A semantic cache answers what is close enough to what somebody asked before. Without a vary-by that
names the tenant, that somebody may be anybody: their order, diagnosis or contract comes back as the
answer. An attribute of the request alone, such as its model or its language, keeps nobody apart.
"""

from collections.abc import Iterator

from pulumi_policy import ResourceValidationArgs, Severity

from azgreen_policies._reading import is_type
from azgreen_policies._rule import make_rule
from azgreen_policies.security._policy_xml import RAW, lookups

LOOKUPS = ("llm-semantic-cache-lookup", "azure-openai-semantic-cache-lookup")
IDENTITIES = ["context.Subscription", "context.User", "Jwt", "Claims", "tenant"]
_KINDS = ("Policy", "ApiPolicy", "ApiOperationPolicy", "ProductPolicy", "PolicyFragment")
_POLICIES = [f"{where}{kind}" for where in ("", "Workspace") for kind in _KINDS]
_SETTING = "identities"


def _check(args: ResourceValidationArgs) -> Iterator[str]:
    if not any(is_type(args.resource_type, "apimanagement", each) for each in _POLICIES):
        return args.not_applicable("not a policy of API Management")
    shape = str(args.props.get("format") or "xml")
    if shape.lower() not in {"xml", RAW}:
        return args.not_applicable("the policy is read from an address")
    known = [str(each).lower() for each in args.get_config().get(_SETTING, IDENTITIES)]
    for each in lookups(str(args.props.get("value") or ""), shape, LOOKUPS):
        if any(name in text.lower() for text in each.vary_by for name in known):
            continue
        by = f"varies by {', '.join(each.vary_by)} alone" if each.vary_by else "varies by nothing"
        fix = "add <vary-by>@(context.Subscription.Id)</vary-by>, or what names your tenants"
        yield f"{args.name!r}: {each.element} {by}, so tenants get one another's answers; {fix}"
    return None


rule = make_rule(
    __name__,
    ref="AZG-X005",
    severity=Severity.CRITICAL,
    check=_check,
    summary="A gateway's semantic cache keeps tenants apart.",
    fix="Add a vary-by with what names the tenant to the lookup.",
    links={
        "Semantic cache": "https://learn.microsoft.com/azure/api-management/azure-openai-enable-semantic-caching"
    },
    config={
        _SETTING: {
            "type": "array",
            "items": {"type": "string", "minLength": 1},
            "minItems": 1,
            "default": IDENTITIES,
            "description": "Parts of expressions, in any case, of which one names the tenant.",
        }
    },
)
