"""The way into a database: opening it, and making sure that it is a record of this version."""

import sqlite3
import time
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, insert, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from detente.record import schema

_TRIES = 100  # ten seconds


class RecordError(Exception):
    """The record cannot be opened, or is not a record of this version; the message says which and what to do."""


def open_engine(where: str) -> tuple[str, Engine]:
    """Open the database at a path or URL as a record; make it one if it is new.

    Returns:
        The name to call it by, without a password, and the engine.

    Raises:
        RecordError: it cannot be opened, is something else, or of another version.

    """
    url = _url(where)
    name = url.render_as_string(hide_password=True) if "://" in where else where
    try:
        engine = create_engine(url, connect_args={"timeout": 30} if _is_sqlite(url) else {})
    except ArgumentError:
        raise RecordError(f"{name}: no such kind of database; give a file, or a URL that SQLAlchemy knows") from None
    except ModuleNotFoundError as error:
        raise RecordError(f"{name}: needs the package {error.name}; install it beside Détente") from None
    if _is_sqlite(url):
        event.listen(engine, "connect", _set_up_sqlite)
    try:
        _prepare(engine)
    except RecordError as error:
        raise RecordError(f"{name}: {error}") from None
    except SQLAlchemyError as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        raise RecordError(f"{name}: cannot be opened as a record ({reason}); check it and its permissions") from error
    return name, engine


def _url(where: str) -> URL:
    if "://" in where:
        try:
            return make_url(where)
        except ArgumentError:
            raise RecordError("the record's URL cannot be read; write it as SQLAlchemy does") from None
    path = Path(where)
    if not path.parent.is_dir():
        raise RecordError(f"{where}: the folder {path.parent} does not exist; make it first")
    return URL.create("sqlite", database=str(path))


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _set_up_sqlite(connection: object, _: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    _switch_to_wal(cursor)
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _switch_to_wal(cursor: sqlite3.Cursor) -> None:
    """Turn on the write-ahead log; SQLite does not wait by itself while another process makes the same file."""
    for attempt in range(_TRIES):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or attempt == _TRIES - 1:
                raise
            time.sleep(0.1)


def _prepare(engine: Engine) -> None:
    with engine.connect() as connection:
        if _is_record(connection):
            return
    with engine.begin() as connection:
        if _is_sqlite(engine.url):  # SQLAlchemy's own begin leaves the making of tables outside any transaction
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        if not _is_record(connection):  # nobody else has made it one since
            schema.metadata.create_all(connection)
            connection.execute(insert(schema.about).values(key="version", value=str(schema.VERSION)))


def _is_record(connection: Connection) -> bool:
    """Say whether the record was made already; refuse a database that holds something else."""
    tables = set(inspect(connection).get_table_names())
    if schema.about.name not in tables:
        if tables and _is_sqlite(connection.engine.url):
            raise RecordError("a database of something else, not a record; name another file")
        return False
    version = connection.execute(select(schema.about.c.value).where(schema.about.c.key == "version")).scalar()
    if version is not None and version != str(schema.VERSION):
        raise RecordError(f"a record of version {version}, but this program writes {schema.VERSION}; read anew")
    return version is not None
