"""Names of cancers in what a person typed: exact, with words that name nothing set aside, or standing inside the words."""

from typing import TYPE_CHECKING

from trialfinder.vocab.cancers import vocabulary
from trialfinder.vocab.cancers_words import CASED, Words, normalise, read_words

if TYPE_CHECKING:
    from trialfinder.vocab.cancers_phrases import Mention

__all__ = ["FILLER", "bare", "exact", "inside", "with_a_head", "without_filler"]

#: Words that say how a cancer is, whose it is, or that it is asked about; never which one it is.
FILLER = frozenset(
    """
    stage 0 1 2 3 4 i v iia iib iiia iiib iiic iva ivb 1a 1b 2a 2b 3a 3b 3c 4a 4b four three two one grade my mum
    mom dad wife husband have has having with for in on me patient person people trial study treatment therapy
    clinical new newly diagnosed advanced early late metastatic metastasized recurrent relapsed refractory resistant
    terminal inoperable unresectable locally local spread returned again type kind of aggressive invasive
    adult elderly childhood pediatric child kid metastasis untreated treated progressive extensive limited is it
    cure help what about onset young childrens children kids teenage teenager teen adolescent infant baby i'm
    suffering from was dx germline somatic gleason score psa group mother father sister brother son daughter positive
    negative mutated mutation primary high low risk and or to
    """.split()  # noqa: SIM905 - a list of words reads best as words
)


def with_a_head(plain: str) -> tuple[str, ...]:
    """The name of an organ or a person alone: "ovarian", "hepatic", "Castleman's"."""
    if not plain or plain.count(" ") > 1:
        return ()
    for head in ("cancer", "tumor", "disease", "syndrome"):
        concepts = exact(normalise(f"{plain} {head}"))
        if concepts:
            return concepts
    found, unused = inside(f"{plain} cancer")
    return found if not unused and "any-cancer" not in found and len(found) == 1 else ()


def exact(key: str) -> tuple[str, ...]:
    """The concepts of a name in its one spelling; none when it is no name."""
    names = vocabulary().by_name
    return names.get(key) or (names.get(key.upper(), ()) if key.upper() in CASED else ())


def without_filler(key: str) -> str:
    """The words that may name a cancer."""
    return " ".join(word for word in key.split() if word not in FILLER and not word.isdigit())


def bare(key: str) -> frozenset[str]:
    """Concepts named only by the bare word for an organ ("kidney"), which a person may type and which proves nothing."""
    vocab = vocabulary()
    return frozenset(c for w in key.split() if w not in vocab.text_names for c in vocab.typed_names.get(w, ()))


def inside(rest: str) -> tuple[tuple[str, ...], list[str]]:
    """Names inside the words, the narrower where one includes the other, and the words left over."""
    from trialfinder.vocab.cancers_phrases import typed_finder

    text = read_words(rest)
    mentions = _without_sites(text, typed_finder().find(text))
    used = {i for m in mentions for i in range(m.first, m.last)}
    concepts = dict.fromkeys(c for m in mentions for c in m.concepts)
    words = vocabulary()
    wider = {wide for c in concepts for wide in (*words.ancestors(c), *words.umbrellas_for(c)) if wide != c}
    kept = tuple(c for c in concepts if c not in wider)
    return kept, [w for i, w in enumerate(text.words) if i not in used and w not in FILLER and not w.isdigit()]


def _without_sites(text: Words, mentions: "list[Mention]") -> "list[Mention]":
    """The bare word for an organ beside a name only says where it is: "stomach lymphoma" is a lymphoma."""
    names = vocabulary().text_names
    bare = [m for m in mentions if " ".join(text.words[m.first : m.last]) not in names and m.last - m.first == 1]
    concepts = vocabulary().concepts
    if not bare or not any(concepts[c].kind != "umbrella" for m in mentions if m not in bare for c in m.concepts):
        return mentions
    joined = {"and", "or", "plus", "with"}.intersection(text.words) or "," in text.gaps
    return mentions if joined else [m for m in mentions if m not in bare]
