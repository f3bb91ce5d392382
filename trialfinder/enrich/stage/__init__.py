"""Stage read from a trial's own words, with the evidence."""

from trialfinder.enrich.stage.reader import read_stage

__all__ = ["read_stage"]
