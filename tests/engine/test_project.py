"""Are a project's files read as Pulumi reads them, and refused where they cannot be?"""

from __future__ import annotations

import pytest

from azgreen.errors import InputError
from azgreen_emulator.engine.project import load_stack
from azgreen_emulator.engine.secrets import Passphrase

PROJECT = """
name: shop
runtime: python
stackConfigDir: stacks
config:
  size:
    type: integer
    default: 3
  public:
    type: boolean
    default: false
  owner:
    type: string
"""


@pytest.fixture
def project(tmp_path):
    def write(stack: str, project: str = PROJECT):
        (tmp_path / "stacks").mkdir(exist_ok=True)
        (tmp_path / "Pulumi.yaml").write_text(project)
        (tmp_path / "stacks" / "Pulumi.dev.yaml").write_text(stack)
        return tmp_path

    return write


def refusal(folder, name="dev"):
    with pytest.raises(InputError) as caught:
        load_stack(folder, name)
    return str(caught.value).replace(f"{folder}/", "")


def test_values_reach_the_program_as_pulumi_hands_them_over(project):
    folder = project(
        "config:\n  shop:owner: me\n  shop:public: true\n  deep:\n    list: [1, {a: b}]\n"
    )
    stack = load_stack(folder, "dev")
    assert dict(stack.config) == {
        "shop:size": "3",
        "shop:public": "true",
        "shop:owner": "me",
        "shop:deep": '{"list": [1, {"a": "b"}]}',
    }
    assert (stack.project, stack.program) == ("shop", folder / "__main__.py")


def test_secrets_are_opened_wherever_they_stand(project, monkeypatch):
    monkeypatch.setattr(Passphrase, "decrypt", lambda *_: "hunter2")
    stack = load_stack(
        project("config:\n  shop:owner: me\n  shop:key:\n    inner:\n      secure: v1:x:y\n"), "dev"
    )
    assert stack.config["shop:key"] == '{"inner": "hunter2"}'
    assert stack.secret_keys == {"shop:key"}


def test_an_unknown_stack_is_named_with_the_one_that_was_meant(project):
    folder = project("config: {}\n")
    assert refusal(folder, "dve") == (
        "stacks/Pulumi.dve.yaml: unknown stack 'dve'; did you mean 'dev'?"
    )


def test_a_folder_without_a_project_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"no Pulumi\.yaml here"):
        load_stack(tmp_path, "dev")


@pytest.mark.parametrize(
    ("stack", "message"),
    [
        (
            "config: [1\n",
            "stacks/Pulumi.dev.yaml:2:1: is not YAML: expected ',' or ']', but got '<stream end>'",
        ),
        ("- a\n", "stacks/Pulumi.dev.yaml: must be a YAML mapping at its top"),
        ("config: 3\n", "stacks/Pulumi.dev.yaml:1: must be a mapping of keys to values"),
        (
            "config:\n  shop:owner: me\n  shop:size: big\n  azure-native:locaton: x\n",
            "stacks/Pulumi.dev.yaml:3: 'shop:size' is 'big'; it must be of type integer\n"
            "stacks/Pulumi.dev.yaml:4: unknown config key 'azure-native:locaton';"
            " did you mean 'location'?",
        ),
        ("config: {}\n", "stacks/Pulumi.dev.yaml: missing 'shop:owner'; Pulumi.yaml declares it"),
    ],
)
def test_what_cannot_be_read_is_named_all_at_once(project, stack, message):
    assert refusal(project(stack)) == message
