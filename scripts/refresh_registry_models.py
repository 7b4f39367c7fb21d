"""Where does `registry_models.csv` come from?

From ids in examples that Microsoft and others publish, restated by hand; `azureml://registries/`
lists have no page of their own. Only models whose architecture the catalogue knows.
"""

from __future__ import annotations

from refresh_files import arguments, finish, table

from azgreen.catalog._registry_models import COLUMNS

# model | registry | name there | version | where the id was seen
MODELS = """\
Llama-3.3-70B-Instruct|azureml-meta|Llama-3.3-70B-Instruct|9|public Bicep templates of managed online deployments
Meta-Llama-3.1-8B-Instruct|azureml-meta|Meta-Llama-3.1-8B-Instruct|3|Azure/azureml-examples
Phi-3.5-mini-instruct|azureml|Phi-3.5-mini-instruct|4|microsoft/PhiCookBook, fine-tuning with Olive
Phi-4|azureml|Phi-4|7|public Bicep templates of managed online deployments
Phi-4-mini-instruct|azureml|Phi-4-mini-instruct|1|public workshop on fine-tuning with Olive
gpt-oss-120b|azureml-openai-oss|gpt-oss-120b|4|Azure SDK for Go, example of managed compute
"""  # noqa: E501 - a row is a line


def main() -> int:
    """Write or compare `registry_models.csv`."""
    args = arguments("Refresh the table of models in registries.")
    rows: list[dict[str, str]] = [
        dict(zip(COLUMNS, line.split("|"), strict=True)) for line in MODELS.splitlines()
    ]
    return finish({"registry_models.csv": table(COLUMNS, ("model",), rows)}, check=args.check)


if __name__ == "__main__":
    raise SystemExit(main())
