"""How does one test a rule: against a resource as the engine would deliver it?

Not the rule's function alone: the request goes through the code of `pulumi_policy` that serves a
pack, so that numbers are floats, nested inputs are no dicts, secrets are unwrapped and what is not
known in a preview raises when it is read. In process, so that a rule's tests take milliseconds; for
rules of any pack::

    found = judge(rule, "azure-native:search:Service", {"replicaCount": 3}, stack="dev")
    assert found.messages == ["..."]
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pulumi
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import analyzer_pb2
from pulumi_policy import EnforcementLevel, Policy
from pulumi_policy.deserialize import SPECIAL_SECRET_SIG, SPECIAL_SIG_KEY
from pulumi_policy.policy import _PolicyAnalyzerServicer  # pyright: ignore[reportPrivateUsage]
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

UNKNOWN: Final = UNKNOWN_STRING_VALUE
"""A value that is not known during a preview."""

_UNKNOWN_SAYS: Final = "can't be known during preview"
_PACK: Final = "tested"


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of a stack, in the form in which the engine hands it to a pack."""

    token: str
    """Type, such as `azure-native:search:Service`."""
    inputs: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Properties in camel case; `UNKNOWN` and `secret(...)` anywhere in them."""
    name: str = "thing"
    made_from: Mapping[str, Sequence[str]] = field(default_factory=dict[str, "Sequence[str]"])
    """Names of the resources that a property was made from."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a rule said."""

    messages: tuple[str, ...]
    """One text for each violation."""
    names: tuple[str, ...]
    """Name of the resource of each violation; empty for the stack as a whole."""
    not_applicable: str | None
    """Why there was nothing to judge; None where there was."""
    unknown: str | None
    """What could not be known in a preview; None where all was."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The stack that a rule is run in."""

    stack: str = "dev"
    project: str = "shop"
    config: Mapping[str, str] = field(default_factory=dict[str, str])
    """The stack's configuration by full key; objects as JSON."""
    tags: Mapping[str, str] = field(default_factory=dict[str, str])
    """The stack's tags."""
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What the user set for the rule; the defaults of its schema are filled in, as Pulumi does."""


def secret(value: Any) -> dict[str, Any]:
    """Return a value as the engine sends a secret."""
    return {SPECIAL_SIG_KEY: SPECIAL_SECRET_SIG, "value": value}


def judge(
    rule: Policy,
    token: str,
    inputs: Mapping[str, Any],
    *,
    name: str = "thing",
    around: Surroundings | None = None,
) -> Judgement:
    """Run a rule of single resources against one.

    Args:
        rule: The rule.
        token: Type of the resource.
        inputs: Its inputs, as in `Resource`.
        name: Its name in the program.
        around: The stack that it belongs to; `dev` of project `shop` when left out.
    """
    around, one = around or Surroundings(), Resource(token, inputs, name)
    urn = _urn(one, around)
    request = analyzer_pb2.AnalyzeRequest(
        type=token, name=name, urn=urn, properties=_struct(inputs)
    )
    with _within(around):
        return _judgement(_serving(rule, around).Analyze(request, None))


def judge_stack(
    rule: Policy, resources: Sequence[Resource], *, around: Surroundings | None = None
) -> Judgement:
    """Run a rule of whole stacks against one; names of resources have to differ."""
    around = around or Surroundings()
    urns = {each.name: _urn(each, around) for each in resources}
    request = analyzer_pb2.AnalyzeStackRequest(
        resources=[_stack_resource(each, urns) for each in resources]
    )
    with _within(around):
        return _judgement(_serving(rule, around).AnalyzeStack(request, None))


def _stack_resource(one: Resource, urns: Mapping[str, str]) -> analyzer_pb2.AnalyzerResource:
    sources = {key: [urns[name] for name in names] for key, names in one.made_from.items()}
    return analyzer_pb2.AnalyzerResource(
        type=one.token,
        name=one.name,
        urn=urns[one.name],
        properties=_struct(one.inputs),
        dependencies=sorted({urn for each in sources.values() for urn in each}),
        propertyDependencies={
            key: analyzer_pb2.AnalyzerPropertyDependencies(urns=each)
            for key, each in sources.items()
        },
    )


def _serving(rule: Policy, around: Surroundings) -> Any:
    # the SDK has no public way in but a process of its own, which would cost a second a test
    serving: Any = _PolicyAnalyzerServicer(_PACK, "0.0.1", [rule], EnforcementLevel.ADVISORY)
    serving.ConfigureStack(analyzer_pb2.AnalyzerStackConfigureRequest(tags=around.tags), None)
    schema = rule.config_schema.properties if rule.config_schema else {}
    defaults = {key: item["default"] for key, item in schema.items() if "default" in item}
    config = analyzer_pb2.PolicyConfig(
        enforcementLevel=analyzer_pb2.MANDATORY, properties=_struct({**defaults, **around.settings})
    )
    serving.Configure(analyzer_pb2.ConfigureAnalyzerRequest(policyConfig={rule.name: config}), None)
    return serving


def _judgement(answer: analyzer_pb2.AnalyzeResponse) -> Judgement:
    said = [
        (item.message.partition("\n")[2] or item.message, item.urn) for item in answer.diagnostics
    ]
    unknown = [text for text, _ in said if text.endswith(_UNKNOWN_SAYS)]
    found = [(text, urn) for text, urn in said if not text.endswith(_UNKNOWN_SAYS)]
    return Judgement(
        messages=tuple(text for text, _ in found),
        names=tuple(urn.rpartition("::")[2] for _, urn in found),
        not_applicable=next((item.reason for item in answer.not_applicable), None),
        unknown=unknown[0].partition("during preview: ")[2] if unknown else None,
    )


def _urn(one: Resource, around: Surroundings) -> str:
    return f"urn:pulumi:{around.stack}::{around.project}::{one.token}::{one.name}"


def _struct(values: Mapping[str, Any]) -> Struct:
    struct = Struct()
    struct.update(dict(values))
    return struct


@contextmanager
def _within(around: Surroundings) -> Generator[None, None, None]:
    """Let the SDK believe that it serves this stack, and nothing of it afterwards."""
    before = dict(os.environ)
    os.environ |= {
        "PULUMI_PROJECT": around.project,
        "PULUMI_STACK": around.stack,
        "PULUMI_DRY_RUN": "true",
        "PULUMI_CONFIG": json.dumps(dict(around.config)),
    }
    pulumi.runtime.set_all_config({})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        pulumi.runtime.set_all_config({})
