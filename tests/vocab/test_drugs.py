from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from trialfinder.domain.enriched import Treatment
from trialfinder.vocab import drugs as room
from trialfinder.vocab.drugs import SHORT, drug_index, drugs, squeezed


@pytest.fixture
def other_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(room, "files", lambda _: tmp_path)
    drugs.cache_clear()
    yield tmp_path / "drugs.csv"
    drugs.cache_clear()


def test_the_table_knows_at_least_six_hundred_drugs() -> None:
    assert len(drugs()) >= 600


def test_no_two_drugs_claim_one_name() -> None:
    claims = Counter(
        name if len(squeezed(name)) <= SHORT else squeezed(name)
        for drug in drugs()
        for name in {squeezed(name): name for name in (drug.name, *drug.aliases)}.values()
    )
    assert [name for name, count in claims.items() if count > 1] == []


def test_every_drug_has_a_name_and_a_kind() -> None:
    assert all(drug.name and drug.kinds for drug in drugs())


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Keytruda", Treatment.IMMUNOTHERAPY),
        ("MK 3475", Treatment.IMMUNOTHERAPY),
        ("T-DXd", Treatment.TARGETED),
        ("5-fluorouracil", Treatment.CHEMOTHERAPY),
        ("Xtandi", Treatment.HORMONE),
        ("Yescarta", Treatment.CELL_GENE),
        ("Lutathera", Treatment.RADIATION),
        ("Neulasta", Treatment.SUPPORTIVE),
        ("Provenge", Treatment.VACCINE),
        ("Pylarify", Treatment.DIAGNOSIS),
    ],
)
def test_generic_code_and_brand_names_are_found(name: str, kind: Treatment) -> None:
    assert drug_index().squeezed[squeezed(name)].kinds == (kind,)


def test_short_names_stand_as_written_only() -> None:
    assert drug_index().exact["EV"].name == "enfortumab vedotin"
    assert "ev" not in drug_index().exact
    assert "ev" not in drug_index().squeezed


def test_spacing_and_punctuation_do_not_make_another_name() -> None:
    assert squeezed("MK-3475") == squeezed("mk 3475") == squeezed("MK3475") == "mk3475"


def test_every_name_can_begin_where_the_index_looks() -> None:
    index = drug_index()
    for drug in drugs():
        for name in (drug.name, *drug.aliases):
            first = room._WORD.findall(name.lower())[0]
            assert first in index.first_words, name


def test_an_unknown_kind_is_named_with_its_line(other_table: Path) -> None:
    other_table.write_text("name,kinds,role,aliases\nexamplinib,potion,,\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"drugs.csv line 2 \(examplinib\)"):
        drugs()


def test_an_unknown_role_is_named_with_its_line(other_table: Path) -> None:
    other_table.write_text("name,kinds,role,aliases\nexamplinib,targeted therapy,hero,\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no such role: hero"):
        drugs()
