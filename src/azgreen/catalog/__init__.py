"""Which regions, models, offers, prices and quotas are there?

Everything is read once, on first use, from the tables in `data/`; `data/SOURCES.md` names the
source, unit, date and licence of every column.
"""

from azgreen.catalog._alert_rules import (
    FOR_OPENAI,
    FOR_PARTNERS,
    FOR_PTU,
    PRACTICES,
    AlertRule,
    alert_kinds,
    alert_rules,
)
from azgreen.catalog._architectures import ATTENTIONS, Architecture
from azgreen.catalog._dense_shapes import DenseShape, dense_shape, dense_shapes
from azgreen.catalog._embeddings import Embedding, embedding, embeddings
from azgreen.catalog._families import quota_family
from azgreen.catalog._grid_hours import GRID_HOURS_VERSION, grid_hours
from azgreen.catalog._instances import Gpu, InstanceType, gpu_named, gpus, instance, instances
from azgreen.catalog._metrics import (
    LogCategory,
    Metric,
    log_categories,
    metric,
    metrics,
)
from azgreen.catalog._models import KINDS, Model, model, models
from azgreen.catalog._offers import Offer, Price, offer, offers, price, quota_ktpm, skus
from azgreen.catalog._ptu import PTU_SKUS, PtuLot, PtuRow, PtuWeights, ptu, ptu_rows, ptu_sku
from azgreen.catalog._ptu_market import (
    PtuPrice,
    PtuReservation,
    ptu_offers,
    ptu_price,
    ptu_reservation,
)
from azgreen.catalog._regions import CARBON_DATA_VERSION, DATA_ZONES, Region, region, regions
from azgreen.catalog._registry_models import (
    RegistryModel,
    model_in_registry,
    registry_model,
    registry_models,
)
from azgreen.catalog._retirements import (
    LIFECYCLES,
    SOON_DAYS,
    Retirement,
    retirement,
    retirements,
    retiring,
)
from azgreen.catalog._roles import RoleDefinition, role_definition, role_definitions
from azgreen.catalog._round_trips import round_trip_ms
from azgreen.catalog._scores import BENCHMARKS, Score
from azgreen.catalog._serverless import ServerlessModel, serverless_model, serverless_models
from azgreen.catalog._service_prices import ServicePrice, service_price, service_prices
from azgreen.catalog._skus import (
    CacheSku,
    GatewaySku,
    SearchSku,
    cache_sku,
    cache_skus,
    gateway_sku,
    gateway_skus,
    search_sku,
    search_skus,
)
from azgreen.catalog._sources import DataFile, data_files
from azgreen.catalog._spread import Spread
from azgreen.catalog._ways import (
    BATCH,
    BATCH_HOURS,
    BATCH_SKUS,
    BY_TOKEN,
    PINNED_FIRST_PTU_SKUS,
    PINNED_SKU,
    PROVISIONED,
    capacity_unit,
    deployable_offers,
    deployable_skus,
    quota_units,
    way_of,
)

__all__ = [
    "ATTENTIONS",
    "BATCH",
    "BATCH_HOURS",
    "BATCH_SKUS",
    "BENCHMARKS",
    "BY_TOKEN",
    "CARBON_DATA_VERSION",
    "DATA_ZONES",
    "FOR_OPENAI",
    "FOR_PARTNERS",
    "FOR_PTU",
    "GRID_HOURS_VERSION",
    "KINDS",
    "LIFECYCLES",
    "PINNED_FIRST_PTU_SKUS",
    "PINNED_SKU",
    "PRACTICES",
    "PROVISIONED",
    "PTU_SKUS",
    "SOON_DAYS",
    "AlertRule",
    "Architecture",
    "CacheSku",
    "DataFile",
    "DenseShape",
    "Embedding",
    "GatewaySku",
    "Gpu",
    "InstanceType",
    "LogCategory",
    "Metric",
    "Model",
    "Offer",
    "Price",
    "PtuLot",
    "PtuPrice",
    "PtuReservation",
    "PtuRow",
    "PtuWeights",
    "Region",
    "RegistryModel",
    "Retirement",
    "RoleDefinition",
    "Score",
    "SearchSku",
    "ServerlessModel",
    "ServicePrice",
    "Spread",
    "alert_kinds",
    "alert_rules",
    "cache_sku",
    "cache_skus",
    "capacity_unit",
    "data_files",
    "dense_shape",
    "dense_shapes",
    "deployable_offers",
    "deployable_skus",
    "embedding",
    "embeddings",
    "gateway_sku",
    "gateway_skus",
    "gpu_named",
    "gpus",
    "grid_hours",
    "instance",
    "instances",
    "log_categories",
    "metric",
    "metrics",
    "model",
    "model_in_registry",
    "models",
    "offer",
    "offers",
    "price",
    "ptu",
    "ptu_offers",
    "ptu_price",
    "ptu_reservation",
    "ptu_rows",
    "ptu_sku",
    "quota_family",
    "quota_ktpm",
    "quota_units",
    "region",
    "regions",
    "registry_model",
    "registry_models",
    "retirement",
    "retirements",
    "retiring",
    "role_definition",
    "role_definitions",
    "round_trip_ms",
    "search_sku",
    "search_skus",
    "serverless_model",
    "serverless_models",
    "service_price",
    "service_prices",
    "skus",
    "way_of",
]
