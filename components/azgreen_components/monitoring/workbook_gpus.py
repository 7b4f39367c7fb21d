"""What carbon does the measured energy of GPUs stand for?"""

from collections.abc import Sequence

from azgreen import catalog
from azgreen_components.monitoring.budget import HOST_SHARE, CarbonOfGpus, carbon_of_gpus
from azgreen_components.monitoring.rules import Watched
from azgreen_components.monitoring.workbook_items import (
    Chart,
    Item,
    log_query,
    metric_chart,
    number_parameter,
    parameters,
    series_parameter,
    text,
)

_ENERGY = "GpuEnergyJoules"
_HOST = "host_share"

_GPU_TEXT = """\
## Carbon of GPUs, measured

`GpuEnergyJoules` is the energy of a GPU node in one minute. Azure tells its average and offers no
total, so the hourly averages are multiplied by 60 minutes and added up by instance. That this gives
the energy is **inferred from the metric's description, not documented**; an instance that ran for a
part of an hour counts as if for the whole.

kWh = joules x host / 3,600,000; gCO2e = kWh x PUE x grid. Use alone: making the hardware is not
part of it. The grid is a yearly average, location-based. Change the numbers to try others."""


def gpu_items(watched: Sequence[Watched], workspace_id: str) -> list[Item]:
    """Return factors to change, the table of energy and carbon, and a chart by deployment."""
    own = [item for item in watched if isinstance(item.carbon, CarbonOfGpus)]
    if not own:
        return []
    metric = catalog.metric(own[0].target.kind.resource_type, _ENERGY)
    series = [
        series_parameter(f"gpu_{index}", item.resource_id, metric) for index, item in enumerate(own)
    ]
    return [
        text("gpus", _GPU_TEXT),
        parameters("factors", [*_factors(own), *series]),
        log_query("gpu-carbon", "Energy and carbon", _query(own), workspace_id),
        *(_chart(item, metric) for item in own),
    ]


def _factors(own: Sequence[Watched]) -> list[Item]:
    factors = [number_parameter(_HOST, "Instance over GPUs", HOST_SHARE)]
    for location in sorted({item.target.location for item in own}):
        known = carbon_of_gpus(location, 1)
        grid = f"Grid of {location}, gCO2e/kWh ({known.grid_source})"
        pue = f"PUE of {location} ({known.pue_source})"
        factors += [
            number_parameter(f"grid_{location}", grid, known.grid_gco2e_per_kwh),
            number_parameter(f"pue_{location}", pue, known.pue),
        ]
    return factors


def _chart(item: Watched, metric: catalog.Metric) -> Item:
    name = item.target.name
    title = f"GPU energy of {name}, mean J in a minute"
    return metric_chart(
        f"energy-{name}", Chart(title, metric, "Average", "instanceId"), item.resource_id
    )


def _query(own: Sequence[Watched]) -> str:
    rows = ",\n".join(
        f'(print deployment = "{item.target.name}", grid = todouble("{{grid_{item.target.location}'
        f'}}"), pue = todouble("{{pue_{item.target.location}}}"), '
        f"series = parse_json('{{gpu_{index}}}'))"
        for index, item in enumerate(own)
    )
    return "\n".join(
        [
            f"union {rows}",
            "| mv-expand series",
            "| mv-expand point = series.data",
            "| summarize gpu_joules = sum(60.0 * todouble(point.average)) by deployment, grid, pue",
            f'| extend kwh = gpu_joules * todouble("{{{_HOST}}}") / 3600000.0',
            "| extend gco2e = kwh * pue * grid",
            "| project deployment, gpu_joules, kwh, pue, grid_gco2e_per_kwh = grid, gco2e",
        ]
    )
