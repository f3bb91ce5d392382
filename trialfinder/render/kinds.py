"""Kinds of treatment and what a trial compares, in plain words."""

from trialfinder.domain.comparison import Comparison
from trialfinder.domain.enriched import Treatment
from trialfinder.render import words

__all__ = ["LESS", "MEANINGS", "design", "kind_name"]

LESS = "less treatment"
MEANINGS = {
    Treatment.SURGERY: "An operation that takes out the cancer or part of it, or repairs what treatment left behind.",
    Treatment.RADIATION: "Rays or radioactive medicine that damage cancer cells where they reach them.",
    Treatment.CHEMOTHERAPY: "Medicine that kills cells while they grow and divide.",
    Treatment.IMMUNOTHERAPY: "Medicine that helps the body's own defenses find and attack the cancer.",
    Treatment.TARGETED: "Medicine aimed at one feature of the cancer cells, often found by a test of the tumor.",
    Treatment.HORMONE: "Medicine that lowers or blocks the hormones some cancers need to grow.",
    Treatment.CELL_GENE: "Living cells or genes, often the patient's own cells changed in a laboratory, given to fight the cancer.",
    Treatment.VACCINE: "A vaccine that trains the body's defenses against the cancer, or against an infection.",
    Treatment.TRANSPLANT: "New blood-forming cells or a new organ, from a donor or saved from oneself.",
    Treatment.LOCAL: "Destroying a tumor where it is: by heat, cold, light, sound, electricity or by cutting off its blood.",
    Treatment.SUPPORTIVE: "Care that eases or prevents symptoms and side effects; it does not aim at the cancer itself.",
    Treatment.DIAGNOSIS: "Scans, samples and tests that find the cancer, describe it or follow it.",
    Treatment.BEHAVIOUR: "Exercise, food, counseling, teaching and other things people do, alone or with help.",
    Treatment.OBSERVATION: "Following people and recording what happens, without changing their treatment.",
    Treatment.OTHER: "Something we could not put under one of the kinds; the trial itself tells more.",
    LESS: "Trials that ask whether less than today's usual treatment is enough: leaving something out, a shorter course, a smaller "
    "operation, or careful watching.",
}
_NAMES = 5
_GROUPS = 4

Names = tuple[str, ...]


def kind_name(kind: str) -> str:
    """As a heading: ``Targeted therapy``."""
    name = LESS if kind == "" else words.clean(kind)
    return f"{name[:1].upper()}{name[1:]}"


def design(found: Comparison) -> tuple[tuple[str, str], ...]:
    """Labelled sentences: what is tested, what it is compared with, and how people are put into groups."""
    if found.observes:
        about = _names(found.tested[0]) if found.tested else ""
        return (("Follows", f"what happens to people{f' ({about})' if about else ''}; changes no treatment"),)
    tested = [_names(group) for group in found.tested]
    if not tested:
        return (("Tests", "the record does not name it"),)
    if found.compared:
        added = f", added to {_names(found.shared)}" if found.shared else ""
        against = [_against(group, found.shared) for group in found.compared]
        return (("Tests", _groups(tested) + added), ("Compared", f"with {_groups(against)}"), ("Groups", _chance(found)))
    if len(tested) > 1:
        return (("Compares" if found.random else "Tests", _groups(tested)), ("Groups", _chance(found)))
    return (("Tests", tested[0]), ("Groups", _chance(found)))


def _against(group: Names, shared: Names) -> str:
    if not group:
        return f"{_names(shared)} alone" if shared else "nothing added"
    return f"{_names(group)} plus {_names(shared)}" if shared else _names(group)


def _chance(found: Comparison) -> str:
    parts = []
    if len(found.tested) == 1 and found.groups > 1 and not found.compared:
        parts.append(f"{found.groups} groups given the same, in other doses or ways")
    if found.random:
        parts.append("chance decides who is in which group")
    elif found.groups > 1:
        parts.append("not chosen by chance" if parts else f"{found.groups} groups, not chosen by chance")
    elif found.groups == 1:
        parts.append("one; everyone gets the same, nothing is compared")
    if found.placebo:
        parts.append("some get a placebo (looks the same, no active drug)")
    if found.sham:
        parts.append("some get a pretended procedure")
    return "; ".join(parts)


def _groups(texts: list[str]) -> str:
    more = len(texts) - _GROUPS
    shown = texts[:_GROUPS] if more > 0 else texts
    listed = shown[0] if len(texts) == 1 else "; ".join(f"({chr(97 + number)}) {told}" for number, told in enumerate(shown))
    return f"{listed}; and {words.count(more, 'more group')}" if more > 0 else listed


def _names(names: Names) -> str:
    shown = [words.clean(name) for name in names[:_NAMES]]
    more = len(names) - len(shown)
    # The record lists what a group may be given; whether together or one of them, it does not say here.
    return f"{', '.join(shown)} and {more} more" if more > 0 else ", ".join(shown)
