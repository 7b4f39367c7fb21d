"""The command line as a module: `python -m azgreen`."""

import sys

from azgreen.cli import main

sys.exit(main())
