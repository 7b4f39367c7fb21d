"""Is the page of what the local Azure answers current, and every operation in it reachable?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from azgreen_emulator.services import ROUTES

ROOT = Path(__file__).parents[2]


def test_page_is_what_the_route_tables_say() -> None:
    path = [str(ROOT / name) for name in ("src", "emulator")]
    command = [sys.executable, str(ROOT / "scripts/gen_coverage.py"), "--check"]
    done = subprocess.run(
        command, env={"PYTHONPATH": ":".join(path)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_operations_have_one_name_and_one_place() -> None:
    names = [route.operation for route in ROUTES]
    assert len(names) == len(set(names))
    places = [(route.method, route.path.lower()) for route in ROUTES]
    assert len(places) == len(set(places))
