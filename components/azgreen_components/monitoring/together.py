"""Do the targets go together: each once, and each deployment with its account?"""

from collections.abc import Callable, Sequence

from azgreen import catalog
from azgreen.errors import nearest
from azgreen_components._inputs import Faults, at, listed
from azgreen_components.monitoring.targets import Target, read_target

ACCOUNT, PROVISIONED = "model_account", "provisioned_deployment"


def read_targets(faults: Faults, given: object, location: str) -> tuple[Target, ...]:
    """Return the targets, or note why they cannot be watched."""
    items = listed(faults, "targets", given, "resources", least=1)
    read = [
        read_target(faults, f"targets[{index}]", item, location) for index, item in enumerate(items)
    ]
    targets = tuple(item for item in read if item is not None)
    _check_differ(faults, targets, "name", lambda item: item.name)
    _check_differ(faults, targets, "resource_id", _known_id)
    _check_accounts(faults, targets)
    return targets


def groups_of(target: Target, targets: Sequence[Target]) -> frozenset[str]:
    """Return what rules may be limited to, for one of `targets`.

    An account has the groups of its deployments; one without any counts as one of OpenAI's.
    """
    if target.kind.name != ACCOUNT:
        return frozenset({target.model_family} if target.model_family else ())
    own = [item for item in targets if item.account == target.name]
    families = {item.model_family for item in own if item.model_family} or {catalog.FOR_OPENAI}
    # only Azure OpenAI counts the active tokens of PTUs
    has_ptus = any(
        item.kind.name == PROVISIONED and item.model_family == catalog.FOR_OPENAI for item in own
    )
    return frozenset(families | ({catalog.FOR_PTU} if has_ptus else set[str]()))


def _known_id(target: Target) -> str | None:
    return target.resource_id.lower() if isinstance(target.resource_id, str) else None


def _check_differ(
    faults: Faults, targets: Sequence[Target], field: str, value_of: Callable[[Target], str | None]
) -> None:
    first: dict[str, Target] = {}
    for target in targets:
        value = value_of(target)
        earlier = first.setdefault(value, target) if value else target
        if earlier is not target:
            what = f"{value!r} is that of {earlier.path} too"
            faults.add(at(target.path, field), f"{what}; watch each resource once")


def _check_accounts(faults: Faults, targets: Sequence[Target]) -> None:
    names = sorted({item.name for item in targets if item.kind.name == ACCOUNT})
    for target in targets:
        if target.account is None or target.account in names:
            continue
        fix = nearest(target.account, names) if names else f"add a target of kind {ACCOUNT}"
        what = f"{target.account!r} is no target of kind {ACCOUNT}"
        faults.add(at(target.path, "account"), f"{what}; {fix}")
