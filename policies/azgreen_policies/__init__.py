"""Which rules does azgreen hold a stack to?"""

from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from pulumi_policy import Policy

__all__ = ["PILLARS", "load_rules"]

PILLARS = ("carbon", "reliability", "security", "size")
"""Folders of rules."""


def load_rules() -> list[Policy]:
    """Return every rule, by name; a module of a pillar that is not private is a rule."""
    rules: list[Policy] = []
    for pillar in PILLARS:
        package = import_module(f"{__name__}.{pillar}")
        names = (module.name for module in iter_modules(package.__path__))
        public = (name for name in names if not name.startswith("_"))
        rules += [
            cast("Policy", import_module(f"{package.__name__}.{name}").rule) for name in public
        ]
    return sorted(rules, key=lambda rule: rule.name)
