"""Text read in the wrong encoding is turned back, and nothing else is."""

import json

import pytest

from trialfinder.ctgov.mojibake import as_meant
from trialfinder.ctgov.parse import parse_study
from trialfinder.domain.trial import Trial


def mended(text: str) -> object:
    return as_meant(text, text)


@pytest.mark.parametrize(
    "text",
    [
        "München",
        "Hôpital de l’Espérance",
        "creatinine ≤ 1.5",
        "SAMPLE-1™ and SAMPLE-2®",
        "α-fetoprotein",
        "Wrocław and Poznański",
        "Ankara Şehir, İzmir",
        "Ágnes",
    ],
)
def test_what_was_read_in_the_wrong_encoding_is_turned_back(text: str) -> None:
    wrong = text.encode().decode("latin-1")
    windows = "".join(bytes([ord(letter)]).decode("cp1252", "ignore") or letter for letter in wrong)
    assert mended(windows) == text
    assert mended(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "São Paulo, NÃO, AMANHÔ",
        "“Öl”, „BÄ“, Ärzte",
        "a resolution of 3 Å², ± 2 Å±1",
        "naïve, HAÏTI, Île, ÎLE",
        "Tökés, Ångström, â and Â",
        "à 5 €, 10 ‰",
        "国立がん研究センター",
    ],
)
def test_words_that_only_look_alike_stay(text: str) -> None:
    assert mended(text) == text


def test_a_record_is_read_as_it_was_meant_wherever_the_words_stand() -> None:
    site = {"facility": "KreuzstraÃŸe SAMPLE Klinik", "city": "MÃ¼nchen", "country": "Germany"}
    raw = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT99000001", "briefTitle": "SAMPLE, not a real trial"},
            "contactsLocationsModule": {"locations": [site]},
        }
    }
    for text in (json.dumps(raw, ensure_ascii=False), json.dumps(raw), ""):
        trial = parse_study(raw, raw_text=text)
        assert isinstance(trial, Trial)
        assert (trial.sites[0].facility, trial.sites[0].city) == ("Kreuzstraße SAMPLE Klinik", "München")
