"""Generative AI on Azure with the least carbon that meets the need."""

from importlib.metadata import version

__all__ = ["__version__"]

__version__ = version("azgreen")
