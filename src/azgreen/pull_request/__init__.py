"""How does a comment get into a pull request, and into the same place the next time?

It is found by its first line, a hidden marker, and written anew; where there is none it is made.
This package knows no Pulumi and no figures: what it posts is Markdown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.pull_request._service import PostError
from azgreen.pull_request.azure_devops import AzureDevOps
from azgreen.pull_request.github import GitHub
from azgreen.pull_request.shorten import shortened

if TYPE_CHECKING:
    from collections.abc import Mapping

SERVICES: Final[Mapping[str, type[GitHub | AzureDevOps]]] = {
    "github": GitHub,
    "azure-devops": AzureDevOps,
}
"""By the name that the command line takes."""

__all__ = ["SERVICES", "AzureDevOps", "GitHub", "PostError", "shortened"]
