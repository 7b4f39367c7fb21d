"""Generative AI on Azure with the least carbon that meets the need."""

TYPE_CHECKING = False  # as typing's, which would be a third of the time that `--help` takes
if TYPE_CHECKING:
    __version__: str

__all__ = ["__version__"]


def __getattr__(name: str) -> str:
    """Read the version when it is asked for: the metadata take longer than all of `--help`."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version  # noqa: PLC0415

    return version(__name__)
