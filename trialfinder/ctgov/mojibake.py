"""Text that was written as UTF-8 and read as Western European ("MÃ¼nchen"), turned back where that is certain.

Only a run of letters that no language writes side by side, and that decodes to letters, signs or punctuation of Western records, is
touched: a record that merely looks odd stays as the registry has it.
"""

import re
from typing import Final

__all__ = ["as_meant"]

#: What each byte becomes when read as Windows-1252; the five bytes it leaves open become controls, as browsers do.
_BYTE_OF: Final = {bytes([byte]).decode("cp1252", "ignore") or chr(byte): byte for byte in range(0x80, 0x100)}
_LETTER: Final = {byte: re.escape(letter) for letter, byte in _BYTE_OF.items()}


def _any_of(low: int, high: int, without: str = "") -> str:
    return "[" + "".join(_LETTER[byte] for byte in range(low, high + 1) if _LETTER[byte] not in without) + "]"


#: Behind one of these letters a word of capitals can end in a real quotation mark, dash or ellipsis ...
_QUOTES: Final = "“”‘’„‚–—…"
#: ... and behind the sign of the ångström there can be one of these.
_SCIENCE: Final = "±²³¹°·"
#: U+00A0 to U+00FF (lead C2 or C3), Latin Extended-A (C4, C5; two of its Polish letters only within a word), Greek (CE, CF); general
#: punctuation, arrows and mathematical signs (E2).
_RUN: Final = re.compile(
    f"[ÂÃÄÎÏ]{_any_of(0x80, 0xBF, _QUOTES)}|Å{_any_of(0x80, 0xBF, _QUOTES + _SCIENCE)}|Å[‚„](?=[a-z])"
    f"|â{_any_of(0x80, 0x89)}{_any_of(0x80, 0xBF)}"
)
#: One of these stands in every run. Looking for one letter is many times faster than for the pattern.
_TELLTALES: Final = "ÂÃâÄÅÎÏ"


def as_meant(raw: object, text: str) -> object:
    """The decoded JSON ``raw`` of a record, whose text is ``text``, with such runs turned back; ``raw`` itself when there are none."""
    if text.isascii():
        return _mended(raw) if "\\u00" in text else raw  # JSON may write every letter as an escape
    if not any(letter in text for letter in _TELLTALES) or not _RUN.search(text):
        return raw
    return _mended(raw)


def _mended(value: object) -> object:
    if isinstance(value, str):
        return value if value.isascii() else _RUN.sub(_decoded, value)
    if isinstance(value, list):
        return [_mended(item) for item in value]
    if isinstance(value, dict):
        return {key: _mended(item) for key, item in value.items()}
    return value


def _decoded(run: re.Match[str]) -> str:
    try:
        return bytes(_BYTE_OF[letter] for letter in run[0]).decode()
    except ValueError:  # no UTF-8 after all
        return run[0]
