"""Does every rule come to an end, whatever a stack and its configuration hold?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pulumi_policy import Policy, ResourceValidationPolicy

from azgreen.testing import UNKNOWN, Resource, Surroundings, judge, judge_stack
from azgreen_policies import load_rules

RULES = load_rules()
TOKENS = [
    f"azure-native:{token}"
    for token in (
        "apimanagement:Api",
        "apimanagement:ApiManagementService",
        "apimanagement:ApiPolicy",
        "apimanagement:Backend",
        "cognitiveservices:Account",
        "cognitiveservices:Deployment",
        "cognitiveservices:RaiPolicy",
        "cosmosdb:SqlResourceSqlContainer",
        "machinelearningservices:Compute",
        "machinelearningservices:OnlineDeployment",
        "machinelearningservices:ServerlessEndpoint",
        "monitor:AutoscaleSetting",
        "redisenterprise:Database",
        "redisenterprise:RedisEnterprise",
        "search:Service",
    )
]
KEYS = st.sampled_from([
    "accountName", "apiId", "azgreen-need", "backendId", "capacity", "contentFilters", "enabled",
    "environment", "format", "instanceType", "kind", "location", "model", "modules", "name",
    "properties", "raiPolicyName", "resource", "serviceUrl", "sku", "tags", "url", "value",
    "version", "vmSize",
])  # fmt: skip
WORDS = ["", "x", "gpt-4.1", "Standard", "GlobalStandard", "westeurope", "Managed", UNKNOWN]
ODD = st.recursive(
    st.none() | st.booleans() | st.floats(-1, 300) | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=10,
)
MADE = st.tuples(st.sampled_from(TOKENS), st.dictionaries(KEYS, ODD, max_size=6))
CONFIGURED = st.sampled_from(
    ["{}", "[]", "x", "3", '[{"baseline": 1}]', '{"sku": 3, "region": []}']
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@settings(max_examples=8, deadline=None)
@given(st.lists(MADE, max_size=4), CONFIGURED)
def test_every_rule_decides(
    rule: Policy, made: list[tuple[str, dict[str, Any]]], configured: str
) -> None:
    keys = ("azgreen:placement", "azgreen:evidence", "azgreen:location")
    around = Surroundings(config=dict.fromkeys(keys, configured))
    resources = [Resource(token, given, f"r{at}") for at, (token, given) in enumerate(made)]
    if isinstance(rule, ResourceValidationPolicy):
        for one in resources:
            judge(rule, one.token, one.inputs, around=around)
    else:
        judge_stack(rule, resources, around=around)
