"""Records from files instead of the network: one study per line, saved pages, lists, the registry's bulk zip.

Each may be gzipped, and a folder may hold any mixture. One bad line becomes a record that nobody can parse, and is
reported as such; a file that ends early or cannot be read is refused, because half a file looks like closed trials.
"""

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from trialfinder.ctgov.parse import nct_id_of
from trialfinder.ctgov.spool import RELEASE_FILE
from trialfinder.ctgov.wire import RawStudy, as_text, load_json, studies_of
from trialfinder.domain.errors import UsageProblem

__all__ = ["read_source", "read_texts"]

_SUFFIXES: Final = (".ndjson", ".jsonl", ".json", ".zip")
_LINES: Final = (".ndjson", ".jsonl")
_STUDY: Final = b'{"protocolSection":'
"""How the registry begins a study: one line of this kind needs no look inside to be told from a page."""
_UNREAD: Final = object()
_HINT: Final = "Name a file or folder with studies as JSON: NDJSON, saved pages, or the registry's json.zip; gzip is fine."


def read_source(path: Path) -> Iterator[RawStudy]:
    """Every study under ``path``, each id once (the first wins), one file part in memory at a time."""
    return _each_once(_decode(study) for study in _read_all(path))


def read_texts(path: Path) -> Iterator[str]:
    """The JSON text of every record under ``path``, for a reader that decodes it elsewhere; ids may repeat."""
    return (study.text for study in _read_all(path))


def _read_all(path: Path) -> Iterator[RawStudy]:
    files = _files(path)  # at once: a name that was mistyped is said before anything else happens
    return (study for file in files for study in _read_file(file))


def _files(path: Path) -> list[Path]:
    try:
        if path.is_dir():
            found = sorted(file for file in path.rglob("*") if _is_wanted(file, path))
            if not found:
                raise UsageProblem(f"There are no study files in {path}.", _HINT)
            return found
        if not path.exists():
            raise UsageProblem(f"There is no file or folder {path}.", _HINT)
    except OSError as error:
        raise UsageProblem(f"{path} cannot be read: {error.strerror or error}.", _HINT) from error
    return [path]


def _is_wanted(file: Path, folder: Path) -> bool:
    parts = file.relative_to(folder).parts
    if any(part.startswith(".") for part in parts) or file.name == RELEASE_FILE:
        return False
    return file.name.lower().removesuffix(".gz").endswith(_SUFFIXES) and file.is_file()


def _each_once(studies: Iterator[RawStudy]) -> Iterator[RawStudy]:
    seen: set[str] = set()
    for study in studies:
        nct_id = nct_id_of(study.raw)
        if nct_id and nct_id in seen:
            continue
        seen.add(nct_id)
        yield study


def _decode(study: RawStudy) -> RawStudy:
    if study.raw is not _UNREAD:
        return study
    try:
        return RawStudy(load_json(study.text), study.text)
    except ValueError:
        return RawStudy(None, study.text)


def _read_file(path: Path) -> Iterator[RawStudy]:
    count = 0
    try:
        with path.open("rb") as file:
            head = file.read(4)
            file.seek(0)
            for study in _read_zip(file) if head == b"PK\x03\x04" else _read_plain(path, file, gzipped=head[:2] == b"\x1f\x8b"):
                count += 1
                yield study
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise UsageProblem(f"{path} cannot be read to its end ({reason}); {count:,} records came before.", _HINT) from error


def _read_zip(file: BinaryIO) -> Iterator[RawStudy]:
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if name.lower().endswith(".json"):
                yield from _document(archive.read(name))


def _read_plain(path: Path, file: BinaryIO, *, gzipped: bool) -> Iterator[RawStudy]:
    stream: BinaryIO = gzip.GzipFile(fileobj=file) if gzipped else file  # type: ignore[assignment]
    first = stream.readline()
    while first and not first.strip():
        first = stream.readline()
    if not first:
        return
    if path.name.lower().removesuffix(".gz").endswith(_LINES) or _is_complete(first):
        yield from _line(first)
        for line in stream:
            yield from _line(line)
    else:
        yield from _document(first + stream.read())


def _is_complete(line: bytes) -> bool:
    try:
        load_json(_decoded(line))
    except ValueError:
        return False
    return True


def _decoded(content: bytes) -> str:
    return content.decode("utf-8").removeprefix("\ufeff")


def _line(line: bytes) -> Iterator[RawStudy]:
    if not line.strip():
        return iter(())
    if line.startswith(_STUDY):
        return iter((RawStudy(_UNREAD, line.strip(b"\r\n").decode("utf-8", "replace")),))
    return _expanded(line.strip(b"\r\n"))


def _document(content: bytes) -> Iterator[RawStudy]:
    """A whole JSON document; if it is none, the lines of it that are."""
    if _is_complete(content):
        return _expanded(content.strip())
    return (study for line in content.split(b"\n") for study in _line(line))


def _expanded(content: bytes) -> Iterator[RawStudy]:
    """The studies in one JSON value: a page, a list, or one study."""
    try:
        text = _decoded(content)
        value = load_json(text)
    except ValueError:
        yield RawStudy(None, content.decode("utf-8", "replace"))
        return
    if isinstance(value, dict) and isinstance(value.get("studies"), list):
        yield from studies_of(value["studies"], text)
    elif isinstance(value, list):
        yield from studies_of(value, text)
    else:
        yield RawStudy(value, as_text(value) if "\n" in text else text)
