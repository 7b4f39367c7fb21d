"""Does a program of several modules run as Pulumi would run it: from the start, each time?"""

from __future__ import annotations

import sys

PROGRAM = """
import pulumi
import place
from naming.groups import NAME

pulumi.export("group", NAME)
"""
PLACE = """
from naming import groups
from pulumi_azure_native import resources

resources.ResourceGroup(groups.NAME, location="swedencentral")
"""


def write(project, name):
    project.write(program=PROGRAM)
    (project.folder / "place.py").write_text(PLACE, encoding="utf-8")
    (project.folder / "naming").mkdir(exist_ok=True)
    (project.folder / "naming/__init__.py").touch()
    (project.folder / "naming/groups.py").write_text(f"NAME = {name!r}\n", encoding="utf-8")


def test_the_update_runs_every_module_that_the_preview_ran(project):
    write(project, "group")
    assert project.run("up").summary["create"] == 1
    again = project.run("up")
    assert (again.summary["same"], again.changes) == (1, 0)


def test_a_module_that_was_changed_is_read_again(project):
    write(project, "group")
    project.run("up")
    write(project, "other-group")
    report = project.run("up")
    assert (report.summary["create"], report.summary["delete"]) == (1, 1)
    assert report.outputs == {"group": "other-group"}


def test_nothing_of_the_program_stays_and_all_else_does(project, monkeypatch):
    write(project, "group")
    environment = project.folder / ".venv/site-packages"
    environment.mkdir(parents=True)
    (environment / "installed.py").touch()
    monkeypatch.syspath_prepend(environment)
    program = project.folder / "__main__.py"
    program.write_text(f"import installed\n{PROGRAM}", encoding="utf-8")
    project.run("preview")
    assert not {"place", "naming", "naming.groups"} & sys.modules.keys()
    assert sys.modules.pop("installed")
