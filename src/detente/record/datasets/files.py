"""The bytes of a data file: plain, gzipped or zipped, in blocks of whole lines, so that none need fit in memory."""

import gzip
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, cast

import numpy as np

from detente.record.datasets.problems import DatasetError

BLOCK_BYTES = 16 * 2**20  # a freed block this size is used again; larger ones the kernel takes back
_LONGEST_LINE = 64 * 2**20
_LINE_FEED = ord("\n")
_ZIP, _GZIP = b"PK", b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Member:
    """One table of bytes: a file, or a file within a zip. `size` is what it unpacks to, where that is known."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines of a file; `first` is the number of the first one, from 1."""

    data: bytes
    first: int


def first_bytes(path: Path) -> bytes:
    """Give the bytes by which a kind of file is known."""
    with path.open("rb") as stream:
        return stream.read(4)


@contextmanager
def unpacking(name: str) -> Iterator[None]:
    """Say of a broken archive which it is and what to do."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile) as error:
        raise DatasetError(f"{name}: the archive is broken or cut short ({error}); fetch it again") from None
    except NotImplementedError as error:  # what zipfile raises for a way of packing that it does not know
        raise DatasetError(f"{name}: {error}; unpack it and give the file itself") from None
    except RuntimeError:
        raise DatasetError(f"{name}: the archive is encrypted; unpack it and give the file itself") from None


def members(path: Path) -> list[Member]:
    """List the tables in a file: the file itself, or what a zip holds.

    Raises:
        DatasetError: it is empty, a broken zip, or a zip of nothing.

    """
    magic = first_bytes(path)
    if not magic:
        raise DatasetError(f"{path}: the file is empty; fetch it again")
    if magic.startswith(_GZIP):
        return [Member(str(path), path.stat().st_size, partial(_gunzipped, path))]
    if not magic.startswith(_ZIP):
        return [Member(str(path), path.stat().st_size, lambda: path.open("rb"))]
    with unpacking(str(path)), zipfile.ZipFile(path) as archive:
        inside = [info for info in archive.infolist() if not info.is_dir() and "__MACOSX" not in info.filename]
    if not inside:
        raise DatasetError(f"{path}: the zip holds no file; fetch it again")
    name = str(path) if len(inside) == 1 else f"{path}:{{}}"
    return [Member(name.format(info.filename), info.file_size, _opener(path, info.filename)) for info in inside]


def _gunzipped(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path, "rb"))


def _opener(path: Path, inside: str) -> Callable[[], IO[bytes]]:
    return lambda: zipfile.ZipFile(path).open(inside)


def read_blocks(member: Member, *, quoted: bool = False) -> Iterator[Block]:
    """Give a table's lines in blocks of about `BLOCK_BYTES`; a quoted field is never cut, if `quoted`.

    Raises:
        DatasetError: the archive breaks off, or a line is longer than 64 MB. What came before has been given.

    """
    number = 1
    with unpacking(member.name), member.open() as stream:
        while data := stream.read(BLOCK_BYTES):
            data += _rest_of_line(stream, member.name, number)
            if quoted and data.count(b'"') % 2:
                data += _rest_of_quote(stream, member.name, number)
            yield Block(data, number)
            number += int(np.count_nonzero(np.frombuffer(data, np.uint8) == _LINE_FEED))  # half of what count() takes


def _rest_of_line(stream: IO[bytes], name: str, number: int) -> bytes:
    line = stream.readline(_LONGEST_LINE)
    if len(line) == _LONGEST_LINE:
        raise DatasetError(f"{name}: a line after line {number} is longer than 64 MB; is the file what it should be?")
    return line


def _rest_of_quote(stream: IO[bytes], name: str, number: int) -> bytes:
    lines, size = [], 0
    while line := _rest_of_line(stream, name, number):
        lines.append(line)
        size += len(line)
        if line.count(b'"') % 2:
            break
        if size > _LONGEST_LINE:
            raise DatasetError(f"{name}: after line {number} a quotation mark is never closed; correct the file")
    return b"".join(lines)
