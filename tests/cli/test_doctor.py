"""The doctor names what is old and what retires, and fails only when it is asked to."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from azgreen import catalog
from azgreen.cli import main


def test_doctor_tells_the_age_of_every_table(capsys) -> None:
    assert main(["doctor", "--on", "2026-11-23", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["on"] == "2026-11-23"
    prices = next(item for item in found["files"] if item["file"] == "prices.csv")
    assert prices == {
        "file": "prices.csv",
        "as_of": "2026-08-11",
        "age_days": 104,
        "max_age_days": 90,
        "is_too_old": True,
        "script": "scripts/refresh_prices.py",
    }
    assert len(found["files"]) == len(catalog.data_files())


def test_doctor_tells_which_models_retire(capsys) -> None:
    main(["doctor", "--on", "2026-11-23", "--format", "json"])
    models = {
        (item["model"], item["version"]): item
        for item in json.loads(capsys.readouterr().out)["models"]
    }
    assert models["gpt-4o", "2024-05-13"]["is_retired"]
    assert models["gpt-4o", "2024-05-13"]["successor"] == "gpt-5.1"
    assert not models["gpt-5", "2025-08-07"]["is_retired"]
    assert models["DeepSeek-R1", "1"]["has_open_weights"]
    assert ("gpt-5.2", "2025-12-11") not in models


def test_doctor_shows_a_table(capsys) -> None:
    assert main(["doctor", "--on", "2026-11-23"]) == 0
    lines = capsys.readouterr().out.splitlines()
    words = {line.split()[0]: line.split() for line in lines if line}
    assert words["offers.csv"][1:] == [
        *("2026-06-11", "165", "days", "60", "days", "too", "old", "scripts/refresh_offers.py")
    ]
    assert words["gpt-5-mini"][1:] == ["2025-08-07", "retires", "2027-02-09", "none", "named"]
    assert any(line.endswith("DeepSeek-V4-Pro    open weights go on") for line in lines)


def test_doctor_strict_fails_only_when_something_is_too_old(capsys) -> None:
    assert main(["doctor", "--strict", "--on", "2026-11-23"]) == 2
    assert main(["doctor", "--strict", "--on", "2025-05-01"]) == 0
    assert "too old" in capsys.readouterr().out


def test_doctor_judges_today_by_default(capsys) -> None:
    assert main(["doctor", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["on"] >= "2026-11-23"


def test_doctor_refuses_what_is_no_day(capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["doctor", "--on", "yesterday"])
    assert ended.value.code == 2
    assert "'yesterday' is no day such as 2026-01-31" in capsys.readouterr().err


def test_doctor_imports_no_cloud() -> None:
    code = (
        "import sys; from azgreen.cli import main; main(['doctor', '--format', 'json']);"
        "sys.exit(bool({'pulumi', 'azure', 'pulumi_azure_native'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0
