"""An assistant: models, machines, a gateway, stores, and what watches them."""

import data  # noqa: F401 - what a module makes is part of the stack
import gateway  # noqa: F401
import machines  # noqa: F401
import models  # noqa: F401
import monitoring  # noqa: F401
import scaling  # noqa: F401
