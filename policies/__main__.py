"""Serves azgreen's rules to the engine; prints nothing, as the first line out is the port."""

from pulumi_policy import PolicyPack

from azgreen_policies import load_rules

if __name__ == "__main__":
    PolicyPack(name="azgreen", policies=load_rules())
