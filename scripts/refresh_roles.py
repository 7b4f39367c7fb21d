"""Where does `role_definitions.csv` come from?

From Microsoft's page on the built-in roles, restated by hand: the roles that components give, and
the general ones that every subscription has in use.
"""

from __future__ import annotations

from refresh_files import arguments, finish, table

from azgreen.catalog._roles import COLUMNS

_SOURCE = "azure-docs, role-based-access-control/built-in-roles"

# role | id | what it lets its holder do
ROLES = """\
AzureML Data Scientist|f6c7c914-8db3-469d-8ca1-694a8f32e121|everything in a workspace but compute and the workspace itself, scoring included
AzureML Metrics Writer (preview)|635dd51f-9968-44d3-b7fb-6d9a6bd613ae|write a workspace's metrics
Cognitive Services OpenAI User|5e0bd9bd-7b93-4f28-af87-19fc36ad61bd|call OpenAI deployments
Cognitive Services User|a97b65f3-24c7-4388-baec-2e87135dc908|call deployments of any model, list keys
Contributor|b24988ac-6180-42a0-ab88-20f7382dd24c|everything but giving access
Key Vault Secrets User|4633458b-17de-408a-b874-0445c86b69e6|read secrets
Monitoring Metrics Publisher|3913510d-42f4-4e42-8a64-420c390055eb|write metrics and telemetry
Monitoring Reader|43d0d8ad-25c7-4714-9337-8ba259a9fe05|read metrics and settings
Owner|8e3af657-a8ff-443c-a75c-2fe8c4bcb635|everything
Reader|acdd72a7-3385-48ef-bd42-f606fba81ae7|see everything
Search Index Data Contributor|8ebe5a00-799e-43f5-93ac-243d3dce84a7|read and write the documents of indexes
Search Index Data Reader|1407120a-92aa-4202-b7e9-c0e197c71c8f|query indexes
Storage Blob Data Contributor|ba92f5b4-2d11-453d-a403-e96b0029c9fe|read and write blobs
Storage Blob Data Reader|2a2b9908-6ea1-4ae2-8e65-a410df84e7d1|read blobs
User Access Administrator|18d7d88d-d35e-4fb5-a5c3-7773c20a72d9|give access
"""  # noqa: E501 - a row is a line


def main() -> int:
    """Write or compare `role_definitions.csv`."""
    args = arguments("Refresh the table of built-in roles.")
    rows = [
        dict(zip(COLUMNS, [*line.split("|"), _SOURCE], strict=True)) for line in ROLES.splitlines()
    ]
    text = table(COLUMNS, ("role",), rows)
    return finish({"role_definitions.csv": text}, check=args.check)


if __name__ == "__main__":
    raise SystemExit(main())
