"""Do the aliases that count reach the engine, and only these?"""

from __future__ import annotations

import pytest
from pulumi import Alias, ResourceOptions, ResourceTransformationArgs

from azgreen_emulator.engine.aliases import possible_aliases

SERVED = Alias(type_="azure-native:cognitiveservices:Account")
OLD = Alias(type_="azure-native:cognitiveservices/v20230501:Account")
NEW_SDK = Alias(type_="azure-native_cognitiveservices_v20230501:cognitiveservices:Account")
URN = "urn:pulumi:dev::shop::azure-native:cognitiveservices:Account::old"


def left(*aliases):
    options = ResourceOptions(aliases=list(aliases), protect=True)
    told = possible_aliases(
        ResourceTransformationArgs(None, "t", "name", {"location": "x"}, options)
    )
    assert options.aliases == list(aliases), "the program's own options are left alone"
    if told is None:
        return list(aliases)
    assert (told.props, told.opts.protect) == ({"location": "x"}, True)
    return told.opts.aliases


@pytest.mark.parametrize("alias", [OLD, NEW_SDK], ids=["version", "package of a version"])
def test_a_type_that_is_not_served_is_no_alias(alias):
    assert left(alias, SERVED, alias) == [SERVED]


def test_every_other_alias_counts():
    aliases = [
        URN,
        SERVED,
        Alias(name="old"),
        Alias(name="old", type_=None),
        Alias(type_="azgreen:index:SemanticCache"),
    ]
    assert left(*aliases) == aliases


def test_without_aliases_there_is_nothing_to_do():
    args = ResourceTransformationArgs(None, "t", "name", {}, ResourceOptions())
    assert possible_aliases(args) is None


PART = """
import pulumi
from pulumi_azure_native import resources

class Part(pulumi.ComponentResource):
    def __init__(self, name, aliases):
        super().__init__("shop:index:Part", "part", None, None)
        resources.ResourceGroup(
            name,
            resource_group_name="inside",
            location="swedencentral",
            opts=pulumi.ResourceOptions(parent=self, aliases=aliases),
        )

"""


def test_a_part_of_a_component_keeps_its_place_by_its_alias(project):
    project.write(PART + "Part('old', [])")
    project.run("up")
    project.write(PART + "Part('new', [pulumi.Alias(name='old')])")
    assert project.run("up").changes is False
    assert [record.name for record in project.records()] == ["new"]
