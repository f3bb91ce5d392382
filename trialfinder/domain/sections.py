"""Where in a record words stand, as people say it."""

__all__ = ["section_name"]

_NAMES = {
    "brief_title": "title",
    "official_title": "full title",
    "inclusion": "who may join",
    "exclusion": "who may not join",
    "mesh": "the registry's disease terms",
    "mesh_ancestors": "the registry's disease terms",
    "cohort": "one of its groups",
}


def section_name(code: str) -> str:
    """``who may join`` for ``inclusion``; an unknown part bears its own name."""
    return _NAMES.get(code, code.replace("_", " "))
