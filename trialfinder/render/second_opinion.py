"""What a second opinion can look at, and how to ask for one. General words for everybody; nothing here knows a person."""

from trialfinder.render.page import Section

__all__ = ["HELPLINE", "asking", "looking_at"]

HELPLINE = "In the US, the Cancer Information Service of the National Cancer Institute answers questions free: 1-800-4-CANCER"


def looking_at() -> Section:
    """What a second opinion can look at."""
    return Section(
        "What a second opinion can look at",
        (
            (
                "Asking for one is common, and most doctors expect it. There is usually time for it; for a few cancers there "
                "is not, so ask how long the plan can wait."
            ),
        ),
        (
            (
                "Whether the kind of cancer, its grade and its stage are right: another expert can look at the same slides and scans, "
                "often without you traveling."
            ),
            "Whether a further test of the tumor could change the plan.",
            (
                "All the kinds of treatment, also those your hospital does not offer, and what each aims at: cure, control or "
                "comfort."
            ),
            "Whether a smaller operation, less medicine or careful watching could do as well.",
            "Whether a trial fits, and whether starting the usual treatment first would close that door.",
            "It may simply agree with the plan you have. That is worth knowing too.",
        ),
    )


def asking() -> Section:
    """How to ask for one at a center."""
    return Section(
        "How to ask for a second opinion at a center",
        (),
        (
            (
                "Tell your doctor and ask for a referral; then call the center's office for new patients and say: “I would like a second "
                "opinion.”"
            ),
            "Ask your insurer first whether it pays there.",
            (
                "Have sent, or bring: the pathology report and the slides, scans with the image files, operation notes, blood and tumor "
                "test results, treatments so far with dates, the plan proposed, your medicines and other illnesses."
            ),
            "Ask whether slides and scans can be reviewed without you traveling, and who will tell you and your doctor the result.",
            "For one trial, call its contact and ask for the trial coordinator.",
            (
                f"{HELPLINE}. Its own list of centers, with how to reach them: "
                "https://www.cancer.gov/research/infrastructure/cancer-centers/find"
            ),
        ),
    )
