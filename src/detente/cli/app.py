"""The application that the commands hang on, and the way into it."""

import sys
from importlib.metadata import version
from typing import Annotated, NoReturn

import typer

from detente.cli.options import notices, safe, screen
from detente.coding.parser import MissingModel
from detente.measures import FrameError
from detente.record import RecordError

app = typer.Typer(
    help="Reads reports about two governments and keeps the sourced record of their relationship.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line; a failure that the user can mend ends in one line and exit code 2."""
    try:
        app()
    except (RecordError, MissingModel, FrameError) as error:
        _end(str(error))
    except OSError as error:
        if error.filename is None:
            raise
        _end(f"{error.filename}: {error.strerror}; check the path and its permissions")


def _end(why: str) -> NoReturn:
    notices.print(f"detente: {safe(why)}")
    sys.exit(2)


def _show_version(wanted: bool) -> None:
    if wanted:
        screen.print(version("detente"))
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True)] = False,
) -> None:
    """Take the options that stand before a command."""
