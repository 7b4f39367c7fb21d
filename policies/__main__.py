"""Serves azgreen's rules to the engine; prints nothing, as the first line out is the port."""

import sys
from pathlib import Path

from pulumi_policy import PolicyPack

from azgreen.errors import InputError
from azgreen_policies._remembering import remember
from azgreen_policies.pack import assemble

if __name__ == "__main__":
    try:
        pack = assemble(Path(__file__).resolve().parent)
    except InputError as error:
        sys.exit("\n".join(f"error: {fault}" for fault in error.faults))
    remember()
    PolicyPack(name="azgreen", policies=pack.policies, initial_config=pack.initial_config)
