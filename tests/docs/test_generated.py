"""Are the generated documents what the code says now?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_generated_documents_are_current():
    command = [sys.executable, str(ROOT / "scripts" / "gen_docs.py"), "--check"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, f"{told.stdout}run make docs"
