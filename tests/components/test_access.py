"""Do callers get one narrow role each, under a name that stays, and is every wrong one named?"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen_components._access import Caller, grant, read_callers
from azgreen_components._common import read_id
from azgreen_components._inputs import Faults, InvalidInputsError
from azgreen_components._naming import stable_guid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROLE_ASSIGNMENT = "azure-native:authorization:RoleAssignment"
USER, ANY = "Cognitive Services OpenAI User", "Cognitive Services User"
ONE, TWO = "11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"
SUBSCRIPTION = "99999999-9999-9999-9999-999999999999"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
ACCOUNTS = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts"
SHOP = {"name": "shop", "principal_id": ONE}
CALLER_RULE = (
    "is not a caller's name; use 1 to 32 lower case letters, digits or '-', with no '-' at either "
    "end"
)
NOT_TEXT = "is not a text; write a string that is not empty"


@pytest.fixture
def output() -> Iterator[pulumi.Output[str]]:
    """Make an output, which needs a loop, and wait for it, or the next program would."""
    own = asyncio.new_event_loop()
    asyncio.set_event_loop(own)
    made = pulumi.Output.from_input("known-later")
    yield made
    own.run_until_complete(made.future())
    own.close()
    asyncio.set_event_loop(None)


def told(found: Faults) -> list[tuple[str, str]]:
    try:
        found.raise_any("it")
    except InvalidInputsError as error:
        return [(item["property_path"], item["reason"]) for item in error.errors or ()]
    return []


def read(given: Any) -> tuple[tuple[Caller, ...], list[tuple[str, str]]]:
    found = Faults()
    return read_callers(found, given), told(found)


def test_a_caller_is_an_application_unless_said() -> None:
    callers, wrong = read([SHOP, {"name": "me", "principal_id": TWO, "principal_type": "User"}])
    assert callers == (Caller("shop", ONE, "ServicePrincipal"), Caller("me", TWO, "User"))
    assert wrong == []
    assert read(None) == ((), [])


def test_an_id_may_be_known_later(output: pulumi.Output[str]) -> None:
    ((caller,), wrong) = read([{**SHOP, "principal_id": output}])
    assert caller.principal_id is output
    assert wrong == []


@pytest.mark.parametrize(
    ("given", "path", "reason"),
    [
        ("me", "callers", "'me' is not a list of callers; write a list"),
        ({"name": "me"}, "callers", "{'name': 'me'} is not a list of callers; write a list"),
        (["me"], "callers[0]", "'me' is not an object with named fields"),
        ([{"principal_id": ONE}], "callers[0].name", "missing; it has no default, so write it"),
        ([{**SHOP, "name": 5}], "callers[0].name", f"5 {NOT_TEXT}"),
        ([{**SHOP, "name": ""}], "callers[0].name", f"'' {NOT_TEXT}"),
        ([{**SHOP, "name": "The Shop"}], "callers[0].name", f"'The Shop' {CALLER_RULE}"),
        ([{**SHOP, "name": "shop-"}], "callers[0].name", f"'shop-' {CALLER_RULE}"),
        ([{**SHOP, "name": "a" * 33}], "callers[0].name", f"{'a' * 33!r} {CALLER_RULE}"),
        ([{"name": "a"}], "callers[0].principalId", "missing; it has no default, so write it"),
        ([{**SHOP, "principal_id": 5}], "callers[0].principalId", f"5 {NOT_TEXT}"),
        ([{**SHOP, "principal_id": " "}], "callers[0].principalId", f"' ' {NOT_TEXT}"),
        (
            [{**SHOP, "principal_type": "Robot"}],
            "callers[0].principalType",
            "'Robot' is not a choice; allowed: Group, ServicePrincipal, User",
        ),
        ([{**SHOP, "principal_type": ""}], "callers[0].principalType", f"'' {NOT_TEXT}"),
        (
            [{**SHOP, "role": "Owner"}],
            "callers[0].role",
            "unknown input 'role'; allowed: name, principal_id, principal_type",
        ),
        (
            [SHOP, {"name": "two", "principal_id": TWO}, {**SHOP, "principal_id": TWO}],
            "callers[2].name",
            "'shop' is the name of callers[0] too; give one of the two another name",
        ),
    ],
)
def test_a_wrong_caller_is_named_in_full(given: Any, path: str, reason: str) -> None:
    assert read(given)[1] == [(path, reason)]


def test_every_fault_of_every_caller_is_told() -> None:
    callers, wrong = read([{"name": "A"}, SHOP, {**SHOP, "name": "b", "principal_type": 5}])
    assert callers == (Caller("shop", ONE, "ServicePrincipal"),)
    assert [path for path, _ in wrong] == [
        "callers[0].principalId",
        "callers[0].name",
        "callers[2].principalType",
    ]


def test_a_place_in_the_list_stays_when_an_earlier_caller_is_unreadable() -> None:
    _, wrong = read(["me", SHOP, SHOP])
    assert wrong[1] == (
        "callers[2].name",
        "'shop' is the name of callers[1] too; give one of the two another name",
    )


class Owner(pulumi.ComponentResource):
    def __init__(self, grants: list[tuple[str, str, Caller]]) -> None:
        super().__init__("test:index:Owner", "ai")
        for index, (role, scope, caller) in enumerate(grants):
            grant(self, f"ai{index}", role, pulumi.Output.from_input(scope), caller)


def assigned(run: Callable[..., Any], *grants: tuple[str, str, Caller]) -> list[dict[str, Any]]:
    made = run(lambda: Owner(list(grants)) and None)
    by_name = {item.name: dict(item.inputs) for item in made.of(ROLE_ASSIGNMENT)}
    return [by_name[name] for name in sorted(by_name)]


def test_a_role_assignment_says_who_may_what_where(run: Callable[..., Any]) -> None:
    made = run(lambda: Owner([(USER, f"{ACCOUNTS}/ai", Caller("shop", ONE, "Group"))]) and None)
    (request,) = made.requested(ROLE_ASSIGNMENT)
    assert request.name == "ai0-shop-may-call"
    assert request.parent.endswith("::ai")
    (item,) = made.of(ROLE_ASSIGNMENT)
    name = item.inputs.pop("roleAssignmentName")
    assert str(UUID(name)) == name
    role = catalog.role_definition(USER).id
    assert item.inputs == {
        "scope": f"{ACCOUNTS}/ai",
        "principalId": ONE,
        "principalType": "Group",
        "roleDefinitionId": (
            f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/{role}"
        ),
    }


def test_the_names_of_assignments_stay_and_differ(run: Callable[..., Any]) -> None:
    shop = Caller("shop", ONE, "ServicePrincipal")
    grants = [
        (USER, f"{ACCOUNTS}/one", shop),
        (USER, f"{ACCOUNTS}/two", shop),
        (USER, f"{ACCOUNTS}/one", Caller("shop", TWO, "ServicePrincipal")),
        (ANY, f"{ACCOUNTS}/one", shop),
    ]
    first, again = (
        [item["roleAssignmentName"] for item in assigned(run, *grants)] for _ in range(2)
    )
    assert first == again
    assert len(set(first)) == len(grants)
    renamed = assigned(run, (USER, f"{ACCOUNTS}/one", Caller("till", ONE, "ServicePrincipal")))
    assert renamed[0]["roleAssignmentName"] == first[0]


@given(st.lists(st.text(st.characters(codec="ascii", exclude_characters="\0")), max_size=3))
def test_a_guid_is_one_for_each_list_of_parts_in_any_case(parts: list[str]) -> None:
    made = stable_guid(*parts)
    assert str(UUID(made)) == made
    assert made == stable_guid(*(part.upper() for part in parts))
    assert made != stable_guid(*parts, "more")
    assert made != stable_guid("".join(parts) + "x")


def id_of(value: Any) -> tuple[Any, list[tuple[str, str]]]:
    found = Faults()
    kind = "Microsoft.CognitiveServices/accounts"
    return read_id(found, {"account_id": value}, "account_id", kind), told(found)


def test_ids_of_the_type_are_taken_in_any_case(output: pulumi.Output[str]) -> None:
    for known in (f"{ACCOUNTS}/ai", f"{ACCOUNTS}/ai".upper(), f"{ACCOUNTS}/ai/projects/p"):
        assert id_of(known) == (known, [])
    assert id_of(None) == (None, [])
    assert id_of(output) == (output, [])


@pytest.mark.parametrize("value", ["ai", ACCOUNTS, "/subscriptions/s/resourceGroups/accounts/ai"])
def test_ids_of_other_types_are_named_in_full(value: str) -> None:
    form = "/subscriptions/.../resourceGroups/.../providers/Microsoft.CognitiveServices/accounts"
    reason = f"{value!r} is not an id of Microsoft.CognitiveServices/accounts; write {form}/<name>"
    assert id_of(value)[1] == [("accountId", reason)]


@pytest.mark.parametrize("value", [5, "", " ", True])
def test_what_is_no_text_is_no_id(value: object) -> None:
    assert id_of(value) == (None, [("accountId", f"{value!r} {NOT_TEXT}")])
