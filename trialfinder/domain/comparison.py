"""What a trial tests and what it compares that with, in the record's own names."""

from dataclasses import dataclass

__all__ = ["Comparison"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The groups of one trial. A name is the record's, or ``placebo``; an empty ``tested`` means: the record names nothing."""

    tested: tuple[tuple[str, ...], ...] = ()
    """What each group on trial is given beyond ``shared``; groups given the same stand here once."""
    compared: tuple[tuple[str, ...], ...] = ()
    """What each comparing group is given beyond ``shared``; ``()`` for a group that gets nothing more."""
    shared: tuple[str, ...] = ()
    """Given to every group, tested or comparing; empty when nothing compares."""
    groups: int = 0
    """Groups of the record, of any kind."""
    random: bool = False
    """Chance decides who is in which group."""
    placebo: bool = False
    """Somebody gets a look-alike without active drug."""
    sham: bool = False
    """Somebody gets a pretended procedure."""
    observes: bool = False
    """The study changes no treatment."""
