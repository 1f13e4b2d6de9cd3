"""The command line: thin over the library; one module a family of commands."""

from detente.cli import demo, ledger, relationship, reports
from detente.cli.app import app, main

__all__ = ["app", "demo", "ledger", "main", "relationship", "reports"]
