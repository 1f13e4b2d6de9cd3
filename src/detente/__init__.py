"""Détente reads reports about two governments and keeps the sourced record of their relationship."""

from importlib.metadata import version as _version

__version__ = _version("detente")
