"""Saved searches: one TOML file a person can read and edit, one section a search, the keys those of ``SearchRequest``."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from trialfinder.domain.errors import UsageProblem
from trialfinder.services.private import damaged, locked, read_private, write_private
from trialfinder.services.request import SearchRequest

__all__ = ["SavedSearches"]

_HEADER = (
    "# Saved searches of `trialfinder watch`. They tell about somebody's health: keep this file to yourself (mode 0600).\n"
    "# One section a search; its keys are the options of `trialfinder search`.\n"
)
_NAME = re.compile(r"[^\W_][\w-]{0,39}")
_SECTION = re.compile(r"^\s*\[")
_KNOWN: dict[str, Any] = SearchRequest()._asdict()


class SavedSearches:
    """The file ``searches.toml`` in the configuration folder. Raises UsageProblem naming the line when it is damaged."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "searches.toml"

    def all(self) -> dict[str, SearchRequest]:
        """Every saved search by its name, in the order of the file."""
        return self._parse(read_private(self.path))

    def get(self, name: str) -> SearchRequest:
        """One of them."""
        found = self.all()
        if name not in found:
            raise self._unknown(name, list(found))
        return found[name]

    def add(self, name: str, request: SearchRequest) -> None:
        """Save one more. What stands in the file already stays as it is, comments too."""
        if not _NAME.fullmatch(name):
            raise UsageProblem(
                f"{name!r} is not a name for a saved search.", "use up to 40 letters, digits, - and _, such as mum or trial-list"
            )
        with locked(self.path.parent, ".lock"):
            text = read_private(self.path)
            if name in self._parse(text):
                raise UsageProblem(
                    f"There is a saved search {name!r} already.", f"choose another name, or: trialfinder watch remove {name}"
                )
            before = text if not text or text.endswith("\n") else text + "\n"
            self._write(f"{before or _HEADER}\n{_section(name, request)}")

    def remove(self, name: str) -> None:
        """Take one out; the others stay as they are."""
        with locked(self.path.parent, ".lock"):
            text = read_private(self.path)
            found = self._parse(text)
            if name not in found:
                raise self._unknown(name, list(found))
            kept = {other: request for other, request in found.items() if other != name}
            shorter = _without(text, name)
            if self._parse(shorter) != kept:  # written in a way of its own: write anew what is kept
                shorter = _HEADER + "".join(f"\n{_section(other, request)}" for other, request in kept.items())
            self._write(shorter)

    def _write(self, text: str) -> None:
        self._parse(text)
        write_private(self.path, text)

    def _parse(self, text: str) -> dict[str, SearchRequest]:
        try:
            sections = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            at = re.search(r"at line (\d+)", str(error))
            raise damaged(self.path, int(at[1]) if at else text.count("\n") + 1, str(error)) from error
        return {name: self._request(name, section, text) for name, section in sections.items()}

    def _request(self, name: str, section: object, text: str) -> SearchRequest:
        if not isinstance(section, dict) or not _NAME.fullmatch(name):
            raise damaged(self.path, _line(text, name, ""), f"{name!r} is not a section [NAME] of a saved search")
        values: dict[str, Any] = {}
        for key, value in section.items():
            if key not in _KNOWN:
                raise damaged(self.path, _line(text, name, key), f"{key!r} is not an option; known are {', '.join(_KNOWN)}")
            if not _suits(value, _KNOWN[key]):
                raise damaged(self.path, _line(text, name, key), f"the value of {key!r} is not of the kind it takes")
            values[key] = tuple(value) if isinstance(value, list) else value
        return SearchRequest(**values)

    def _unknown(self, name: str, known: list[str]) -> UsageProblem:
        hint = f"saved are: {', '.join(known)}" if known else 'save one: trialfinder watch add NAME "breast cancer" --stage 4'
        return UsageProblem(f"There is no saved search {name!r}.", hint)


def _suits(value: object, default: object) -> bool:
    if isinstance(default, tuple):
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if default is None:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is type(default)


def _section(name: str, request: SearchRequest) -> str:
    """One search as TOML; options that were not given are left out."""
    given = {key: getattr(request, key) for key, default in _KNOWN.items() if getattr(request, key) != default}
    return f"[{name if name.isascii() else _quoted(name)}]\n" + "".join(f"{key} = {_value(one)}\n" for key, one in given.items())


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, str):
        return _quoted(value)
    return str(value).lower()


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's, with the one control character JSON lets stand."""
    return json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False).replace("\x7f", "\\u007f")


def _without(text: str, name: str) -> str:
    kept, inside = [], False
    for line in text.split("\n"):  # only that ends a line in TOML; splitlines knows seven more, which a value may hold
        if _SECTION.match(line):
            inside = _header(line) == name
        if not inside:
            kept.append(line)
    return "\n".join(kept)


def _header(line: str) -> str:
    """The name in a section's header."""
    try:
        return next(iter(tomllib.loads(line)), "")
    except tomllib.TOMLDecodeError:
        return ""


def _line(text: str, name: str, key: str) -> int | None:
    """The line on which ``key`` of the section ``name`` stands, or the section itself."""
    inside, found = False, None
    for number, line in enumerate(text.split("\n"), 1):
        if _SECTION.match(line):
            inside = _header(line) == name
            found = number if inside else found
        if inside and key and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return number
    return found
