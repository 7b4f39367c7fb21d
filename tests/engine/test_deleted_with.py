"""Does what is deleted with another resource go with it, and with nothing else?"""

from __future__ import annotations

import sqlite3

import pytest
from tests.engine.conftest import PROGRAM
from tests.engine.test_resume import died

from azgreen.errors import EngineError
from azgreen_emulator.engine.deletion import deletion_order, goes_along, gone_with, taken_by
from azgreen_emulator.engine.state import Record, State
from azgreen_emulator.native.client import ArmClient

TAKEN = PROGRAM.replace(
    "depends_on=[previous]", "depends_on=[previous], deleted_with=group"
).replace(
    '"disable_local_auth": True},',
    '"disable_local_auth": True}, opts=pulumi.ResourceOptions(deleted_with=group),',
)
ANOTHER = """
from pulumi_azure_native import resources
resources.ResourceGroup("other", location="swedencentral")
"""


@pytest.fixture
def deleted(monkeypatch):
    """The kind of each resource that Azure is asked to delete or purge, in this order."""
    asked = []

    def noted(action):
        def note(client, resource_id, *rest):
            asked.append(resource_id.split("/")[-2])
            action(client, resource_id, *rest)

        return note

    for name in ("delete", "purge"):
        monkeypatch.setattr(ArmClient, name, noted(getattr(ArmClient, name)))
    return asked


@pytest.fixture
def shop(project):
    project.write(TAKEN)
    project.run("up")
    return project


def names(steps):
    return [step.name for step in steps]


def test_a_destroyed_container_takes_along_what_is_deleted_with_it(shop, deleted):
    report = shop.run("destroy", purge=False)
    assert names(report.steps) == ["gpt-4o-mini", "gpt-4.1-mini", "account", "group"]
    assert {step.kind for step in report.steps} == {"delete"}
    assert names(shop.watcher.ended) == names(report.steps)
    assert deleted == ["resourceGroups"]
    assert shop.records() == []
    assert shop.in_azure() == []


def test_what_went_along_is_purged_too(shop, azure, deleted):
    shop.run("destroy")
    # what Azure keeps of the account: .../locations/{place}/resourceGroups/{}/deletedAccounts/{}
    assert deleted == ["resourceGroups", "deletedAccounts"]
    assert azure.store.is_empty()


def test_what_goes_alone_is_deleted_by_itself(shop, deleted):
    shop.write(TAKEN, "{shop:models: [gpt-4.1-mini]}")
    assert shop.run("up").summary["delete"] == 1
    assert deleted == ["deployments"]
    assert len(shop.in_azure()) == 3


def test_what_is_dropped_together_goes_together(shop, deleted):
    shop.write(ANOTHER)
    steps = names(shop.run("up").steps)
    assert steps == ["other", "gpt-4o-mini", "gpt-4.1-mini", "account", "group"]
    assert deleted == ["resourceGroups"]
    assert len(shop.in_azure()) == len(shop.records()) == 1


def test_what_is_retained_is_not_purged(project, azure, deleted):
    options = "ResourceOptions(deleted_with=group"
    project.write(TAKEN.replace(options, f"{options}, retain_on_delete=True"))
    project.run("up")
    project.run("destroy")
    assert deleted == ["resourceGroups"]
    assert project.records() == []
    assert not azure.store.is_empty()


@pytest.mark.parametrize("named", [False, True], ids=["create first", "delete first"])
def test_a_replaced_container_takes_along_what_is_in_it(project, deleted, named):
    place = 'resource_group_name="north", location=' if named else "location="
    program = TAKEN.replace('"group", location=', f'"group", {place}')
    project.write(program)
    project.run("up")
    moved = program.replace("swedencentral", "norwayeast", 1).replace('"shop"', '"shop2"')
    project.write(moved)
    assert {step.kind for step in project.run("preview").steps if step.kind != "delete"} == {
        "replace"
    }
    assert project.run("up").summary["replace"] == 4
    assert deleted == ["resourceGroups"]
    assert len(project.in_azure()) == len(project.records()) == 4
    assert project.run("up").changes is False


@pytest.mark.parametrize("named", [False, True], ids=["create first", "delete first"])
def test_what_is_deleted_with_a_replaced_resource_is_replaced(project, named):
    name = ', resource_group_name="north"' if named else ""
    program = f"""
    import pulumi
    from pulumi_azure_native import resources
    taker = resources.ResourceGroup("taker", location="swedencentral"{name})
    with_it = resources.ResourceGroup(
        "with-it", location="swedencentral", opts=pulumi.ResourceOptions(deleted_with=taker)
    )
    resources.ResourceGroup(
        "with-that", location="swedencentral", opts=pulumi.ResourceOptions(deleted_with=with_it)
    )
    resources.ResourceGroup("alone", location="swedencentral")
    """
    project.write(program)
    project.run("up")
    project.write(program.replace("swedencentral", "norwayeast", 1))
    expected = {"taker": "replace", "with-it": "replace", "with-that": "replace", "alone": "same"}
    for verb in ("preview", "up"):
        assert {step.name: step.kind for step in project.run(verb).steps} == expected
    assert len(project.records()) == 4
    assert project.run("up").changes is False


def test_nothing_is_forgotten_while_what_takes_it_is_there(shop, monkeypatch):
    def refused(*_):
        raise EngineError("locked")

    with monkeypatch.context() as patched:
        patched.setattr(ArmClient, "delete", refused)
        with pytest.raises(EngineError, match=r"delete group .* failed: locked"):
            shop.run("destroy")
    assert len(shop.records()) == 4
    assert shop.run("up").changes is False


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_destroy_that_takes_along_goes_on_from_wherever_it_died(project, azure, after):
    project.write(TAKEN)
    moment, ended = 0, False
    while not ended:
        moment += 1
        project.run("up")
        ended = not died(project, "destroy", moment, after=after)
        project.run("destroy")
        assert project.records() == [], moment
        assert azure.store.is_empty(), moment
    assert moment > 12


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_what_is_dropped_together_goes_on_from_wherever_it_died(project, after):
    # an account that is not purged keeps its sub-domain: each round has an account without one
    program = TAKEN.replace('"custom_sub_domain_name": "shop", "disable_local_auth": True', "")
    moment, ended = 0, False
    while not ended:
        moment += 1
        project.write(program)
        project.run("up")
        project.write(ANOTHER)
        ended = not died(project, "up", moment, after=after)
        project.run("up")
        assert len(project.in_azure()) == len(project.records()) == 1, moment
        project.run("destroy")
    assert moment > 8


def record(row, name, deleted_with="", **more):
    place = f"/{name}{row}"
    return Record(f"urn::{name}", "token", place, deleted_with=deleted_with, row=row, **more)


def test_what_was_made_in_a_replaced_resource_goes_with_that_one():
    old, inside_old = record(1, "taker", superseded=True), record(2, "taken", "urn::taker")
    new, inside_new = record(3, "taker"), record(4, "taken", "urn::taker")
    records = [old, inside_old, new, inside_new]
    assert taken_by(inside_old, records) == old
    assert taken_by(inside_new, records) == new
    assert goes_along(inside_old, [old], records)
    assert not goes_along(inside_new, [old], records)


def test_an_option_added_later_names_a_resource_that_may_be_newer():
    taken, taker = record(1, "taken", "urn::taker"), record(2, "taker")
    assert taken_by(taken, [taken, taker]) == taker
    assert taken_by(taker, [taken, taker]) is None
    assert deletion_order([taker, taken]) == [taken, taker]


def test_all_that_goes_is_found_however_deep():
    taker, other = record(1, "a"), record(5, "e")
    inside = Record("urn::b", "token", "/a1/b", row=2)
    taken, deeper = record(3, "c", "urn::b"), record(4, "d", "urn::c")
    retained = record(6, "f", "urn::a", retain_on_delete=True)
    assert gone_with(taker, [taker, inside, taken, deeper, other, retained]) == [
        inside,
        taken,
        deeper,
    ]


def test_a_state_file_of_version_1_is_read_and_moved_on(tmp_path):
    file = tmp_path / "state.db"
    with State(file) as state:
        kept = state.save(record(None, "taken", "urn::taker"))
        state._connection.execute(
            "update resource set record = json_remove(record, '$.deleted_with')"
        )
        state._connection.execute("pragma user_version = 1")
        state._connection.commit()
    with State(file) as state:
        (found,) = state.records()
        assert found == Record(kept.urn, kept.token, kept.id, row=kept.row)
    with sqlite3.connect(file) as connection:
        assert connection.execute("pragma user_version").fetchone() == (2,)
        (text,) = connection.execute("select record from resource").fetchone()
        assert '"deleted_with":""' in text.replace(" ", "")
