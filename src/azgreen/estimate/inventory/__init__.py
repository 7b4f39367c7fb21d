"""What does a stack of azure-native resources take in a month: energy, carbon, water, money?

Pure functions over the inputs of the resources, as a preview, an export or a rule has them. What is
not known is named with its reason, and never added up as nothing.
"""

from azgreen.estimate.inventory.line import QUANTITIES, Line, Total, total
from azgreen.estimate.inventory.reading import UNKNOWN, Props, Unknown, amount, need_of, read, text
from azgreen.estimate.inventory.resource import of_resource
from azgreen.estimate.inventory.stack import Resource, of_stack, parent_of, region_of

__all__ = [
    "QUANTITIES",
    "UNKNOWN",
    "Line",
    "Props",
    "Resource",
    "Total",
    "Unknown",
    "amount",
    "need_of",
    "of_resource",
    "of_stack",
    "parent_of",
    "read",
    "region_of",
    "text",
    "total",
]
