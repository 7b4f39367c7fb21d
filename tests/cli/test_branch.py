"""Does `--branch` make one commit of the change, and leave everything else as it is?"""

from __future__ import annotations

import argparse
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from azgreen.azure.place import PUBLIC_URL, AzurePlace
from azgreen.cli import _branch, _recording, _stack_change, main
from azgreen.cli._deployed import Deployed
from azgreen.cli.rightsize import told
from azgreen.cli.rightsize.look import Look, Looked
from azgreen.errors import InputError
from azgreen.estimate.rightsizing import Samples, TokenUse, recommend

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples/workloads/assistant.yaml"
BEFORE = "config:\n  azgreen:environment: dev # the stage\n"
MESSAGE = "Right-size chat of stack dev\n\nchange: 2 of 3 are enough\n"


def git(folder, *words):
    done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=True)
    return done.stdout.decode().strip()


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A machine whose git is set up by nothing but this test."""
    for name in ("EMAIL", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL", "GIT_CONFIG_GLOBAL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    config = "[user]\nname = Ada\nemail = ada@example.com\nuseConfigOnly = true\n"
    (tmp_path / ".gitconfig").write_text(config, "utf-8")
    return tmp_path


@pytest.fixture
def project(home):
    """A project in a sub-folder of a repository, with something staged and something edited."""
    folder = home / "work" / "azure"
    (folder / "stacks").mkdir(parents=True)
    (folder / "Pulumi.yaml").write_text("stackConfigDir: stacks\n", "utf-8")
    (folder / "stacks" / "Pulumi.dev.yaml").write_text(BEFORE, "utf-8")
    (folder / "notes").write_text("one\n", "utf-8")
    git(home, "init", "--quiet", "--initial-branch", "main", "work")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "Begin")
    (folder / "staged").write_text("staged\n", "utf-8")
    git(folder, "add", "staged")
    (folder / "notes").write_text("two\n", "utf-8")
    return folder


@pytest.fixture
def record(project, capsys):
    """Record prod in place of dev in the stack's file; returns what was told."""

    def run(*words, stage="prod"):
        parser = argparse.ArgumentParser()
        _recording.add_recording_options(parser, "stage", "azgreen:environment", names_stack=True)
        given = ["--stack", "dev", "--cwd", str(project), *words]
        options = parser.parse_args(given, argparse.Namespace(format="table"))
        file = _stack_change.stack_file(options)
        change = _stack_change.changed(file, lambda config: _put(config, stage))
        _stack_change.tell(change, options, "stage", MESSAGE)
        return capsys.readouterr().out.replace(f"{project}/", "")

    return run


def _put(config, stage):
    if config["azgreen:environment"] == stage:
        return False
    config["azgreen:environment"] = stage
    return True


def untouched(project):
    """Everything that must stay: the status, the index, the branch, every file."""
    top = project.parent
    files = {item: item.read_bytes() for item in project.rglob("*") if item.is_file()}
    index = (top / ".git" / "index").read_bytes()
    head = (top / ".git" / "HEAD").read_text("utf-8")
    return git(top, "--no-optional-locks", "status", "--porcelain"), index, head, files


def refused(record, *words, **more):
    with pytest.raises(InputError) as caught:
        record(*words, **more)
    (fault,) = caught.value.faults
    assert fault.where == "--branch"
    return fault.what


def test_one_commit_changes_the_file_and_nothing_else(project, record):
    before, head = untouched(project), git(project, "rev-parse", "HEAD")
    told = record("--branch", "carbon/dev")
    made = git(project, "rev-parse", "carbon/dev")
    subject = "Right-size chat of stack dev"
    assert told == f"recorded on branch carbon/dev, commit {made[:10]}: {subject}\n"
    assert untouched(project) == before
    assert git(project, "rev-parse", "carbon/dev^@") == head
    assert git(project, "log", "-1", "--format=%B", "carbon/dev") == MESSAGE.strip()
    assert git(project, "log", "-1", "--format=%an %ae", "carbon/dev") == "Ada ada@example.com"
    changed = git(project.parent, "diff", "--name-status", "main", "carbon/dev")
    assert changed == "M\tazure/stacks/Pulumi.dev.yaml"
    after = git(project.parent, "show", "carbon/dev:azure/stacks/Pulumi.dev.yaml")
    assert after == "config:\n  azgreen:environment: prod # the stage"
    # once more: nothing more
    assert record("--branch", "carbon/dev") == "branch carbon/dev holds this change already\n"
    assert git(project, "rev-parse", "carbon/dev") == made
    assert git(project, "reflog", "show", "carbon/dev").count("\n") == 0


def test_a_detached_head_line_ends_and_the_mode_are_kept(project, record):
    file = project / "stacks" / "Pulumi.dev.yaml"
    (project / ".gitattributes").write_text("*.yaml text eol=crlf\n", "utf-8")
    file.write_bytes(BEFORE.replace("\n", "\r\n").encode())
    file.chmod(0o755)
    git(project, "add", ".")
    git(project, "commit", "--quiet", "--message", "As on Windows")
    git(project, "checkout", "--quiet", "--detach")
    before = untouched(project)
    record("--branch", "b")
    assert untouched(project) == before
    kept = git(project, "ls-tree", "b", "stacks/Pulumi.dev.yaml")
    assert kept.startswith("100755 blob ")
    # in git's own form: as the change of one line
    assert git(project, "diff", "--numstat", "HEAD", "b").startswith("1\t1\t")


def test_a_dry_run_shows_difference_and_message_and_makes_no_object(project, record):
    objects = {*(project.parent / ".git").rglob("*")}
    told = record("--branch", "b", "--dry-run")
    head = git(project, "rev-parse", "HEAD")[:10]
    assert told.startswith(f"branch b from {head}\n\n{MESSAGE}\n--- stacks/Pulumi.dev.yaml\n")
    assert "\n+  azgreen:environment: prod # the stage\n" in told
    assert {*(project.parent / ".git").rglob("*")} == objects
    record("--branch", "b")
    assert record("--branch", "b", "--dry-run") == "branch b holds this change already\n"


def test_what_the_file_holds_already_makes_no_branch(project, record):
    told = record("--branch", "b", stage="dev")
    assert told == "stacks/Pulumi.dev.yaml holds this stage already\n"
    assert git(project, "branch", "--list", "b") == ""


def test_a_branch_with_something_else_is_left_alone(project, record):
    git(project, "branch", "taken")
    fix = "name another one, or delete it with 'git branch -D taken'"
    said = f"branch taken is there already and is not HEAD with this change; {fix}"
    assert refused(record, "--branch", "taken") == said
    assert refused(record, "--branch", "taken", "--dry-run") == said
    record("--branch", "other", stage="test")
    assert "branch other is there already" in refused(record, "--branch", "other")
    assert git(project, "rev-parse", "taken") == git(project, "rev-parse", "HEAD")


def test_a_file_that_is_not_as_committed_is_refused(project, record):
    file = project / "stacks" / "Pulumi.dev.yaml"
    file.write_text(f"{BEFORE}  # by hand\n", "utf-8")
    before = untouched(project)
    fix = "commit the edit first, deploy it with 'azgreen up', and look again"
    said = f"{file} differs from HEAD, so it is not what was looked at; {fix}"
    assert refused(record, "--branch", "b") == said
    git(project, "rm", "--quiet", "--cached", "stacks/Pulumi.dev.yaml")
    git(project, "commit", "--quiet", "--message", "Forget")
    said = f"{file} is not in HEAD; commit it first, and deploy what is committed"
    assert refused(record, "--branch", "b") == said
    assert untouched(project)[3] == before[3]
    assert git(project, "branch", "--list", "b") == ""


@pytest.mark.parametrize("name", ["", "a b", "-x", "a..b", "x.lock", "@{-1}", "HEAD"])
def test_a_name_that_git_refuses_is_told(record, name):
    said = f"{name!r} is no name of a branch; 'git help check-ref-format' has them"
    assert refused(record, f"--branch={name}") == said


def test_what_git_says_is_passed_on(project, home, record, monkeypatch):
    git(project, "branch", "a")
    told = refused(record, "--branch", "a/b")
    assert told.startswith("git update-ref: fatal: ")
    assert "'refs/heads/a' exists; cannot create 'refs/heads/a/b'" in told
    (home / ".gitconfig").write_text("[user]\nuseConfigOnly = true\n", "utf-8")
    told = refused(record, "--branch", "b")
    assert told.startswith("git commit-tree: ")
    assert "user.email" in told
    assert git(project, "branch", "--list", "b") == ""
    # of a hook of another repository
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", "nowhere")
    (home / ".gitconfig").write_text("[user]\nname = A\nemail = a@example.com\n", "utf-8")
    assert record("--branch", "b").startswith("recorded on branch b")


SIGNER = """\
#!/bin/sh
cat > /dev/null
printf '\\n[GNUPG:] SIG_CREATED ' >&2
echo SIGNED
exit $(cat "$HOME/code")
"""


def test_a_commit_is_signed_where_commits_are(project, home, record):
    signer = home / "signer"
    signer.write_text(SIGNER, "utf-8")
    signer.chmod(0o755)
    (home / "code").write_text("1", "utf-8")
    git(project, "config", "gpg.program", str(signer))
    git(project, "config", "commit.gpgSign", "true")
    assert "gpg failed to sign the data" in refused(record, "--branch", "b")
    assert git(project, "branch", "--list", "b") == ""
    (home / "code").write_text("0", "utf-8")
    record("--branch", "b")
    assert "\ngpgsig SIGNED\n" in git(project, "cat-file", "commit", "b")


def test_without_git_a_repository_or_a_commit_nothing_is_made(project, record, monkeypatch):
    top = project.parent
    (top / ".git").rename(top / "kept")
    told = refused(record, "--branch", "b")
    assert told.startswith("git rev-parse: fatal: not a git repository")
    git(top, "init", "--quiet")
    said = f"{top} has no commit to start from; commit the project first"
    assert refused(record, "--branch", "b") == said
    monkeypatch.setenv("PATH", str(top))
    reason = "git cannot be started (No such file or directory); install it, or use --write"
    assert refused(record, "--branch", "b") == reason


def test_write_and_branch_exclude_each_other(record, capsys):
    with pytest.raises(SystemExit) as ended:
        record("--branch", "b", "--write")
    assert ended.value.code == 2
    assert "argument --write: not allowed with argument --branch" in capsys.readouterr().err


def test_a_message_is_wrapped_and_keeps_its_indent():
    long = "  season: " + "word " * 30
    text = _branch.message("Subject", ["one", "", long])
    assert text.splitlines()[:4] == ["Subject", "", "one", ""]
    assert max(map(len, text.splitlines())) <= 72
    assert all(line.startswith("    word") for line in text.splitlines()[5:])
    assert text.split() == ["Subject", "one", *long.split()]


WINDOW = datetime(2026, 11, 2, 4, tzinfo=UTC), datetime(2026, 11, 16, 4, 41, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "whose"), [(PUBLIC_URL, "Azure Monitor"), ("http://127.0.0.1:1", "a local Azure")]
)
def test_the_message_of_a_right_sizing_is_its_evidence(url, whose):
    flat = Samples(WINDOW[0], 3600, (60_000.0,) * (14 * 24))
    use = TokenUse("chat", 900, flat)
    chat = Look(Deployed("/x/deployments/chat", {}), use, recommend(use))
    other = Look(Deployed("/x/deployments/other", {}), why_not="nobody knows")
    looked = Looked(AzurePlace(url, "sub"), (chat, other), *WINDOW)
    text = told.as_message(looked, argparse.Namespace(stack="dev"))
    subject, _, first, second, _, third, *body = text.splitlines()
    assert subject == "Right-size chat of stack dev"
    assert first == f"Metrics of {whose} from 2026-11-02 04:00 to 2026-11-16 04:41 UTC,"
    assert second == "subscription sub."
    size = dict(chat.found.size)["capacity"]
    assert third == f"chat, pay-as-you-go deployment: capacity 900 -> capacity {size}"
    # everything that the table tells of what changes, and nothing of the rest
    message = " ".join(" ".join(body).split())
    assert all(line in message for line in chat.found.explain())
    for word in ("change: ", "measured: ", "confidence: ", "over the target: ", "gCO2e a month: "):
        assert word in message
    assert "other" not in text
    assert max(map(len, text.splitlines())) <= 72


def test_an_evaluation_becomes_a_branch(project, capsys):
    files = [
        str(ROOT / f"examples/evaluation/{name}.jsonl") for name in ("gpt-4.1", "gpt-4.1-mini")
    ]
    models = ("--baseline-model", "gpt-4.1", "--candidate-model", "gpt-4.1-mini")
    words = ("--stack", "dev", "--cwd", str(project), "--resamples", "200", "--branch", "judged")
    main(["evaluate", *files, *models, *words])
    assert "recorded on branch judged, commit " in capsys.readouterr().out
    subject, body = git(project, "log", "-1", "--format=%s%n%b", "judged").split("\n", 1)
    assert subject.startswith("Record the evidence for gpt-4.1-mini in place of gpt-4.1: ")
    assert "gCO2e per 1,000 requests" in " ".join(body.split())
    assert "candidate: gpt-4.1-mini" in git(project, "show", "judged")


def test_a_placement_becomes_a_branch(project, capsys):
    words = ["place", str(EXAMPLE), "--offline", "--stack", "dev", "--cwd", str(project)]
    assert main([*words, "--branch", "place"]) == 0
    assert "recorded on branch place, commit " in capsys.readouterr().out
    subject, body = git(project, "log", "-1", "--format=%s%n%b", "place").split("\n", 1)
    assert subject == "Place support-assistant in swedencentral"
    assert "regions are rejected." in body
    assert "azgreen:location: swedencentral" in git(project, "show", "place")
