"""Does `azgreen footprint` put what Azure reported beside the estimate, and say what is missing?"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.cli.local_azure import send

from azgreen.cli import main
from azgreen_emulator.clock import ManualClock
from azgreen_emulator.server import LocalAzure

SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
ELSEWHERE = "99999999-0000-0000-0000-000000000000"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
ACCOUNT = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/acc"
OTHER = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/other"
ROOT = Path(__file__).parents[2]
ACTION = "Microsoft.Carbon/carbonEmissionReports/action"
MODEL = {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"}
NEED = {"azgreen-need": "requests-per-second=4 input-tokens=1155 output-tokens=211"}
NOW = datetime(2026, 11, 24, tzinfo=UTC)
KG = {"Scope1": 0.01, "Scope2": 4.0, "Scope3": 6.0}


@pytest.fixture(scope="module")
def azure():
    """An account of a stack and one of nobody, with emissions of September and October 2026."""
    with LocalAzure(None, clock=ManualClock(NOW)) as running:
        send(running, "PUT", f"{GROUP}?api-version=2024-03-01", {"location": "swedencentral"})
        for resource in (ACCOUNT, OTHER):
            body = {"location": "swedencentral", "kind": "OpenAI", "sku": {"name": "S0"}}
            send(running, "PUT", f"{resource}?api-version=2025-06-01", body)
        for resource, month, kg in (
            (ACCOUNT, "2026-09", KG),
            (ACCOUNT, "2026-10", {**KG, "Scope2": 0.0}),
            (OTHER, "2026-10", {"Scope3": 32.0}),
        ):
            asked = {"resource": resource, "month": month, "kgco2e": kg}
            send(running, "POST", "/azgreen/carbon", asked)
        yield running


def exported(tags, subscription=SUBSCRIPTION):
    account = ACCOUNT.replace(SUBSCRIPTION, subscription)
    items = [
        (account, "Account", {"accountName": "acc", "location": "swedencentral"}),
        (
            f"{account}/deployments/chat",
            "Deployment",
            {
                "accountName": "acc",
                "sku": {"name": "Standard", "capacity": 10},
                "properties": {"model": MODEL},
                "tags": tags,
            },
        ),
    ]
    resources = [
        {"urn": f"urn:pulumi:dev::p::{kind}::{kind}", "custom": True, "id": id_, "inputs": inputs}
        | {"type": f"azure-native:cognitiveservices:{kind}"}
        for id_, kind, inputs in items
    ]
    return json.dumps({"version": 3, "deployment": {"resources": resources}})


@pytest.fixture
def footprint(azure, tmp_path, capsys, monkeypatch):
    for name in ("AZURE_SUBSCRIPTION_ID", "ARM_SUBSCRIPTION_ID", "AZGREEN_AZURE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("azgreen.cli.footprint.look.now", lambda: NOW)

    def run(*options, text=None, url=azure.url):
        file = tmp_path / "stack.json"
        file.write_text(text or "", "utf-8")
        given = () if text is None else ("--export", str(file))
        code = main(["footprint", "--azure", url, "--cwd", str(tmp_path), *given, *options])
        told = capsys.readouterr()
        return code, told.out.replace(f"{file}", "FILE"), told.err.replace(f"{file}", "FILE")

    return run


def test_months_by_scope_with_the_estimate_and_the_ratio(footprint):
    code, out, _ = footprint("--months", "3", "--format", "json", text=exported(NEED))
    assert code == 0
    told = json.loads(out)
    names = [month["month"] for month in told["months"]]
    assert names == ["2026-08", "2026-09", "2026-10", "2026-11"]
    august, september, october, november = told["months"]
    assert (august["total_kg"], august["ratio"]) == (None, None)
    assert september["total_kg"] == pytest.approx(10.01)
    estimate = september["estimated_kg"]["mid"]
    assert september["ratio"]["mid"] == pytest.approx(10.01 / estimate)
    use, made = (september["scopes"][scope] for scope in ("Scope2", "Scope3"))
    assert use["estimated_kg"]["mid"] + made["estimated_kg"]["mid"] == pytest.approx(estimate)
    assert use["ratio"]["mid"] == pytest.approx(4 / use["estimated_kg"]["mid"])
    assert september["scopes"]["Scope1"]["estimated_kg"] is None
    assert october["scopes"]["Scope2"]["ratio"]["mid"] == 0
    # 23 of 30 days, as September has
    assert november["estimated_kg"]["mid"] == pytest.approx(estimate * 23 / 30)
    assert (november["total_kg"], november["reported"]) == (None, False)
    assert (september["others_kg"], october["others_kg"]) == (0, 32)
    (row,) = october["types"]
    assert row["type"] == "microsoft.cognitiveservices/accounts"
    states = {each["name"]: each["state"] for each in told["reasons"]}
    assert states["market or location"] == "not known"


def test_a_table(footprint, azure):
    code, out, _ = footprint("--months", "2", text=exported({}))
    assert code == 0
    table, _, why = out.partition("\n\nwhy they may differ")
    assert table.splitlines() == [
        f"kgCO2e of FILE, as reported by {azure.url}, subscription {SUBSCRIPTION}",
        "",
        "month    scope          Azure  estimate                    ratio",
        "2026-09  1               0.01  not known                   not known",
        "         2                  4  not known                   not known",
        "         3                  6  not known                   not known",
        "         all            10.01  not known                   not known",
        "                        10.01  not known                   not known"
        "  acc (microsoft.cognitiveservices/accounts)",
        "2026-10  1               0.01  not known                   not known",
        "         2                  0  not known                   not known",
        "         3                  6  not known                   not known",
        "         all             6.01  not known                   not known",
        "                         6.01  not known                   not known"
        "  acc (microsoft.cognitiveservices/accounts)",
        "         others            32  not known                   not known",
        "2026-11  all          not yet  not known                   not known"
        "  (77% of the month so far)",
        "",
        "not yet: Azure reports a month by day 19 of the next",
    ]
    assert "1 resource has no estimate: no traffic is declared" in " ".join(why.split())


def test_a_subscription_without_a_stack(footprint):
    code, out, _ = footprint("--months", "1", "--format", "json")
    assert code == 0
    told = json.loads(out)
    assert (told["of"], told["reasons"]) == ("the subscription", [])
    assert told["months"][0]["total_kg"] == pytest.approx(38.01)


def test_a_long_report_is_read_page_by_page(footprint, monkeypatch):
    monkeypatch.setattr("azgreen.azure.carbon._PAGE", 1)
    _, out, _ = footprint("--months", "1", "--format", "json")
    assert json.loads(out)["months"][0]["total_kg"] == pytest.approx(38.01)


def test_nothing_yet_is_said_and_is_no_fault(footprint):
    code, out, _ = footprint("--subscription", ELSEWHERE, "--months", "1")
    assert code == 0
    assert out.splitlines()[-1] == (
        "Azure has reported nothing of it yet: a month is there by day 19 of the next"
    )
    assert "nothing" in out.splitlines()[3]


def test_the_missing_role_is_named(footprint, caller):
    caller(azgreen_actions=["Microsoft.Search/*"])
    assert footprint("--months", "1") == (
        2,
        "",
        f"error: emissions of subscription {SUBSCRIPTION} may not be read: Carbon Optimization"
        f" Reader permisison required; {ACTION} is needed: ask for the role"
        " 'Carbon Optimization Reader' on the subscription\n",
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ("--months", "13"),
            "--months: 13 is not usable; allowed: 1 to 12, which is as long as Azure keeps them",
        ),
        (
            ("--subscription", ELSEWHERE),
            f"--subscription: {ELSEWHERE} has nothing of the stack, which is in {SUBSCRIPTION};"
            " name that one",
        ),
    ],
)
def test_what_cannot_be_used(footprint, options, message):
    assert footprint(*options, text=exported({})) == (2, "", f"error: {message}\n")


def test_nobody_answers(footprint):
    code, _, err = footprint(url="http://127.0.0.1:9")
    assert code == 2
    assert err.startswith(f"error: emissions of subscription {SUBSCRIPTION}: nobody answers: ")


def test_a_stack_that_has_deployed_nothing(footprint, tmp_path):
    for name in ("Pulumi.yaml", "__main__.py"):
        (tmp_path / name).write_text((ROOT / name).read_text("utf-8"), "utf-8")
    (tmp_path / "stacks").mkdir()
    (tmp_path / "stacks/Pulumi.dev.yaml").write_text("config: {}\n", "utf-8")
    code, _, err = footprint("--stack", "dev")
    assert code == 2
    assert err.startswith("error: stack 'dev' has deployed nothing of Azure's; run 'azgreen up'")
