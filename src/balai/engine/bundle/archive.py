"""A ZIP archive from anybody: judged by its directory first, then unpacked no further than it may be.

Used for bundles and for .xlsx workbooks, which are archives too. In: the file. Out: its entries, or problems.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from balai.engine.bundle.limits import MEGABYTE
from balai.engine.bundle.problem import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import IO

    from balai.engine.bundle.limits import Limits
    from balai.engine.bundle.problem import Report

CHUNK = 1 << 16
ENCRYPTED = 1
LOCAL_HEADER = struct.Struct("<4s22xHH")
DATA_DESCRIPTOR = 24
"""Bytes that may follow the data of an entry (APPNOTE 4.3.9, with its signature and 64-bit sizes)."""

DIRECTORY_END = 22
"""Bytes of the end record, without a comment; it ends the file, so that nothing hides behind it."""


class Archive:
    """An archive whose directory was found sound."""

    def __init__(self, opened: zipfile.ZipFile, limits: Limits) -> None:
        self._opened = opened
        self._limits = limits
        self._left = limits.total_bytes
        self.entries: Sequence[zipfile.ZipInfo] = [one for one in opened.infolist() if not one.is_dir()]

    def chunks(self, entry: zipfile.ZipInfo, place: Place, report: Report) -> Iterator[bytes]:
        """Unpack one entry, piece by piece; what does not keep its word ends with a problem."""
        unpacked = 0
        try:
            with self._opened.open(entry) as packed:
                while piece := packed.read(CHUNK):
                    unpacked += len(piece)
                    self._left -= len(piece)
                    if unpacked > self._limits.file_bytes or self._left < 0:
                        report.add(place, "archive.size", most=self._limits.total_bytes // MEGABYTE)
                        return
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            report.add(place, "archive.damaged", reason=_reason(error))


@contextmanager
def archive_in(
    file: Path | IO[bytes], place: Place, report: Report, limits: Limits
) -> Iterator[Archive | None]:
    """Open an archive, or say what is wrong with it and give None."""
    try:
        opened = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error) as error:
        report.add(place, "archive.damaged", reason=_reason(error))
        yield None
        return
    with opened:
        before = len(report)
        _judge(opened, place, report, limits)
        yield Archive(opened, limits) if len(report) == before else None


def _judge(opened: zipfile.ZipFile, place: Place, report: Report, limits: Limits) -> None:
    entries = opened.infolist()
    if len(entries) > limits.files:
        report.add(place, "archive.files", most=limits.files)
        return
    for entry in entries:
        within = Place(f"{place.file}/{entry.filename}")
        if entry.flag_bits & ENCRYPTED:
            report.add(within, "archive.encrypted")
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            report.add(within, "archive.method")
        if stat.S_ISLNK(entry.external_attr >> 16):
            report.add(within, "path.link", entry.filename)
        if entry.file_size > limits.file_bytes:
            report.add(within, "file.size", most=limits.file_bytes // MEGABYTE)
        if entry.file_size > max(limits.small_bytes, limits.ratio * entry.compress_size):
            report.add(within, "archive.ratio", most=limits.ratio)
    if sum(entry.file_size for entry in entries) > limits.total_bytes:
        report.add(place, "archive.size", most=limits.total_bytes // MEGABYTE)
    _judge_layout(opened, place, report)


def _judge_layout(opened: zipfile.ZipFile, place: Place, report: Report) -> None:
    """Every byte belongs to one entry: entries that share bytes are bombs, bytes of none are hidden."""
    file = opened.fp
    if file is None:  # only of a closed archive
        return
    end = 0
    for entry in sorted(opened.infolist(), key=lambda one: one.header_offset):
        file.seek(max(0, entry.header_offset))
        header = file.read(LOCAL_HEADER.size) if entry.header_offset >= 0 else b""
        if len(header) < LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
            report.add(place, "archive.damaged", reason="a file in it is not where its directory says")
            return
        _signature, name, extra = LOCAL_HEADER.unpack(header)
        if entry.header_offset < end:
            report.add(place, "archive.overlap")
            return
        if entry.header_offset > end + (DATA_DESCRIPTOR if end else 0):
            report.add(place, "archive.hidden")
            return
        end = entry.header_offset + LOCAL_HEADER.size + name + extra + entry.compress_size
    directory = opened.start_dir
    size = file.seek(0, 2)
    file.seek(max(0, size - DIRECTORY_END))
    ends = file.read(4) == b"PK\x05\x06"
    if directory < end:
        report.add(place, "archive.overlap")
    elif directory > end + DATA_DESCRIPTOR or not ends:
        report.add(place, "archive.hidden")


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
