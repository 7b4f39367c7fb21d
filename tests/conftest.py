"""How many examples does a property get? Few while one works, many where one has the time."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("quick", max_examples=40)
settings.register_profile("thorough", max_examples=400)
settings.load_profile(os.environ.get("AZGREEN_PROPERTIES", "quick"))
