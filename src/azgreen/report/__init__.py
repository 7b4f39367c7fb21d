"""How is a decision shown to people who were not there? One HTML page that needs nothing else.

Pure: from a placement (`azgreen.estimate.placement`) and, where there is one, a replay
(`azgreen.estimate.scaling`) to text; and from the trend of a stack (`azgreen.estimate.measured`).
The pictures are SVG drawn here; there is no script.
"""

from azgreen.report.origins import used_files
from azgreen.report.page import page
from azgreen.report.trend_page import trend_page
from azgreen.report.utilisation import Replayed
from azgreen.report.waterfall import REQUESTS, Level, Levers, levels, rounded

__all__ = [
    "REQUESTS",
    "Level",
    "Levers",
    "Replayed",
    "levels",
    "page",
    "rounded",
    "trend_page",
    "used_files",
]
