"""Is the pack complete, and do its examples and pages say what its rules do?"""

from __future__ import annotations

import asyncio
import importlib.util
import json
import runpy
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from pulumi.runtime.proto import analyzer_pb2
from pulumi.runtime.stack import run_pulumi_func
from ruamel.yaml import YAML

from azgreen.catalog import CARBON_DATA_VERSION
from azgreen.testing import KINDS, check_waived
from azgreen_policies import load_rules
from azgreen_policies._rule import links_of

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
SPEC = importlib.util.spec_from_file_location("gen_rule_docs", ROOT / "scripts/gen_rule_docs.py")
assert SPEC is not None
assert SPEC.loader is not None
docs = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(docs)

RULES = load_rules()
IDS = {
    "region-carbon-intensity": "AZG-C001",
    "placement-record": "AZG-C002",
    "cleaner-region": "AZG-C003",
    "pinned-region-sku": "AZG-C004",
    "stack-carbon-budget": "AZG-C005",
    "model-larger-than-evidence": "AZG-C006",
    "cache-before-repetition": "AZG-C007",
    "response-budget": "AZG-C008",
    "autoscale-missing": "AZG-R001",
    "autoscale-opposed": "AZG-R002",
    "autoscale-cool-down": "AZG-R003",
    "production-minimum": "AZG-R004",
    "gpu-alerts": "AZG-R005",
    "diagnostic-setting": "AZG-R006",
    "model-retirement": "AZG-R007",
    "sku-retirement": "AZG-R008",
    "content-filter": "AZG-R009",
    "preflight": "AZG-R010",
    "deployment-capacity": "AZG-S001",
    "provisioned-units-valid": "AZG-S002",
    "provisioned-units-needed": "AZG-S003",
    "gpu-instance-larger-than-model": "AZG-S004",
    "gpu-instance-too-small": "AZG-S005",
    "instance-count": "AZG-S006",
    "autoscale-bounds": "AZG-S007",
    "cpu-default-instance": "AZG-S008",
    "cache-size": "AZG-S009",
    "search-size": "AZG-S010",
    "gateway-size": "AZG-S011",
    "cosmos-throughput": "AZG-S012",
    "log-retention": "AZG-S013",
    "stage-tier": "AZG-S014",
    "stack-cost-budget": "AZG-S015",
    "compute-scale-to-zero": "AZG-S017",
    "key-auth": "AZG-X001",
    "public-network": "AZG-X002",
    "managed-identity": "AZG-X003",
    "tls-minimum": "AZG-X004",
    "cache-tenant-separation": "AZG-X005",
    "plain-secret": "AZG-X006",
}
ADVISORY = {"placement-record", "preflight"}


def test_every_id_is_listed_and_never_used_again() -> None:
    assert {rule.name: (rule.tags or [""])[0] for rule in RULES} == IDS
    assert len(set(IDS.values())) == len(IDS)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_its_file_test_page_and_examples(rule: Any) -> None:
    _, pillar = rule.tags
    stem = rule.name.replace("-", "_")
    source = ROOT / f"policies/azgreen_policies/{pillar}/{stem}.py"
    assert len(source.read_text(encoding="utf-8").splitlines()) <= 60
    assert links_of(rule)
    assert docs.module_of(rule).rule.name == rule.name
    assert (ROOT / f"tests/policies/{pillar}/test_{stem}.py").exists()
    assert (ROOT / rule.url).exists()
    for kind in ("bad", "good"):
        assert (ROOT / f"policies/examples/{stem}/{kind}/__main__.py").exists()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_decides_every_kind_of_case(rule: Any) -> None:
    _, pillar = rule.tags
    stem = rule.name.replace("-", "_")
    cases = runpy.run_path(str(ROOT / f"tests/policies/{pillar}/test_{stem}.py"))["CASES"]
    assert {case.kind for case in cases} == set(KINDS)
    assert all(case.messages for case in cases if case.kind == "violating")
    check_waived(rule, next(case for case in cases if case.kind == "violating"))


@pytest.mark.parametrize("path", docs.documents(), ids=lambda path: path.name)
def test_generated_files_are_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == docs.documents()[path], "run make docs"


def test_the_engine_is_told_everything(pack: Any) -> None:
    info = pack.info()
    assert (info.name, info.supportsConfig) == ("azgreen", True)
    told = {policy.name: policy for policy in info.policies}
    assert set(told) == {*IDS, "waivers"}
    assert told.pop("waivers").enforcementLevel == analyzer_pb2.ADVISORY
    for name, policy in told.items():
        assert policy.displayName.startswith(IDS[name])
        level = analyzer_pb2.ADVISORY if name in ADVISORY else analyzer_pb2.MANDATORY
        assert policy.enforcementLevel == level
        assert policy.severity != analyzer_pb2.POLICY_SEVERITY_UNSPECIFIED
        assert policy.remediation_steps
        assert policy.url == f"docs/rules/{name}.md"
        assert policy.configSchema.properties
    assert dict(told["deployment-capacity"].configSchema.properties["limits"]["default"]) == {
        "dev": 50,
        "test": 150,
        "prod": 1000,
    }


def test_a_rule_can_be_made_advisory_or_switched_off(pack: Any) -> None:
    token, inputs = "azure-native:resources:ResourceGroup", {"location": "polandcentral"}
    levels: list[list[int]] = []
    for level in (analyzer_pb2.ADVISORY, analyzer_pb2.DISABLED):
        pack.configure({"region-carbon-intensity": {}}, level)
        found = pack.analyze(token, inputs).diagnostics
        levels.append([item.enforcementLevel for item in found])
    assert levels == [[analyzer_pb2.ADVISORY], []]


def test_the_end_of_a_stack_finds_nothing_more(pack: Any) -> None:
    request = analyzer_pb2.AnalyzeStackRequest()
    assert list(pack.stub.AnalyzeStack(request, timeout=10).diagnostics) == []


def _configuration(file: Path) -> dict[str, str]:
    """Return the configuration of an example's stack, as if it had been written today."""
    if not file.exists():
        return {}
    given = YAML(typ="safe").load(file)["config"]
    if "azgreen:placement" in given:
        today = f"{datetime.now(UTC):%Y-%m-%d}"
        given["azgreen:placement"] |= {"decidedOn": today, "dataVersion": CARBON_DATA_VERSION}
    return {
        key.removeprefix("azgreen:"): value if isinstance(value, str) else json.dumps(value)
        for key, value in given.items()
    }


class Recorder(pulumi.runtime.Mocks):
    def new_resource(self, args: Any) -> tuple[str | None, dict[Any, Any]]:
        return f"{args.name}_id", {"name": args.name, **args.inputs}  # Azure tells the name too

    def call(self, args: Any) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        raise AssertionError(args.token)


class Monitor(pulumi.runtime.mocks.MockMonitor):
    """Keeps each registration as the engine would hand it to a pack."""

    def __init__(self) -> None:
        super().__init__(Recorder())
        self.made: list[Any] = []

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802
        loop = asyncio.new_event_loop()  # or the SDK makes one for this thread and leaves it open
        asyncio.set_event_loop(loop)
        try:
            answer = super().RegisterResource(request)
        finally:
            loop.close()
            asyncio.set_event_loop(None)
        if request.custom:
            sources = {
                key: analyzer_pb2.AnalyzerPropertyDependencies(urns=value.urns)
                for key, value in request.propertyDependencies.items()
            }
            self.made.append(
                analyzer_pb2.AnalyzerResource(
                    type=request.type,
                    name=request.name,
                    urn=answer.urn,
                    properties=request.object,
                    propertyDependencies=sources,
                )
            )
        return answer


def _made(path: Path) -> list[Any]:
    """Run an example and return what it registers."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    monitor = Monitor()
    pulumi.runtime.set_mocks(Recorder(), project="shop", stack="dev", monitor=monitor)

    def program() -> None:
        runpy.run_path(str(path), run_name="__main__")

    loop.run_until_complete(run_pulumi_func(program))
    loop.close()
    asyncio.set_event_loop(None)
    return monitor.made


@pytest.mark.parametrize("kind", ["bad", "good"])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_examples_do_what_their_page_says(packs: Callable[..., Any], rule: Any, kind: str) -> None:
    stem = rule.name.replace("-", "_")
    path = ROOT / f"policies/examples/{stem}/{kind}/__main__.py"
    pack = packs("dev", **_configuration(path.with_name("Pulumi.dev.yaml")))
    made = _made(path)
    request = analyzer_pb2.AnalyzeStackRequest(resources=made)
    found = [item.policyName for item in pack.stub.AnalyzeStack(request, timeout=10).diagnostics]
    for item in made:
        one = analyzer_pb2.AnalyzeRequest(
            type=item.type, name=item.name, urn=item.urn, properties=item.properties
        )
        found += [each.policyName for each in pack.stub.Analyze(one, timeout=10).diagnostics]
    assert (rule.name in found) == (kind == "bad")


def test_the_pack_does_not_load_azure_native() -> None:
    load = "import sys, azgreen_policies; azgreen_policies.load_rules()"
    code = f"{load}; print('pulumi_azure_native' in sys.modules)"
    path = ":".join(str(Path(item).resolve()) for item in sys.path if item)
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": path},
    )
    assert done.stdout == "False\n"
