"""How clean is the grid now? Asks the services that measure it, for `azgreen.estimate` to count.

Electricity Maps answers with averages that stand for the yearly ones. WattTime answers with a
marginal rate: what one more kWh causes. The two are of different types, so that nobody adds them.
"""

from azgreen.grid._http import GridError, NoReadingError
from azgreen.grid._readings import Readings, read_grid
from azgreen.grid.electricity_maps import ElectricityMaps, Forecast
from azgreen.grid.watttime import Marginal, WattTime

__all__ = [
    "ElectricityMaps",
    "Forecast",
    "GridError",
    "Marginal",
    "NoReadingError",
    "Readings",
    "WattTime",
    "read_grid",
]
