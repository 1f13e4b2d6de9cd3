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

from detente.record.datasets.problems import DatasetError

BLOCK_BYTES = 32 * 2**20
_LONGEST_LINE = 64 * 2**20
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
    except NotImplementedError as error:
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
        DatasetError: the archive breaks off, or a line does not end within 64 MB. What came before has been given.

    """
    number, rest = 1, b""
    with unpacking(member.name), member.open() as stream:
        while chunk := stream.read(BLOCK_BYTES):
            data = rest + chunk
            end = _last_end(data, quoted)
            if end == 0 and len(data) > _LONGEST_LINE:
                cure = "is the file what it should be, or is a quotation mark never closed?"
                raise DatasetError(f"{member.name} line {number}: the line does not end within 64 MB; {cure}")
            rest = data[end:]
            if end:
                yield Block(data[:end], number)
                number += data.count(b"\n", 0, end)
        if rest:
            yield Block(rest, number)


def _last_end(data: bytes, quoted: bool) -> int:
    """Find where the last whole line ends: just behind its line feed, 0 if there is none."""
    end = data.rfind(b"\n") + 1
    while quoted and end and data.count(b'"', 0, end) % 2:
        end = data.rfind(b"\n", 0, end - 1) + 1
    return end
