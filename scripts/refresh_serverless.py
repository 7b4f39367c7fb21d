"""Where does `serverless_models.csv` come from?

From the tables of azure-ai-docs, region-availability-maas (2026-02-17), restated by hand, less what
the retirement schedule (2026-07-07) no longer lists as generally available without an end.
Registries: those that the links of the docs' lists of models name.
"""

from __future__ import annotations

from refresh_files import arguments, finish, table

from azgreen.catalog._serverless import COLUMNS

# the same seven for every model that is left
_REGIONS = "eastus eastus2 northcentralus southcentralus swedencentral westus westus3"
_SOURCE = "azure-ai-docs, region-availability-maas"

# model | registry
MODELS = """\
Codestral-2501|azureml-mistral
Cohere-embed-v3-english|azureml-cohere
Cohere-embed-v3-multilingual|azureml-cohere
Llama-3.3-70B-Instruct|azureml-meta
Ministral-3B|azureml-mistral
Phi-4|azureml
Phi-4-mini-instruct|azureml
Phi-4-multimodal-instruct|azureml
mistral-medium-2505|azureml-mistral
mistral-small-2503|azureml-mistral
"""


def main() -> int:
    """Write or compare `serverless_models.csv`."""
    args = arguments("Refresh the table of models of serverless endpoints.")
    rows: list[dict[str, str]] = [
        dict(zip(COLUMNS, [*line.split("|"), _REGIONS, _SOURCE], strict=True))
        for line in MODELS.splitlines()
    ]
    return finish({"serverless_models.csv": table(COLUMNS, ("model",), rows)}, check=args.check)


if __name__ == "__main__":
    raise SystemExit(main())
