"""Which project goes round the loop? The root's stack `dev`, copied and made too large."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

ROOT: Final = Path(__file__).parents[3]
STACK: Final = "dev"
CHAT: Final = "chat"
SUMMARIES: Final = "summaries"
BY_FEELING: Final = 900
"""Capacity of the chat's deployment, thousands of tokens a minute."""

_PROGRAM: Final = ("Pulumi.yaml", "__main__.py")
_ENDPOINT: Final = """\
minInstances: 6 # to be safe
deployments:
  - name: summaries
    model: Phi-4-mini-instruct
    traffic:
      requestsPerSecond: 4
      inputTokens: 1155
      outputTokens: 211
"""


def oversized(folder: Path) -> Path:
    """Copy the project into a folder, make its stack too large, and return the stack's file."""
    for name in _PROGRAM:
        shutil.copy(ROOT / name, folder / name)
    file = folder / "stacks" / f"Pulumi.{STACK}.yaml"
    file.parent.mkdir()
    shutil.copy(ROOT / "stacks" / file.name, file)
    yaml: Any = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    document = yaml.load(file.read_text("utf-8"))
    config = document["config"]
    (chat,) = (item for item in config["azgreen:deployments"] if item["name"] == CHAT)
    chat["capacity"] = BY_FEELING
    config["azgreen:endpoint"] = yaml.load(_ENDPOINT)
    with file.open("w", encoding="utf-8") as out:
        yaml.dump(document, out)
    return file
