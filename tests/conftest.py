"""How many examples does a property get? Few while one works, many where one has the time."""

from __future__ import annotations

import os

from hypothesis import settings

# how long an example takes is the machine's business: a busy one would fail by chance
settings.register_profile("quick", max_examples=40, deadline=None)
settings.register_profile("thorough", max_examples=400, deadline=None)
settings.load_profile(os.environ.get("AZGREEN_PROPERTIES", "quick"))
