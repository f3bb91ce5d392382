import pytest

from trialfinder.domain.enriched import Treatment
from trialfinder.enrich.treatment_words import mentions


def kinds(text: str) -> set[Treatment]:
    return {kind for mention in mentions(text) for kind in mention.kinds}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pembrolizumab (KEYTRUDA®)", {Treatment.IMMUNOTHERAPY}),
        ("Keytruda(R) 200 mg", {Treatment.IMMUNOTHERAPY}),
        ("MK3475", {Treatment.IMMUNOTHERAPY}),
        ("MK 3475", {Treatment.IMMUNOTHERAPY}),
        ("nab paclitaxel", {Treatment.CHEMOTHERAPY}),
        ("mFOLFOX6 + bevacizumab", {Treatment.CHEMOTHERAPY, Treatment.TARGETED}),
        ("Trastuzumab deruxtecan", {Treatment.TARGETED}),
        ("examplutinib tablets", {Treatment.TARGETED}),
        ("exampletamig", {Treatment.IMMUNOTHERAPY}),
        ("examplevedotin", {Treatment.TARGETED}),
        ("exampleleucel", {Treatment.CELL_GENE}),
        ("examplegrastim", {Treatment.SUPPORTIVE}),
        ("PD-1/VEGF bispecific antibody", {Treatment.IMMUNOTHERAPY}),
        ("dendritic cell vaccine", {Treatment.VACCINE}),
        ("CD19 CAR-T cells", {Treatment.CELL_GENE}),
        ("stereotactic body radiotherapy", {Treatment.RADIATION}),
        ("concurrent chemoradiotherapy", {Treatment.CHEMOTHERAPY, Treatment.RADIATION}),
        ("microwave ablation", {Treatment.LOCAL}),
        ("laparoscopic hysterectomy", {Treatment.SURGERY}),
        ("allogeneic HSCT", {Treatment.TRANSPLANT}),
        ("androgen deprivation therapy", {Treatment.HORMONE}),
        ("ev, ala and aza", set()),
        ("two capsules", set()),
        ("", set()),
    ],
)
def test_words_name_kinds(text: str, expected: set[Treatment]) -> None:
    assert kinds(text) == expected


def test_words_of_a_drugs_name_are_not_read_again_as_a_phrase() -> None:
    assert [mention.rule for mention in mentions("BCG vaccine")] == ["drug:BCG"]


def test_a_drug_is_quoted_as_written_with_its_rule() -> None:
    (mention,) = mentions("Dose 1 of Keytruda")
    assert (mention.text, mention.rule, mention.role) == ("Keytruda", "drug:pembrolizumab", "")


def test_a_placebo_is_named_as_no_treatment() -> None:
    assert [mention.kinds for mention in mentions("matching placebo")] == [()]


def test_drugs_that_only_accompany_are_incidental() -> None:
    assert [mention.role for mention in mentions("leucovorin and ondansetron")] == ["incidental", "incidental"]
