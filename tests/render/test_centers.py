"""The page of cancer centers."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from trialfinder.domain.centers import CentersResult, CenterTrial, CenterView
from trialfinder.domain.query import Fit, Group, SearchResult
from trialfinder.domain.site import Contact
from trialfinder.render.centers import TYPES, render_centers, render_markdown
from trialfinder.render.centers_data import HEADER, csv_lines, document, jsonl
from trialfinder.render.layout import columns
from trialfinder.vocab.centers import CenterType

TRIAL = CenterTrial(
    nct_id="NCT99000001",
    title="Examplumab in People With Breast Cancer",
    status="RECRUITING",
    study_type="INTERVENTIONAL",
    phases=("PHASE2",),
    treatments=("immunotherapy",),
    group=Group.ABOUT,
    fit=Fit.FITS,
    facility="Harbor Example Cancer Center",
    city="Boston",
    state="Massachusetts",
    access="open",
    contact=Contact("Ana Exemplo", "", "617-555-0100"),
    contact_source="site",
)
WIDER = replace(
    TRIAL, nct_id="NCT99000002", group=Group.UMBRELLA, fit=Fit.UNCLEAR, city="Methuen", access="unstated", contact=None, contact_source="none"
)  # fmt: skip
HARBOR = CenterView(
    "Harbor Example Cancer Center", "Comprehensive", "Boston", "Massachusetts", "Boston", "Massachusetts", 0.4, (TRIAL, WIDER), 1
)
HILL = CenterView("Hill Example Cancer Center", "Clinical", "Concord", "New Hampshire", "Nashua", "New Hampshire", 38.2, (), 2)


@pytest.fixture
def centers(result: SearchResult) -> CentersResult:
    return CentersResult(result._replace(hits=()), (HARBOR, HILL), "", (), 7)


@pytest.mark.parametrize("width", [80, 200])
def test_the_page_looks_as_it_did(centers: CentersResult, golden: Callable[[str, str], None], width: int) -> None:
    golden(f"centers_{width}.txt", render_centers(centers, width, False, 1))


def test_the_page_as_markdown_looks_as_it_did(centers: CentersResult, golden: Callable[[str, str], None]) -> None:
    golden("centers.md", render_markdown(centers, None))


@pytest.mark.parametrize("width", [40, 80])
def test_no_line_is_wider_than_asked(centers: CentersResult, width: int) -> None:
    page = render_centers(replace(centers, abroad=("Berlin",)), width, False, None)
    assert max(columns(line) for line in page.splitlines() if not line.startswith("  trialfinder ")) <= width


def test_every_type_that_treats_patients_is_explained_and_the_others_said_to_be_left_out(centers: CentersResult) -> None:
    assert set(TYPES) == {kind.value for kind in CenterType if kind.treats_patients}
    assert "research only; these 7 treat nobody and are left out" in " ".join(render_centers(centers, 80, False, 3).split())


def test_a_cut_is_said(centers: CentersResult) -> None:
    assert "1 more trial there; --all lists them" in render_centers(centers, 80, False, 1)
    assert "--all" not in render_centers(centers, 80, False, None)


def test_without_a_command_typed_only_the_trial_is_offered(centers: CentersResult) -> None:
    text = render_centers(replace(centers, answer=centers.answer._replace(command=())), 80, False, 1)
    assert [line.split()[1] for line in text.splitlines() if line.startswith("  trialfinder ")] == ["show"]


def test_beyond_reach_the_page_says_from_where_it_measured(centers: CentersResult) -> None:
    text = " ".join(render_centers(replace(centers, beyond_from="Boston, Massachusetts"), 110, False, 3).split())
    assert "No center within reach; the nearest three" in text
    assert "measured from Boston, Massachusetts" in text


def test_abroad_the_page_says_what_helps_there(centers: CentersResult) -> None:
    text = " ".join(render_centers(replace(centers, abroad=("Berlin, Germany",)), 110, False, 3).split())
    assert "in the United States only" in text
    assert "trialfinder search 'breast cancer' --near 'Berlin, Germany'" in text


def test_without_anything_told_nothing_is_said_to_fit(centers: CentersResult) -> None:
    spec = centers.answer.spec._replace(cancer=None, stage=None, places=())
    plain = tuple(replace(view, miles=None) for view in centers.centers)
    text = render_centers(replace(centers, answer=centers.answer._replace(spec=spec), centers=plain), 80, False, 3)
    assert "FITS" not in text
    assert "New Hampshire\n-------------" in text


def test_how_to_ask_and_the_helpline_are_always_told(centers: CentersResult) -> None:
    for page in (render_centers(centers, 110, False, 3), render_markdown(centers, 3)):
        assert "second opinion" in page
        assert "1-800-4-CANCER" in page
        assert "no ranking of care" in " ".join(page.split())


def test_programs_and_spreadsheets_get_every_center(centers: CentersResult) -> None:
    whole = json.loads(document(centers))
    assert [one["name"] for one in whole["centers"]] == [HARBOR.name, HILL.name]
    assert whole["centers"][0]["trials"][1]["contact"]["source"] == "none"
    assert [json.loads(line) for line in jsonl(centers)] == whole["centers"]
    rows = list(csv.DictReader(io.StringIO("".join(csv_lines(centers)))))
    assert tuple(rows[0]) == HEADER
    assert (rows[0]["trials"], rows[0]["about"], rows[0]["umbrella"], rows[0]["nct_ids"]) == (
        "2",
        "1",
        "1",
        "NCT99000001; NCT99000002",
    )
