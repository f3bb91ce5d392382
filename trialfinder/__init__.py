"""trialfinder: which cancer trials a second opinion might turn up, read from a local copy of ClinicalTrials.gov."""

__all__ = ["__version__"]

__version__ = "0.1.0"
