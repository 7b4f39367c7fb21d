"""Which share of the requests goes to which deployment?"""

from collections.abc import Mapping, Sequence

from azgreen.errors import nearest
from azgreen_components._inputs import Faults, mapping

_WHOLE = 100
_PERCENT = range(_WHOLE + 1)  # 20.0 is in it, as other languages send it


def read_split(faults: Faults, given: object, deployments: Sequence[str]) -> Mapping[str, int]:
    """Return percent by deployment; everything to the first where nothing is given."""
    if given is None:
        return {deployments[0]: _WHOLE} if deployments else {}
    fields = mapping(faults, "traffic", given)
    if fields is None:
        return {}
    split: dict[str, int] = {}
    for name, share in fields.items():
        if deployments and name not in deployments:
            what = f"no deployment is called {name!r}"
            faults.add(f"traffic.{name}", f"{what}; {nearest(name, deployments)}")
        split[name] = _percent(faults, f"traffic.{name}", share)
    if sum(split.values()) != _WHOLE:
        what = f"the shares add up to {sum(split.values())} percent"
        faults.add("traffic", f"{what}; Azure takes {_WHOLE} in all")
    return split


def _percent(faults: Faults, path: str, share: object) -> int:
    if isinstance(share, int | float) and not isinstance(share, bool) and share in _PERCENT:
        return int(share)
    faults.add(path, f"{share!r} is not a whole percentage; write a number from 0 to {_WHOLE}")
    return 0
