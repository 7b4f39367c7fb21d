"""How much longer does `azgreen --help` take than a bare Python start?

Whole processes, in turn, medians; the same interpreter for both.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

ROUNDS = 30
LIMIT = 3.0


def main() -> None:
    """Print the seconds and the ratio."""
    commands = {
        "bare Python": [sys.executable, "-c", "pass"],
        "import azgreen": [sys.executable, "-c", "import azgreen"],
        "azgreen --help": [sys.executable, "-m", "azgreen", "--help"],
    }
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            began = time.monotonic()
            subprocess.run(command, check=True, capture_output=True)
            seconds[name].append(time.monotonic() - began)
    floor = statistics.median(seconds["bare Python"])
    print(f"medians of {ROUNDS} rounds; to reach: under {LIMIT:g} x a bare start")
    for name, values in seconds.items():
        median = statistics.median(values)
        print(f"{name:16} {1000 * median:6.1f} ms  {median / floor:5.2f} x")


if __name__ == "__main__":
    main()
