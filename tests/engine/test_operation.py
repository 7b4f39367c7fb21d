"""Does Azure become what the program says, and stay so?"""

from __future__ import annotations

import pytest

from azgreen.errors import EngineError, InputError
from azgreen_emulator.engine.secrets import Passphrase
from azgreen_emulator.native.client import ArmClient
from azgreen_emulator.native.table import SUBSCRIPTION_ID
from azgreen_emulator.native.values import UNKNOWN, Secret


def kinds(steps):
    return {step.name: step.kind for step in steps}


def test_up_makes_what_the_program_says_in_dependency_order(project):
    report = project.run("up")
    assert report.summary == {"create": 4, "update": 0, "replace": 0, "delete": 0, "same": 0}
    assert [step.name for step in project.watcher.ended] == [
        "group",
        "account",
        "gpt-4.1-mini",
        "gpt-4o-mini",
    ]
    assert report.outputs["endpoint"] == "https://shop.cognitiveservices.azure.com/"
    assert len(project.in_azure()) == 4


def test_the_plan_is_known_before_anything_is_written(project):
    report = project.run("preview")
    assert [step.kind for step in report.steps] == ["create"] * 4
    assert report.outputs == {"endpoint": UNKNOWN, "group": UNKNOWN}
    assert project.in_azure() == []
    assert project.watcher.begun == []


def test_up_twice_changes_nothing(project):
    first = project.run("up")
    second = project.run("up")
    assert second.summary == {"create": 0, "update": 0, "replace": 0, "delete": 0, "same": 4}
    assert second.outputs == first.outputs
    assert project.watcher.begun == []
    assert project.run("preview").outputs == first.outputs


def test_a_changed_input_is_an_update_that_is_named(project):
    project.run("up")
    project.write(config="{shop:capacity: 2, shop:owner: you}")
    report = project.run("up")
    assert report.summary == {"create": 0, "update": 3, "replace": 0, "delete": 0, "same": 1}
    assert {step.name: step.changed for step in project.watcher.plan.steps if step.changed} == {
        "group": ("tags.owner",),
        "gpt-4.1-mini": ("sku.capacity",),
        "gpt-4o-mini": ("sku.capacity",),
    }


def test_what_the_program_no_longer_declares_is_deleted(project):
    project.run("up")
    project.write(config="{shop:models: [gpt-4.1-mini]}")
    report = project.run("up")
    assert report.summary == {"create": 0, "update": 0, "replace": 0, "delete": 1, "same": 3}
    assert len(project.in_azure()) == 3
    assert len(project.records()) == 3


def test_a_replaced_group_takes_everything_in_it_along(project):
    project.run("up")
    moved = (
        project.folder.joinpath("__main__.py")
        .read_text()
        .replace(
            'ResourceGroup("group", location="swedencentral"',
            'ResourceGroup("group", location="norwayeast"',
        )
        .replace('"shop"', '"shop2"')
    )
    project.write(moved)
    plan = project.run("preview")
    assert kinds(plan.steps)["group"] == "replace"
    project.run("up")
    assert len(project.in_azure()) == 4
    assert project.run("up").changes is False


def test_destroy_leaves_the_local_azure_empty(project, azure):
    project.run("up")
    report = project.run("destroy")
    assert [step.name for step in report.steps] == [
        "gpt-4o-mini",
        "gpt-4.1-mini",
        "account",
        "group",
    ]
    assert project.records() == []
    assert azure.store.is_empty()
    assert project.run("up").summary["create"] == 4


def test_destroy_can_leave_accounts_recoverable(project, azure):
    project.run("up")
    project.run("destroy", purge=False)
    assert project.in_azure() == []
    assert not azure.store.is_empty()


def test_protected_resources_are_not_destroyed(project):
    program = project.folder.joinpath("__main__.py").read_text()
    project.write(program.replace("depends_on=[previous]", "depends_on=[previous], protect=True"))
    project.run("up")
    with pytest.raises(EngineError, match=r"protected: gpt-4\.1-mini, gpt-4o-mini"):
        project.run("destroy")
    assert len(project.in_azure()) == 4


def test_ignored_changes_are_ignored(project):
    program = project.folder.joinpath("__main__.py").read_text()
    ignoring = 'depends_on=[previous], ignore_changes=["sku.capacity"]'
    project.write(program.replace("depends_on=[previous]", ignoring))
    project.run("up")
    project.write(program.replace("depends_on=[previous]", ignoring), "{shop:capacity: 2}")
    assert project.run("up").changes is False


@pytest.mark.parametrize("path", ["*", "sku.*", 'sku["capacity"]', "sku"])
def test_changes_are_ignored_by_any_property_path(project, path):
    program = project.folder.joinpath("__main__.py").read_text()
    ignoring = program.replace(
        "depends_on=[previous]", f"depends_on=[previous], ignore_changes=['{path}']"
    )
    project.write(ignoring)
    project.run("up")
    project.write(ignoring, "{shop:capacity: 2}")
    assert project.run("up").changes is False


def test_paths_that_cannot_be_ignored_are_named(project):
    program = """
    import pulumi
    from pulumi_azure_native import resources
    options = pulumi.ResourceOptions(ignore_changes=["tags.owner", "tags[", "location.x"])
    resources.ResourceGroup("group", location="swedencentral", tags={"owner": "me"}, opts=options)
    """
    project.write(program)
    project.run("up")
    project.write(program.replace(', tags={"owner": "me"}', ""))
    with pytest.raises(InputError) as caught:
        project.run("up")
    assert str(caught.value) == (
        "group.tags.owner: cannot be ignored: part of the way there is missing in the program or"
        " the state\n"
        'group: tags[: no property path; write it as a.b[0]["a key"], with * for every key or'
        " index"
    )


def test_what_could_never_be_made_is_not_ignored(project):
    program = project.folder.joinpath("__main__.py").read_text()
    ignoring = program.replace(
        "depends_on=[previous]", 'depends_on=[previous], ignore_changes=["*"]'
    )
    project.write(ignoring, "{shop:capacity: 1000000}")
    with pytest.raises(EngineError, match="InsufficientQuota"):
        project.run("up")
    project.write(ignoring)
    assert project.run("up").summary["create"] == 2


@pytest.mark.parametrize("path", ["sku.capacity", "sku", "sku.*"])
def test_a_replacement_under_the_same_id_leaves_the_new_resource(project, path):
    program = project.folder.joinpath("__main__.py").read_text()
    replacing = f'depends_on=[previous], replace_on_changes=["{path}"]'
    program = program.replace("depends_on=[previous]", replacing)
    project.write(program)
    project.run("up")
    project.write(program, "{shop:capacity: 2}")
    assert project.run("up").summary["replace"] == 2
    assert len(project.in_azure()) == 4
    assert project.run("up").changes is False


def test_a_renamed_resource_keeps_its_place_by_its_alias(project):
    program = project.folder.joinpath("__main__.py").read_text()
    project.run("up")
    alias = 'opts=pulumi.ResourceOptions(aliases=[pulumi.Alias(name="group")])'
    renamed = program.replace('"group", location=', f'"rg", {alias}, location=')
    project.write(renamed)
    assert project.run("up").changes is False
    assert "rg" in {record.name for record in project.records()}


def test_a_refusal_of_azure_names_the_resource_and_stops_what_follows(project):
    project.write(config="{shop:models: [gpt-4.1-mini, gpt-9]}")
    with pytest.raises(EngineError) as caught:
        project.run("up")
    assert str(caught.value).startswith(
        "create gpt-9 (azure-native:cognitiveservices:Deployment) failed: "
    )
    assert len(project.in_azure()) == 3
    project.write()
    assert project.run("up").summary["create"] == 1


def test_a_program_that_fails_says_where(project):
    project.write("raise ValueError('no such shop')")
    with pytest.raises(EngineError, match="ValueError: no such shop"):
        project.run("up")


def test_a_type_that_is_not_served_is_refused_before_anything_is_written(project):
    project.write(
        """
        from pulumi_azure_native import dns, resources
        resources.ResourceGroup("group", location="swedencentral")
        dns.Zone("zone", resource_group_name="x")
        """
    )
    with pytest.raises(EngineError, match="'azure-native:dns:Zone' is not served"):
        project.run("up")
    assert project.in_azure() == []


def test_what_somebody_removed_behind_our_back_is_made_again(project):
    project.run("up")
    client = ArmClient(project.azure.url)
    (deployment,) = [item.id for item in project.records() if item.name == "gpt-4o-mini"]
    client.delete(deployment, "2025-06-01")
    client.close()
    report = project.run("up")
    assert report.summary["create"] == 1
    (message,) = project.watcher.messages
    assert message == ("warning", f"gpt-4o-mini ({deployment}) is gone from the local Azure")


def test_secrets_are_sent_but_never_kept_or_shown(project):
    program = project.folder.joinpath("__main__.py").read_text()
    project.write(program.replace('_name": "shop"', '_name": pulumi.Output.secret("hidden-shop")'))
    report = project.run("up")
    assert "hidden-shop" not in repr(report)
    for file in (project.folder / ".azgreen").iterdir():
        assert b"hidden-shop" not in file.read_bytes()
    assert project.run("up").changes is False


def test_an_error_of_azure_does_not_repeat_a_secret(project):
    program = project.folder.joinpath("__main__.py").read_text()
    project.write(program.replace('"AIServices"', 'pulumi.Output.secret("hidden-kind")'))
    with pytest.raises(EngineError) as caught:
        project.run("up")
    assert "create account" in str(caught.value)
    assert "[secret]" in str(caught.value)
    assert "hidden-kind" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_secret_of_the_configuration_reaches_the_program(project, monkeypatch):
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "password")
    salt = "v1:fozI5u6B030=:v1:F+6ZduKKd8G0/V7L:PGMFeIzwobWRKmEAzUdaQHqC5mMRIQ=="
    sealed = Passphrase(salt)._cipher.encrypt("hunter2")
    project.write(
        """
        import pulumi
        secret = pulumi.Config().require_secret("key")
        pulumi.export("length", pulumi.Output.unsecret(secret).apply(len))
        pulumi.export("key", secret)
        """
    )
    stack = f"encryptionsalt: {salt}\nconfig:\n  shop:key:\n    secure: {sealed}\n"
    (project.folder / "Pulumi.dev.yaml").write_text(stack)
    report = project.run("up")
    assert report.outputs == {"length": 7, "key": Secret("hunter2")}
    assert "hunter2" not in repr(report)
    for file in (project.folder / ".azgreen").iterdir():
        assert b"hunter2" not in file.read_bytes()


def test_existing_resources_and_functions_can_be_read(project):
    project.run("up")
    (group,) = [item for item in project.records() if item.name == "group"]
    project.write(
        f"""
        import pulumi
        from pulumi_azure_native import authorization, resources
        found = resources.ResourceGroup.get("found", "{group.id}")
        pulumi.export("location", found.location)
        pulumi.export("subscription", authorization.get_client_config().subscription_id)
        pulumi.export("name", found.name)
        pulumi.export("tags", resources.get_resource_group("{group.id.rpartition("/")[2]}").tags)
        """
    )
    report = project.run("preview")
    assert report.outputs == {
        "location": "swedencentral",
        "subscription": SUBSCRIPTION_ID,
        "name": group.id.rpartition("/")[2],
        "tags": {"owner": "me"},
    }


def test_a_failed_template_says_which_of_its_resources_azure_refused(project):
    project.write(
        """
        import pulumi
        from pulumi_azure_native import resources
        group = resources.ResourceGroup("group", location="swedencentral")
        identity = {
            "type": "Microsoft.ManagedIdentity/userAssignedIdentities",
            "apiVersion": "2023-01-31",
            "name": "one",
            "location": pulumi.Config().get("place") or "nowhere",
        }
        resources.Deployment(
            "template",
            resource_group_name=group.name,
            properties={"mode": "Incremental", "template": {"resources": [identity]}},
        )
        """
    )
    with pytest.raises(EngineError) as caught:
        project.run("up")
    assert "DeploymentFailed" in str(caught.value)
    assert "The provided location 'nowhere' is not available" in str(caught.value)
    project.write(project.folder.joinpath("__main__.py").read_text(), "{shop:place: norwayeast}")
    assert project.run("up").summary["create"] == 1
    assert project.run("up").changes is False
