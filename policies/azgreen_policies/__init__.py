"""Which rules does azgreen hold a stack to?"""

from importlib import import_module
from pkgutil import walk_packages
from typing import cast

from pulumi_policy import Policy

__all__ = ["load_rules"]


def load_rules() -> list[Policy]:
    """Return every rule of this package, by name; a module that is not private is a rule."""
    modules = walk_packages(__path__, f"{__name__}.")
    names = (module.name for module in modules if not module.ispkg)
    public = (name for name in names if not name.rpartition(".")[2].startswith("_"))
    rules = [cast("Policy", import_module(name).rule) for name in public]
    return sorted(rules, key=lambda rule: rule.name)
