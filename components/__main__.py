"""Hosts azgreen's components for every Pulumi language."""

from pulumi.provider.experimental import component_provider_host

from azgreen import __version__
from azgreen_components import COMPONENTS

if __name__ == "__main__":
    component_provider_host(components=COMPONENTS, name="azgreen", version=__version__)
