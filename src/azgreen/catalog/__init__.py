"""Which regions, models, offers, prices and quotas are there?

Everything is read once, on first use, from the tables in `data/`; `data/SOURCES.md` names the
source, unit, date and licence of every column.
"""

from azgreen.catalog._architectures import ATTENTIONS, Architecture
from azgreen.catalog._models import KINDS, Model, model, models
from azgreen.catalog._offers import Offer, Price, offer, offers, price, quota_ktpm, skus
from azgreen.catalog._regions import CARBON_DATA_VERSION, DATA_ZONES, Region, region, regions
from azgreen.catalog._retirements import LIFECYCLES, Retirement, retirement, retirements
from azgreen.catalog._round_trips import round_trip_ms
from azgreen.catalog._scores import BENCHMARKS, Score
from azgreen.catalog._spread import Spread

__all__ = [
    "ATTENTIONS",
    "BENCHMARKS",
    "CARBON_DATA_VERSION",
    "DATA_ZONES",
    "KINDS",
    "LIFECYCLES",
    "Architecture",
    "Model",
    "Offer",
    "Price",
    "Region",
    "Retirement",
    "Score",
    "Spread",
    "model",
    "models",
    "offer",
    "offers",
    "price",
    "quota_ktpm",
    "region",
    "regions",
    "retirement",
    "retirements",
    "round_trip_ms",
    "skus",
]
