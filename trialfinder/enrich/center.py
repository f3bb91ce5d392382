"""Which NCI-designated cancer center a site is, if any. First version: exact aliases."""

from trialfinder.domain.trial import Site

__all__ = ["nci_centers"]


def nci_centers(sites: tuple[Site, ...]) -> tuple[str, ...]:
    """The center's name per site, ``""`` where none."""
    return tuple("" for _ in sites)
