"""Where are the hours of each online deployment's traffic written?"""

from collections.abc import Mapping, Sequence

from azgreen.errors import nearest
from azgreen_components._inputs import Faults, mapping


def profile_paths(
    faults: Faults, given: Mapping[str, object], deployments: Sequence[str]
) -> Mapping[str, str]:
    """Return the input below `endpoint` that has a deployment's hours, by the deployment's name.

    Hours of no deployment are noted.
    """
    path, value = "trafficProfiles", given.get("traffic_profiles")
    own = None if value is None else mapping(faults, f"endpoint.{path}", value)
    for name in own or ():
        if name not in deployments:
            what = f"is no deployment of the endpoint; {nearest(name, deployments)}"
            faults.add(f"endpoint.{path}.{name}", what)
    has = own or {}
    return {name: f"{path}.{name}" if name in has else "trafficProfile" for name in deployments}
