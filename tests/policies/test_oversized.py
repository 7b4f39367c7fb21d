"""Does the example trip every rule, its twin none, and does each source of a check say the same?"""

from __future__ import annotations

import shutil
from argparse import Namespace
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML
from tests.cli.pulumi_forms import UNKNOWN_MARK, preview_json, stack_export
from tests.policies.test_pack import IDS

from azgreen.catalog import CARBON_DATA_VERSION
from azgreen.cli import _checking, _session
from azgreen_emulator.engine import Deployment, Site
from azgreen_emulator.engine.project import load_stack
from azgreen_emulator.engine.state import State
from azgreen_emulator.native.client import ArmClient
from azgreen_emulator.native.values import UNKNOWN, Json
from azgreen_emulator.server import LocalAzure
from azgreen_policies._reading import fields, items

if TYPE_CHECKING:
    from azgreen.findings import Checked

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "oversized"
PROGRAMS = ("mistakes", "corrected")
STACK = "Pulumi.prod.yaml"
ASLEEP = {"AZG-R010"}
"""Rules that ask Azure, and are off until they are told a subscription."""
TRIPPED = set(IDS.values()) - ASLEEP


@dataclass(frozen=True)
class Previewed:
    """What a program makes, and what the rules say to it."""

    folder: Path
    looked: _checking.Looked
    checked: Checked


Deployed = dict[tuple[str, str], dict[str, Json]]
"""Inputs by type and name, ids and all, as they are once a program is deployed."""


class Silent:
    """Watches a deployment without a word, as long as it goes well."""

    def planned(self, report: Any) -> None:
        """Look at the plan."""

    def started(self, step: Any) -> None:
        """See a step begin."""

    def finished(self, step: Any) -> None:
        """See a step end."""

    def said(self, severity: str, message: str) -> None:
        assert severity not in {"warning", "error"}, message


def options(folder: Path, **source: Any) -> Namespace:
    chosen = {"stack": None, "preview": None, "export": None, "azure": None, **source}
    pack = {"policy_pack": [ROOT / "policies"], "policy_pack_config": None, "waivers": None}
    return Namespace(cwd=folder, **chosen, **pack)


def copied(program: str, folder: Path) -> Path:
    """Copy a program; its placement is recorded as if it had been decided today."""
    shutil.copytree(EXAMPLE / program, folder, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    yaml: Any = YAML()
    given = yaml.load(folder / STACK)
    decided = {"decidedOn": f"{datetime.now(UTC):%Y-%m-%d}", "dataVersion": CARBON_DATA_VERSION}
    given["config"]["azgreen:placement"] |= decided
    yaml.dump(given, folder / STACK)
    return folder


@pytest.fixture(scope="module")
def previewed(tmp_path_factory: Any) -> dict[str, Previewed]:
    """Both programs, each previewed once."""
    found: dict[str, Previewed] = {}
    for program in PROGRAMS:
        folder = copied(program, tmp_path_factory.mktemp("oversized") / program)
        chosen = options(folder, stack="prod")
        looked = _checking.look(chosen)
        found[program] = Previewed(folder, looked, _checking.check(chosen, looked))
    return found


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: Any) -> Deployed:
    """The twin, which deploys, stays as it is, and goes."""
    folder = copied("corrected", tmp_path_factory.mktemp("deployed") / "corrected")
    with LocalAzure(None) as azure, State(folder / "state.db") as state:
        client = ArmClient(azure.url)
        deployment = Deployment(Site(load_stack(folder, "prod"), state, client, Silent()))
        made = deployment.up()
        assert not deployment.up().changes
        found = {(each.token, each.name): each.inputs for each in _session.recorded(deployment)}
        assert deployment.destroy().summary["delete"] == made.summary["create"]
        assert azure.store.select("1 = 1") == []
        client.close()
    return found


def test_the_mistakes_trip_every_rule(previewed: dict[str, Previewed]) -> None:
    checked = previewed["mistakes"].checked
    assert {each.rule.ref for each in checked.findings} == TRIPPED
    assert checked.unjudged == ()


def test_the_twin_trips_none(previewed: dict[str, Previewed]) -> None:
    checked = previewed["corrected"].checked
    assert [each.message for each in checked.findings] == []
    assert (checked.unjudged, checked.idle_waivers) == ((), ())
    assert {rule.ref for rule in checked.rules} >= TRIPPED


def test_each_mistake_is_named_where_it_is_made() -> None:
    files = (EXAMPLE / "mistakes").glob("*.[py]*")
    told = "".join(file.read_text(encoding="utf-8") for file in files)
    assert {ref for ref in TRIPPED if ref not in told} == set[str]()


def test_both_programs_make_the_same_resources(
    previewed: dict[str, Previewed], deployed: Deployed
) -> None:
    for program in PROGRAMS:
        after = previewed[program].looked.delivered.after
        assert {(each.token, each.name) for each in after if each.custom} == deployed.keys()
    own, twins = ({file.name for file in (EXAMPLE / it).glob("*.[py]*")} for it in PROGRAMS)
    assert own == twins
    assert (EXAMPLE / "mistakes" / STACK).read_text() == (EXAMPLE / "corrected" / STACK).read_text()


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_preview_says_the_same(previewed: dict[str, Previewed], program: str) -> None:
    own = previewed[program]
    seen = own.looked.delivered
    text = preview_json(seen.after, seen.sources, seen.config)
    assert UNKNOWN_MARK in text
    assert told(own, "preview", text) == own.checked


@pytest.mark.parametrize("program", PROGRAMS)
def test_an_export_says_the_same(
    previewed: dict[str, Previewed], deployed: Deployed, program: str
) -> None:
    """What a preview did not know yet is there: ids, names and addresses."""
    own = previewed[program]
    seen = own.looked.delivered
    after = [
        replace(each, inputs=filled(each.inputs, deployed.get((each.token, each.name))))
        for each in seen.after
    ]
    text = stack_export(after, seen.sources)
    assert UNKNOWN_MARK not in text
    assert told(own, "export", text) == own.checked


def told(own: Previewed, source: str, text: str) -> Checked:
    """Check what another run left in a file."""
    file = own.folder / f"{source}.json"
    file.write_text(text, encoding="utf-8")
    chosen = options(own.folder, **{source: str(file)})
    return _checking.check(chosen, _checking.look(chosen))


def filled(given: Json, known: Json) -> Json:
    """Put what a deployed twin has where a preview knows nothing."""
    whole: object = given
    if isinstance(given, dict):
        return {key: filled(value, fields(known).get(key)) for key, value in fields(whole).items()}
    if isinstance(given, list):
        own = items(whole)
        return [filled(*pair) for pair in zip_longest(own, items(known)[: len(own)])]
    return known if given is UNKNOWN else given
