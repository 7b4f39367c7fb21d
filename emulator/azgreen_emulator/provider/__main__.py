"""The stand-in provider as a module: `python -m azgreen_emulator.provider`."""

import sys

from azgreen_emulator.provider import main

sys.exit(main())
