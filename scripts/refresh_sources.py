"""How old is each table of the catalogue, how old may it become, and what renews it?

Kept by hand, with the refresh scripts: whoever moves a script to a newer source moves the day here.
The day is the one whose state the table shows; for facts that do not change (the shape of a
published model), the one on which they were read.
"""

from __future__ import annotations

from refresh_files import arguments, finish, table

COLUMNS = ("file", "as_of", "max_age_days", "script")

# file | as of | how many days it may be used | script
FILES = """\
alert_rules.csv|2026-11-23|365|refresh_alert_rules.py
architectures.csv|2026-11-23|730|refresh_architectures.py
batch_quotas.csv|2026-01-27|60|refresh_offers.py
cache_skus.csv|2025-05-18|365|refresh_skus.py
dense_shapes.csv|2026-11-24|730|refresh_architectures.py
embeddings.csv|2026-11-23|365|refresh_embeddings.py
gateway_skus.csv|2026-05-27|365|refresh_skus.py
gpus.csv|2026-11-23|730|refresh_instances.py
grid_hours.csv|2022-12-31|1825|refresh_hours.py
grid_intensity.csv|2026-02-26|400|refresh_carbon.py
instances.csv|2026-09-06|90|refresh_instances.py
log_categories.csv|2026-07-14|365|refresh_metrics.py
metrics.csv|2026-07-14|365|refresh_metrics.py
models.csv|2026-09-02|90|refresh_models.py
offers.csv|2026-06-11|60|refresh_offers.py
prices.csv|2026-08-11|90|refresh_prices.py
ptu.csv|2026-09-23|60|refresh_ptu.py
ptu_offers.csv|2026-05-11|60|refresh_ptu.py
ptu_prices.csv|2026-08-11|90|refresh_ptu_prices.py
ptu_reservations.csv|2026-03-31|90|refresh_ptu.py
quotas.csv|2026-08-20|60|refresh_offers.py
regions.csv|2025-03-21|730|refresh_regions.py
registry_models.csv|2026-11-23|180|refresh_registry_models.py
retirements.csv|2026-09-02|60|refresh_retirements.py
role_definitions.csv|2026-11-23|730|refresh_roles.py
round_trips.csv|2026-08-01|400|refresh_round_trips.py
scores.csv|2026-11-23|365|refresh_architectures.py
search_skus.csv|2025-11-20|365|refresh_skus.py
serverless_models.csv|2026-02-17|365|refresh_serverless.py
service_prices.csv|2026-01-01|365|refresh_service_prices.py
"""


def main() -> int:
    """Write or compare `sources.csv`."""
    args = arguments("Refresh the table of the tables' ages.")
    rows = [dict(zip(COLUMNS, line.split("|"), strict=True)) for line in FILES.splitlines()]
    return finish({"sources.csv": table(COLUMNS, ("file",), rows)}, check=args.check)


if __name__ == "__main__":
    raise SystemExit(main())
