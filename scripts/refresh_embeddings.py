"""Where does `embeddings.csv` come from?

From Microsoft's pages on the embedding models, restated by hand.
"""

from __future__ import annotations

from refresh_files import arguments, finish, table

from azgreen.catalog._embeddings import COLUMNS

_SOURCE = "azure-docs, foundry-models/concepts/models-sold-directly-by-azure, embeddings"

# model | most dimensions | whether fewer can be asked for
MODELS = """\
text-embedding-3-large|3072|yes
text-embedding-3-small|1536|yes
text-embedding-ada-002|1536|no
"""


def main() -> int:
    """Write or compare `embeddings.csv`."""
    args = arguments("Refresh the table of embedding models.")
    rows = [
        dict(zip(COLUMNS, [*line.split("|"), _SOURCE], strict=True)) for line in MODELS.splitlines()
    ]
    return finish({"embeddings.csv": table(COLUMNS, ("model",), rows)}, check=args.check)


if __name__ == "__main__":
    raise SystemExit(main())
