"""How many provisioned throughput units (PTU) does a load take?

    PTU = normalised tokens per minute (`ptu_load`) / input tokens per minute and PTU,
          up to the next that can be bought: the minimum and so many increments

Source: Microsoft, "Provisioned throughput sizing" (2026-09-23), as `catalog/data/ptu.csv` holds it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from azgreen.catalog import model as model_named
from azgreen.catalog import ptu as ptu_row
from azgreen.catalog import ptu_offers, ptu_sku
from azgreen.catalog import region as region_named
from azgreen.errors import nearest
from azgreen.estimate.sizing.inputs import Faults
from azgreen.estimate.sizing.ptu_load import PtuLoad, formula, normalised_tokens
from azgreen.estimate.sizing.ptu_money import PtuMoney, ptu_money

if TYPE_CHECKING:
    from azgreen.catalog import PtuLot, PtuRow

_ROUNDING = 1e-9  # relative: a load that fills a lot exactly must not buy one more


@dataclass(frozen=True, slots=True)
class PtuSize:
    """The PTUs to buy; None in `money` stands for a price that no meter lists."""

    model: str
    sku: str
    region: str | None
    load: PtuLoad
    row: PtuRow
    lot: PtuLot
    normalised_tokens_per_request: float
    money: PtuMoney
    chosen_ptu: int | None = None
    """Somebody's own number; None where the load says how many."""

    @property
    def normalised_tpm(self) -> float:
        """Normalised tokens per minute of the load."""
        return self.load.requests_per_minute * self.normalised_tokens_per_request

    @property
    def ptu_exact(self) -> float:
        """PTUs that the load fills, before rounding."""
        return self.normalised_tpm / self.row.input_tpm_per_ptu

    @property
    def ptu(self) -> int:
        """PTUs to buy: those that somebody chose, else the least that carry the load."""
        return self.chosen_ptu or bought(self.ptu_exact, self.lot)

    @property
    def utilisation(self) -> float:
        """Share of the bought PTUs that the load fills; above 1 Azure answers 429."""
        return self.ptu_exact / self.ptu

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        return {
            "model": self.model,
            "sku": self.sku,
            "region": self.region,
            "ptu": self.ptu,
            "ptu_exact": self.ptu_exact,
            "normalised_tpm": self.normalised_tpm,
            "input_tpm_per_ptu": self.row.input_tpm_per_ptu,
            "minimum": self.lot.min_ptu,
            "increment": self.lot.increment_ptu,
            "utilisation": self.utilisation,
            **self.money.as_dict(self.ptu, self.utilisation),
            "explain": self.explain(),
        }

    def explain(self) -> list[str]:
        """Say how the number came about: formula, inputs and sources, one thing a line."""
        lot, per_ptu = self.lot, self.row.input_tpm_per_ptu
        how = "chosen" if self.chosen_ptu else "bought"
        lines = [
            (
                f"normalised: {self.load.requests_per_minute:g} requests/min x "
                f"({formula(self.row, self.load)}) = {self.normalised_tpm:,.6g} tokens/min"
            ),
            f"exact: {self.normalised_tpm:,.6g} / {per_ptu:,} per PTU = {self.ptu_exact:.2f} PTU",
            (
                f"{how}: {self.ptu} PTU; {self.sku} starts at {lot.min_ptu} "
                f"and grows by {lot.increment_ptu}; the load fills {self.utilisation:.0%}"
            ),
            f"source: {self.row.source}",
            *self.money.explain(self.ptu, self.utilisation),
            (
                "carbon: what a reserved PTU draws when idle is not published, so none is given "
                "here; 'azgreen advise' counts the tokens, as for pay-as-you-go"
            ),
        ]
        if not self.row.listed:
            lines.append("weak: the newest table no longer lists the model")
        return lines


def size_ptu(
    model: str, sku: str, load: PtuLoad, region: str | None = None, ptu: int | None = None
) -> PtuSize:
    """Return the PTUs that carry `load`, or what it makes of `ptu` that somebody chose.

    Raises:
        InputError: a number or name is not usable, or the model is not sold so.
    """
    _check(model, sku, load, region, ptu)
    row, kind = ptu_row(model), ptu_sku(sku)
    place = None if region is None else region_named(region).name
    each = normalised_tokens(row, load)
    money = ptu_money(row, kind, place, load, each)
    return PtuSize(row.model, kind, place, load, row, row.lot(kind), each, money, ptu)


def bought(ptu_exact: float, lot: PtuLot) -> int:
    """Return the least number of PTUs on sale that is no less than `ptu_exact`."""
    above = ptu_exact * (1 - _ROUNDING) - lot.min_ptu
    return lot.min_ptu + max(0, math.ceil(above / lot.increment_ptu)) * lot.increment_ptu


def not_on_sale(ptu: int, lot: PtuLot) -> str | None:
    """Say which numbers of PTUs to take instead; None where `ptu` is one that Azure sells."""
    steps = max(0, (ptu - lot.min_ptu) // lot.increment_ptu)
    below = lot.min_ptu + steps * lot.increment_ptu
    if ptu == below:
        return None
    rule = f"a deployment starts at {lot.min_ptu} and grows by {lot.increment_ptu}"
    return f"{ptu} PTU are not on sale: {rule}; write {below} or {below + lot.increment_ptu}"


def _check_load(load: PtuLoad, faults: Faults) -> None:
    faults.positive(
        rpm=load.requests_per_minute,
        input_tokens=load.input_tokens,
        output_tokens=load.output_tokens,
    )
    faults.share(cache_rate=load.cache_rate, cache_write_rate=load.cache_write_rate)
    if load.cache_rate + load.cache_write_rate > 1:
        both = f"{load.cache_rate:g} + {load.cache_write_rate:g}"
        reason = "a token is read from the cache or written to it; allowed: 1 together"
        faults.add("cache_rate + cache_write_rate", f"{both} is not usable; {reason}")


def _check(model: str, sku: str, load: PtuLoad, region: str | None, ptu: int | None) -> None:
    faults = Faults()
    row = faults.named("model", lambda: ptu_row(model))
    kind = faults.named("sku", lambda: ptu_sku(sku))
    place = None if region is None else faults.named("region", lambda: region_named(region).name)
    _check_load(load, faults)
    if row is not None:
        _check_model(row, load, faults)
    if row is not None and kind is not None:
        lot = faults.named("sku", lambda: row.lot(kind))
        wrong = None if lot is None or ptu is None else not_on_sale(ptu, lot)
        if wrong is not None:
            faults.add("ptu", wrong)
        if place is not None:
            _check_offer(row.model, kind, place, faults)
    faults.check()


def _check_model(row: PtuRow, load: PtuLoad, faults: Faults) -> None:
    if row.output_ratio is None and row.short_context is None:
        reason = "what its output tokens count is not published for text: PTU cannot be computed"
        faults.add("model", f"{row.model!r}: {reason}; choose another model")
    if load.is_long_context and row.output_ratio is not None:
        reason = f"{row.model!r} counts tokens alike in every context"
        faults.add("long_context", f"{reason}; leave it out")
    if load.cache_write_rate > 0 and row.output_ratio is not None:
        reason = f"{row.model!r} does not count writing to the prompt cache"
        faults.add("cache_write_rate", f"{reason}; leave it out")
    limits = (row.max_prompt_tokens, model_named(row.model).context_tokens)
    longest = min((limit for limit in limits if limit is not None), default=math.inf)
    if load.input_tokens > longest:
        reason = f"PTUs of {row.model!r} take prompts of up to {longest:,} tokens"
        faults.add("input_tokens", f"{load.input_tokens:g} is not usable; {reason}")


def _check_offer(model: str, sku: str, region: str, faults: Faults) -> None:
    """Newer models have no offers in the catalogue at all: for those nothing is known."""
    everywhere = ptu_offers(model)
    if everywhere and not ptu_offers(model, sku, region):
        places = sorted({item.region for item in everywhere if item.sku == sku})
        where = nearest(region, places) if places else "the catalogue lists no region for it"
        faults.add("region", f"{model!r} is not offered as {sku!r} in {region!r}; {where}")
