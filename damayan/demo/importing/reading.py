"""Rows of a CSV or JSONL file, one at a time; one that cannot be read is refused, no more."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

_LONGEST_LINE = 1_000_000


@dataclass(frozen=True)
class Row:
    """One row: its line in the file, its columns, how far the file is read, and what is wrong."""

    line: int
    columns: dict[str, str]
    read: int
    wrong: str = ""


def rows(path: Path) -> Iterator[Row]:
    """Stream ``path``: .csv with a header line, anything else as JSON objects a line."""
    with path.open("rb") as file:
        yield from _csv(file) if path.suffix.lower() == ".csv" else _json_lines(file)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE:
            while (rest := file.readline(_LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
        yield line


def _json_lines(file: BinaryIO) -> Iterator[Row]:
    for number, line in enumerate(_lines(file), 1):
        if line.strip():
            yield _json_row(number, line, file.tell())


def _json_row(number: int, line: bytes, read: int) -> Row:
    if len(line) > _LONGEST_LINE:
        return Row(number, {}, read, "the line is longer than a million bytes")
    try:
        content = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return Row(number, {}, read, "the line is not UTF-8")
    except (ValueError, RecursionError):
        return Row(number, {}, read, "the line is not JSON")
    if not isinstance(content, dict):
        return Row(number, {}, read, "the line is not a JSON object")
    return Row(number, {str(key): _text(value) for key, value in content.items()}, read)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _csv(file: BinaryIO) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_LINE)
    decoded = (line.decode("utf-8-sig", "surrogateescape") for line in file)
    reader = csv.reader(decoded, strict=True)
    header: list[str] | None = None
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(reader.line_num, {}, 0, f"the line is not CSV: {error}")
            continue
        if header is None:
            header = cells
        elif cells:
            yield _csv_row(reader.line_num, header, cells)


def _csv_row(line: int, header: list[str], cells: list[str]) -> Row:
    if any("\udc80" <= letter <= "\udcff" for cell in cells for letter in cell):
        return Row(line, {}, 0, "the line is not UTF-8")
    if len(cells) != len(header):
        return Row(line, {}, 0, f"the line has {len(cells)} columns, not {len(header)}")
    return Row(line, dict(zip(header, cells, strict=True)), 0)
