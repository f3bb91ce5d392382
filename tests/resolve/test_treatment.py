"""Words for kinds of treatment: what people say is understood, what is not is answered with the nearest."""

import pytest

from trialfinder.domain.enriched import Treatment
from trialfinder.domain.errors import NothingUnderstood
from trialfinder.resolve.treatment import resolve_treatment


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("chemo", Treatment.CHEMOTHERAPY), ("Immunotherapy", Treatment.IMMUNOTHERAPY), ("CAR-T", Treatment.CELL_GENE),
     ("operation", Treatment.SURGERY), ("radiotherapy", Treatment.RADIATION), ("stem cell transplant", Treatment.TRANSPLANT),
     ("palliative care", Treatment.SUPPORTIVE), ("cell and gene therapy", Treatment.CELL_GENE), ("vaccines", Treatment.VACCINE)],
)  # fmt: skip
def test_plain_words_name_a_kind(typed: str, kind: Treatment) -> None:
    assert resolve_treatment(typed) is kind


def test_every_kind_is_known_by_its_own_name_and_by_another() -> None:
    for kind in Treatment:
        assert resolve_treatment(kind.upper()) is kind


@pytest.mark.parametrize(
    ("typed", "told"),
    [("imunotherapi", "immunotherapy"), ("chemotherpy", "chemotherapy"), ("pembrolizumab", "--treatment 'immunotherapy'"),
     ("banana", "use one of: surgery"), ("", "use one of: surgery")],
)  # fmt: skip
def test_a_wrong_word_is_answered_with_what_to_type(typed: str, told: str) -> None:
    with pytest.raises(NothingUnderstood) as caught:
        resolve_treatment(typed)
    assert told in caught.value.hint
