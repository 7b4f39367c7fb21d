"""A cache that talks in TLS alone."""

from pulumi_azure_native import redisenterprise

redisenterprise.Database(
    "answers",
    resource_group_name="models",
    cluster_name="cache",
    access_keys_authentication="Disabled",
    client_protocol="Encrypted",
)
