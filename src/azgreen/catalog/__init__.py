"""Which regions, models, offers, prices and quotas are there?

Everything is read once, on first use, from the tables in `data/`; `data/SOURCES.md` names the
source, unit, date and licence of every column.
"""

from azgreen.catalog._models import KINDS, Model, model, models
from azgreen.catalog._offers import Offer, Price, offer, offers, price, quota_ktpm, skus
from azgreen.catalog._regions import CARBON_DATA_VERSION, DATA_ZONES, Region, region, regions
from azgreen.catalog._spread import Spread

__all__ = [
    "CARBON_DATA_VERSION",
    "DATA_ZONES",
    "KINDS",
    "Model",
    "Offer",
    "Price",
    "Region",
    "Spread",
    "model",
    "models",
    "offer",
    "offers",
    "price",
    "quota_ktpm",
    "region",
    "regions",
    "skus",
]
