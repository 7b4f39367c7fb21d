"""In which ways can a model be had: by the token, in batches, or in provisioned throughput?

A batch is a file of requests that Azure aims to answer within `BATCH_HOURS`, at half the price of
`GlobalStandard`; it is worked off for as long as it takes.
Source: Microsoft, "Getting started with Azure OpenAI batch deployments" (2026-03-19).
"""

from __future__ import annotations

from functools import cache

from azgreen.catalog._load import load
from azgreen.catalog._models import model as model_named
from azgreen.catalog._offers import Offer, offers, quota_ktpm, skus
from azgreen.catalog._ptu import PTU_SKUS
from azgreen.catalog._ptu_market import ptu_offers
from azgreen.errors import UnknownNameError

BY_TOKEN, BATCH, PROVISIONED = ("by the token", "in batches", "provisioned")

BATCH_SKUS = ("DataZoneBatch", "GlobalBatch")
"""The SKUs that take files of requests instead of requests."""

BATCH_HOURS = 24
"""Within how many hours Azure aims to answer a batch."""

PINNED_SKU = "Standard"
"""By the token in the account's own region; Global and DataZone SKUs let Azure choose the place."""

PINNED_FIRST_PTU_SKUS = ("ProvisionedManaged", "DataZoneProvisionedManaged")
"""Provisioned SKUs whose place is known, the region before the data zone."""

_UNITS = {BY_TOKEN: "k TPM", BATCH: "k enqueued tokens", PROVISIONED: "PTU"}
_MOST_KILOTOKENS = 100_000_000


def way_of(sku: str) -> str:
    """Return `BY_TOKEN`, `BATCH` or `PROVISIONED`; `sku` as Azure writes it."""
    if sku in PTU_SKUS:
        return PROVISIONED
    return BATCH if sku in BATCH_SKUS else BY_TOKEN


def capacity_unit(sku: str) -> str:
    """Return what one unit of a deployment's capacity is."""
    return _UNITS[way_of(sku)]


@cache
def deployable_skus() -> tuple[str, ...]:
    """Return every SKU under which a model of the catalogue can be deployed, sorted."""
    return tuple(sorted({*skus(), *PTU_SKUS}))


def deployable_offers(
    model: str | None = None, sku: str | None = None, region: str | None = None
) -> tuple[Offer, ...]:
    """Return the offers of all ways that match what is given; a name that is not listed raises."""
    if sku is None:
        return offers(model, None, region) + ptu_offers(model, None, region)
    known = {name.lower(): name for name in deployable_skus()}.get(sku.lower())
    if known is None:
        raise UnknownNameError("sku", sku, deployable_skus())
    found = ptu_offers if way_of(known) == PROVISIONED else offers
    return found(model, known, region)


def quota_units(model: str, sku: str) -> int | None:
    """Return the default quota per region and subscription, in units of the SKU's capacity.

    None where it is not known: so it is for every provisioned SKU, whose PTUs are one pool for all
    models of a region; Microsoft publishes no default of it.
    """
    way = way_of(sku)
    if way == PROVISIONED:
        return None
    if way == BATCH:
        return _batch_quotas().get((model_named(model).name, sku))
    return quota_ktpm(model, sku)


@cache
def _batch_quotas() -> dict[tuple[str, str], int]:
    columns = ("model", "sku", "limit_enqueued_kilotokens", "source", "source_date")
    return {
        (row.text("model"), row.one_of("sku", BATCH_SKUS)): row.whole(
            "limit_enqueued_kilotokens", 1, _MOST_KILOTOKENS
        )
        for row in load("batch_quotas.csv", columns, columns[:2])
    }
