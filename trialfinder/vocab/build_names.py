"""Makes ``cancers_names.tsv`` from ``cancers.csv``: every name in its one spelling, ready to be looked up.

Run ``make names`` after a change of the vocabulary or of ``cancers_words``; a test fails until it was. Here the file is
checked and its 3,000 names are spelt, so that no search has to.
"""

from trialfinder.vocab.cancers import NAMES_FILE, CancerVocabulary, checked

__all__ = ["names_table"]

_HEADER = (
    "# Made from cancers.csv by trialfinder.vocab.build_names: name, concepts. Below the empty line: only as typed by a person.\n"
)


def names_table(words: CancerVocabulary) -> str:
    """The content of the file."""
    parts = (words.text_names, words.typed_names)
    return _HEADER + "\n".join("".join(f"{name}\t{';'.join(ids)}\n" for name, ids in part.items()) for part in parts)


if __name__ == "__main__":
    NAMES_FILE.write_text(names_table(checked()), encoding="utf-8")
