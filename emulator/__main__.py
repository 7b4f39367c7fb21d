"""The stand-in azure-native provider, started by Pulumi from this folder."""

import sys

from azgreen_emulator.provider import main

sys.exit(main())
