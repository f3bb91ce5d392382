"""Our own sentences about second opinions as sections of an answer; the words stand in the lexicon, with those of the packet."""

from trialfinder.render.page import Section
from trialfinder.vocab.second_opinion import Topic, second_opinion

__all__ = ["asking", "looking_at", "study_team"]


def looking_at() -> Section:
    """What a second opinion can look at."""
    return _section(second_opinion().looking_at)


def asking() -> Section:
    """How to ask for one at a center."""
    return _section(second_opinion().asking)


def study_team() -> Section:
    """What to ask the people who run a trial."""
    return _section(second_opinion().study_team)


def _section(topic: Topic) -> Section:
    return Section(topic.title, (topic.before,) if topic.before else (), topic.items)
