"""Does a fix take out or change its own entry, and nothing else of a stack's file?"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from azgreen.cli._deployed import Deployed
from azgreen.cli.waste import change
from azgreen.cli.waste.found import Found
from azgreen.cli.waste.plan import faults_of
from azgreen.cli.waste.yaml_removal import without
from azgreen.errors import InputError
from azgreen.estimate.waste import Judged

GROUP = "/subscriptions/s/resourceGroups/rg/providers"
ACCOUNT = f"{GROUP}/Microsoft.CognitiveServices/accounts/a"
ML = f"{GROUP}/Microsoft.MachineLearningServices/workspaces/w"
FILE = """\
# The whole of it.
config:
  azgreen:environment: dev
  azgreen:location: swedencentral
  azgreen:owner: platform-team
  # What people ask.
  azgreen:deployments:
    - name: chat
      model: gpt-4.1
      version: '2025-04-14'
      capacity: 90 # by feeling
    # Vectors.
    - model: text-embedding-3-large
      capacity: 10
  azgreen:provisioned: {model: gpt-4.1-mini, ptu: 100, spillover: false}
  # Machines of our own.
  azgreen:endpoint:
    deployments:
      - name: summaries
        model: Phi-4-mini-instruct
        traffic:
          requestsPerSecond: 4
          inputTokens: 1155
          outputTokens: 211
  # Before the models.
  azgreen:cache:
    tenantKey: tenant
    versionTag: prompt-7
    entries: 1000 # assumed
  # At the end.
  azgreen:name-suffix: x
""".replace("azgreen:name-suffix", "azgreen:nameSuffix")


def found(kind, id_, props=None, **change):
    resource = Deployed(id_, props or {})
    judged = Judged(kind, resource.name, "waste", "it is", fix="do it", change=change)
    return Found(resource, judged)


def model(kind, name, model_name, sku="Standard", capacity=90, **change):
    props = {
        "sku": {"name": sku, "capacity": capacity},
        "properties": {"model": {"name": model_name, "format": "OpenAI"}},
    }
    return found(kind, f"{ACCOUNT}/deployments/{name}", props, **change)


CHAT = model("idle", "chat", "gpt-4.1")
VECTORS = model("idle", "text-embedding-3-large", "text-embedding-3-large")
BOUGHT = ("bought", "gpt-4.1-mini", "ProvisionedManaged", 100)
SUMMARIES = found("idle", f"{ML}/onlineEndpoints/e/deployments/summaries")
REDIS = found("no-hits", f"{GROUP}/Microsoft.Cache/redisEnterprise/c")
CLUSTER = found("never-zero", f"{ML}/computes/c")


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "Pulumi.dev.yaml"
    made.write_text(FILE, "utf-8")
    return made


def lines_of(difference):
    """Return the lines that go and come, without the names of the file."""
    return [each for each in difference.splitlines()[2:] if each[0] in "+-"]


def test_the_file_plans(file):
    assert faults_of(file, FILE) == ()


@pytest.mark.parametrize(
    ("chosen", "lines"),
    [
        (
            [CHAT],
            [
                "-    - name: chat",
                "-      model: gpt-4.1",
                "-      version: '2025-04-14'",
                "-      capacity: 90 # by feeling",
            ],
        ),
        (
            [SUMMARIES],
            [f"-{line}" for line in FILE.splitlines()[16:24]],
        ),
        (
            [REDIS],
            [f"-{line}" for line in FILE.splitlines()[25:29]],
        ),
        (
            [model("idle", *BOUGHT)],
            ["-  azgreen:provisioned: {model: gpt-4.1-mini, ptu: 100, spillover: false}"],
        ),
        (
            [model("underused", *BOUGHT, ptu=25)],
            [
                "-  azgreen:provisioned: {model: gpt-4.1-mini, ptu: 100, spillover: false}",
                "+  azgreen:provisioned: {model: gpt-4.1-mini, ptu: 25, spillover: false}",
            ],
        ),
        (
            [model("larger-model", "chat", "gpt-4.1", model="gpt-4.1-mini")],
            [
                "-      model: gpt-4.1",
                "-      version: '2025-04-14'",
                "+      model: gpt-4.1-mini",
            ],
        ),
    ],
)
def test_a_fix_changes_its_own_lines(file, chosen, lines):
    made = change.change(file, chosen)
    assert lines_of(made.difference) == lines
    assert file.read_text("utf-8") == FILE


def test_a_model_in_place_of_one_without_a_name_keeps_what_callers_ask_for(file):
    file.write_text(FILE.replace("    - name: chat\n      model:", "    - model:"), "utf-8")
    made = change.change(file, [model("larger-model", "gpt-4.1", "gpt-4.1", model="gpt-4.1-mini")])
    assert [line for line in lines_of(made.difference) if line[0] == "+"] == [
        "+    - model: gpt-4.1-mini",
        "+      name: gpt-4.1",
    ]


def test_a_deployment_without_a_name_is_found_by_the_name_that_its_model_gives_it(file):
    nameless = FILE.replace("- name: summaries\n        model:", "- model:").replace(
        "  # Before the models.",
        "      - name: other\n        model: Phi-4-mini-instruct\n        traffic:\n"
        "          {requestsPerSecond: 4, inputTokens: 9, outputTokens: 9}\n  # Before the models.",
    )
    file.write_text(nameless, "utf-8")
    phi = found("idle", f"{ML}/onlineEndpoints/e/deployments/phi-4-mini-instruct")
    assert lines_of(change.change(file, [phi]).difference) == [
        "-      - model: Phi-4-mini-instruct",
        "-        traffic:",
        "-          requestsPerSecond: 4",
        "-          inputTokens: 1155",
        "-          outputTokens: 211",
    ]


def test_several_fixes_at_once_and_a_list_goes_with_its_last_item(file):
    file.write_bytes(FILE.replace("\n", "\r\n").encode())
    chosen = [CHAT, VECTORS, SUMMARIES, REDIS]
    after = change.change(file, chosen).after
    assert after.replace("\r\n", "\n") == (
        "# The whole of it.\nconfig:\n  azgreen:environment: dev\n"
        "  azgreen:location: swedencentral\n  azgreen:owner: platform-team\n  # What people ask.\n"
        "  azgreen:provisioned: {model: gpt-4.1-mini, ptu: 100, spillover: false}\n"
        "  # Machines of our own.\n  # Before the models.\n  # At the end.\n"
        "  azgreen:nameSuffix: x\n"
    )
    assert after.count("\n") == after.count("\r\n")


UP = "deploy the file with 'azgreen up', or take the edit back, and look again"
GONE = "taken out already, which 'azgreen up' carries out, or made by something else"


@pytest.mark.parametrize(
    "chosen",
    [
        model("underused", *BOUGHT, ptu=25),
        model("larger-model", "chat", "gpt-4.1", model="gpt-4.1-mini"),
    ],
)
def test_a_change_that_is_written_already_changes_nothing_more(file, chosen):
    change.change(file, [chosen]).write()
    assert change.change(file, [chosen]).difference == ""


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        (
            model("idle", "talk", "gpt-4.1"),
            f"azgreen:deployments: has no deployment 'talk': {GONE}",
        ),
        (
            model("larger-model", "chat", "gpt-5", model="gpt-4.1-mini"),
            f"azgreen:deployments[0].model: is 'gpt-4.1', 'gpt-5' is deployed; {UP}",
        ),
        (
            model("underused", "bought", "gpt-4.1-mini", "ProvisionedManaged", 50, ptu=25),
            f"azgreen:provisioned.ptu: is 100, 50 is deployed; {UP}",
        ),
        (
            model("underused", *BOUGHT),
            "azgreen:provisioned: do it; change it where it is written",
        ),
        (
            found("idle", f"{ML}/onlineEndpoints/e/deployments/other"),
            f"azgreen:endpoint.deployments: has no deployment 'other': {GONE}",
        ),
        (CLUSTER, "config: has no setting of clusters; change it where it is written"),
        (
            found("idle", f"{GROUP}/Microsoft.DocumentDB/databaseAccounts/c"),
            f"azgreen:cache: is not there: {GONE}",
        ),
        (
            found("idle", f"{GROUP}/Microsoft.ApiManagement/service/g"),
            f"azgreen:gateway: is not there: {GONE}",
        ),
        (
            found("idle", f"{GROUP}/Microsoft.Search/searchServices/s"),
            f"azgreen:retrieval: is not there: {GONE}",
        ),
    ],
)
def test_what_the_file_did_not_make_or_no_longer_holds_is_changed_by_hand(file, chosen, told):
    with pytest.raises(InputError) as caught:
        change.change(file, [chosen])
    assert str(caught.value) == f"{file}: {told}"
    assert change.why_not(file, chosen) == told


JUDGED = """\
  azgreen:evaluation:
    baseline: chat
    candidate: summaries
    baselineAnswers: azureml://datastores/workspaceblobstore/paths/chat.jsonl
    candidateAnswers: azureml://datastores/workspaceblobstore/paths/summaries.jsonl
    environmentId: azureml://registries/contoso/environments/azgreen/versions/1
    hour: 13
"""


def test_a_fix_that_breaks_another_entry_is_refused_and_says_which(file):
    file.write_text(f"{FILE}{JUDGED}", "utf-8")
    told = "azgreen:evaluation.baseline: 'chat' is not a choice; allowed: gpt-4.1-mini, summaries"
    by_hand = f"once fixed the file would not plan: {told}"
    assert change.why_not(file, CHAT) == by_hand
    assert change.why_not(file, REDIS) is None
    with pytest.raises(InputError) as caught:
        change.change(file, [REDIS, CHAT])
    assert str(caught.value) == f"{file}: {told} (once no-hits:c, idle:chat is fixed)"


def test_the_last_model_of_a_stack_stays(file):
    file.write_text(FILE.partition("    # Vectors.")[0], "utf-8")
    assert change.why_not(file, CHAT) == (
        "once fixed the file would not plan: azgreen:deployments: missing; write it, provisioned,"
        " endpoint or serverless: a model is needed"
    )


SCALARS = st.sampled_from(["1", "some text", "'quoted'", "true"])
COMMENTS = st.sampled_from(["", "# one", "# two\n\n# three"])


@st.composite
def blocks(draw, depth=0):
    """Draw a mapping in block style, with comments between its keys, indented by `depth`."""
    pad, lines = "  " * depth, []
    for name in draw(st.lists(st.sampled_from("abcde"), unique=True, min_size=1, max_size=4)):
        lines += [f"{pad}{each}" if each else "" for each in draw(COMMENTS).splitlines()]
        what = draw(st.integers(0, 2)) if depth < 2 else 0
        if what == 0:
            lines.append(f"{pad}{name}: {draw(SCALARS)} # same line")
        elif what == 1:
            lines += [f"{pad}{name}:", *draw(blocks(depth + 1))]
        else:
            lines.append(f"{pad}{name}:")
            for item in draw(st.lists(SCALARS, min_size=1, max_size=3)):
                lines += [f"{pad}  # of the item", f"{pad}  - {item}"]
    return lines


def paths_of(node):
    keys = range(len(node)) if isinstance(node, list) else node
    for key in keys:
        yield (key,)
        if isinstance(node[key], dict | list):
            yield from ((key, *rest) for rest in paths_of(node[key]))


@settings(max_examples=40)
@given(blocks(), st.data())
def test_an_entry_goes_and_every_other_line_stays(lines, data):
    text = "\n".join(lines) + "\n"
    document = YAML().load(text)
    path = data.draw(st.sampled_from([*paths_of(document)]))
    above = [document]
    for step in path[:-1]:
        above.append(above[-1][step])
    while len(above) > 1 and len(above[-1]) == 1:
        above, path = above[:-1], path[:-1]
    inside = "\n".join(entry_of(text, above[-1], path[-1]))
    del above[-1][path[-1]]
    after = without(text, path)
    assert (YAML().load(after) or {}) == document
    if document:
        kept = iter(text.splitlines())
        assert all(line in kept for line in after.splitlines())
        assert comments(text) - comments(after) <= comments(inside)


def comments(text):
    return sum(line.lstrip().startswith("#") for line in text.splitlines())


def entry_of(text, node, step):
    """Return the lines from an entry's own to the last that is deeper than it."""
    is_item = isinstance(step, int)
    first, column = node.lc.item(step) if is_item else node.lc.key(step)
    rest = text.splitlines()[first:]
    column -= 2 if is_item else 0
    taken = [rest[0]]
    for line in rest[1:]:
        if line.strip() and len(line) - len(line.lstrip()) <= column:
            break
        taken.append(line)
    return taken
