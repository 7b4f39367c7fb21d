"""Is what the page on pull requests shows and names really so?"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docs/pull-requests.md"
PAGE = FILE.read_text("utf-8")
ACTION = ROOT / ".github/actions/azgreen/action.yml"
TEMPLATE = ROOT / ".azure-pipelines/azgreen.yml"


def load(text: str) -> Any:
    return YAML(typ="safe").load(text)  # pyright: ignore[reportUnknownMemberType]


EXAMPLES = [load(text) for text in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]


def test_the_comment_is_the_one_that_is_tested() -> None:
    golden = (ROOT / "tests/findings/golden/comment.md").read_text("utf-8")
    assert f"```markdown\n{golden}```\n" in PAGE


def test_examples_use_what_there_is() -> None:
    action, template = load(ACTION.read_text("utf-8")), load(TEMPLATE.read_text("utf-8"))
    steps = [
        it for each in EXAMPLES for job in each.get("jobs", {}).values() for it in job["steps"]
    ]
    own = [it for it in steps if "/.github/actions/azgreen@" in it.get("uses", "")]
    assert len(own) == 2
    for step in own:
        assert set(step["with"]) <= set(action["inputs"])
        assert len({"stack", "preview-json", "export"} & set(step["with"])) == 1
    outputs = set(re.findall(r"steps\.azgreen\.outputs\.([\w-]+)", PAGE))
    assert outputs <= set(action["outputs"])
    (used,) = [it for each in EXAMPLES for it in each.get("steps", []) if "template" in it]
    assert used["template"] == f"{TEMPLATE.relative_to(ROOT)}@azgreen"
    assert set(used["parameters"]) <= {it["name"] for it in template["parameters"]}
    (told,) = re.findall(r"The outputs are\s(.*?) of the step", PAGE, re.DOTALL)
    script = TEMPLATE.read_text("utf-8")
    set_by_it = {*re.findall(r"variable=(\w+);", script), *re.findall(r"(\w+): \.c", script)}
    assert set(re.findall(r"`(\w+)`", told)) == set_by_it
    (hooks,) = [each["repos"][0]["hooks"] for each in EXAMPLES if "repos" in each]
    known = {it["id"] for it in load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    assert {it["id"] for it in hooks} <= known


def test_a_workflow_may_comment_and_no_more_than_it_needs() -> None:
    workflows = [each for each in EXAMPLES if "jobs" in each]
    for each in workflows:
        assert each["permissions"]["pull-requests"] == "write"
        assert each["permissions"]["contents"] == "read"
        assert "pull_request_target" not in str(each)
        uploads = "upload-sarif" in str(each)
        assert ("security-events" in each["permissions"]) == uploads


@pytest.mark.parametrize("link", re.findall(r"\]\(((?!https?:)[^)#]+)", PAGE))
def test_links_lead_somewhere(link: str) -> None:
    assert (FILE.parent / link).exists()
