"""Overall statuses of a trial: which ones a search looks at. Light, for the command line reads it before anything else."""

__all__ = ["OPEN_STATUSES", "STATUS_WORDS"]

OPEN_STATUSES = ("RECRUITING", "NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION", "AVAILABLE")
"""Overall statuses of the default scope: open now, soon, by invitation, or as expanded access."""

#: What may be typed after --status, and the registry statuses it means (None: any).
STATUS_WORDS: dict[str, tuple[str, ...] | None] = {
    "open": OPEN_STATUSES,
    "recruiting": ("RECRUITING",),
    "upcoming": ("NOT_YET_RECRUITING",),
    "invitation": ("ENROLLING_BY_INVITATION",),
    "expanded-access": ("AVAILABLE",),
    "any": None,
}
