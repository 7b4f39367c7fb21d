"""How does a deployment follow its load without flapping, and wait for clean hours?

- Billed: what it saves are machine hours, priced in `instances.csv`; a machine that loads or idles
  costs as much as a busy one. Never fewer than one: Azure keeps it.
- Carbon: machines follow the hours of the day. With `carbonProfile` and `deferrableShare` each
  day's work that can wait goes into its cleanest hours, up to the day's own busiest hour, so that
  no more machines are needed. Output `savedCarbonShare` says what that saves if senders keep to
  `releaseSchedule`.
- Not known: what an idle machine draws (20 to 50 % of a busy one is assumed), and your own latency:
  the rate of a machine is a roofline until `requestsPerMinutePerInstance` is measured
  ([METHODOLOGY](../METHODOLOGY.md)).
"""

from azgreen_components.autoscale.args import AutoscaleArgs
from azgreen_components.autoscale.component import Autoscale

__all__ = ["Autoscale", "AutoscaleArgs"]
