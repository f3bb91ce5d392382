"""A small fictional answer, and golden files: GOLDEN=1 rewrites them, the diff is read."""

import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from trialfinder.domain.cancer import CancerAsked, CancerFinding, Marker, Relation
from trialfinder.domain.detail import NamedFinding, SiteView, TrialDetail
from trialfinder.domain.place import Place, PlaceKind
from trialfinder.domain.query import CacheFacts, Fit, Group, Hit, NearestSite, Removed, SearchResult, SearchSpec, Standing
from trialfinder.domain.stage import Extent, Line, Polarity, Stage, StageAsked, StageFinding, StageReading
from trialfinder.domain.trial import Contact, GeoPoint, Intervention, PartialDate, Site, Trial

TODAY = date(2026, 11, 24)
FACTS = CacheFacts(datetime(2026, 11, 20, 9, 0), datetime(2026, 11, 21, 2, 30), 25_123)  # noqa: DTZ001 - UTC by convention
BOSTON = Place(
    "Boston, MA", "Boston, Massachusetts", PlaceKind.POINT, GeoPoint(42.36, -71.06), "United States", "Massachusetts", "Boston"
)
BREAST = CancerAsked(
    typed="brest cancer",
    concepts=("breast",),
    name="breast cancer",
    direct=frozenset({"breast", "tnbc"}),
    broader=frozenset(),
    umbrellas=frozenset({"solid-tumor"}),
    covers=("ductal carcinoma", "lobular carcinoma", "inflammatory breast cancer"),
    corrected=True,
    markers=(Marker("her2-pos", "HER2-positive"),),
    notes=("For DCIS only, search for DCIS",),
)
SITE = NearestSite(
    facility="Harbor Example Cancer Center",
    city="Boston",
    state="Massachusetts",
    zip="02199",
    country="United States",
    status="RECRUITING",
    miles=3.2,
    contact=Contact("Ana Exemplo", "CONTACT", "617-555-0100 ext. 4", "trials@harbor.example"),
    contact_source="site",
    access="open",
)
EVIDENCE = StageFinding(
    Stage.IV, Polarity.ACCEPTED, "histologically confirmed metastatic breast cancer", "inclusion", "metastatic"
)
HIT = Hit(
    nct_id="NCT99000001",
    title="Examplumab With or Without Chemotherapy in People With Metastatic HER2-Positive Breast Cancer",
    status="RECRUITING",
    group=Group.ABOUT,
    fit=Fit.FITS,
    reasons=(
        "takes stage IV: “histologically confirmed metastatic breast cancer” (who may join)",
        "asks for HER2-positive disease",
    ),
    stage_accepted=("IV",),
    stage_ruled_out=("0", "I", "II", "III"),
    stage_applies=True,
    stage_evidence=(EVIDENCE,),
    cancers=("breast",),
    cancer_names=("breast cancer",),
    broad=False,
    phases=("PHASE1", "PHASE2"),
    treatments=("immunotherapy", "chemotherapy"),
    line="treated",
    conditions=("Metastatic Breast Cancer", "HER2-positive Breast Cancer"),
    min_age_years=18.0,
    max_age_years=None,
    sex="ALL",
    study_type="INTERVENTIONAL",
    primary_purpose="TREATMENT",
    sponsor="Example Oncology Institute",
    nearest_site=SITE,
    nearer_closed=None,
    open_sites=42,
    open_sites_near=3,
    sites=58,
    last_update=date(2026, 3, 14),
    last_verified=date(2026, 3, 1),
    data_as_of=FACTS.data_as_of,
)
UNCLEAR = HIT._replace(
    nct_id="NCT99000002",
    title="乳腺癌患者的示例研究 — An Example Follow-up Étude in Women",
    fit=Fit.UNCLEAR,
    reasons=("does not say whether it takes stage IV", "says nothing clear about HER2-positive disease"),
    status="NOT_YET_RECRUITING",
    standing=Standing.UPCOMING,
    stage_accepted=(),
    stage_ruled_out=(),
    stage_evidence=(),
    phases=(),
    treatments=("observation and registry",),
    study_type="OBSERVATIONAL",
    primary_purpose="",
    nearest_site=SITE._replace(
        facility="Research Site", city="Worcester", zip="01608", miles=38.6, contact=None, contact_source="none"
    ),
    nearer_closed=SITE._replace(facility="Old Mill Clinic", city="Cambridge", miles=1.7, access="closed", contact=None),
    open_sites=1,
    open_sites_near=1,
    last_verified=date(2025, 2, 1),
    last_update=date(2025, 2, 20),
)
UMBRELLA = HIT._replace(
    nct_id="NCT99000003",
    title="A First Study of XY-12345 in Advanced Solid Tumors",
    group=Group.UMBRELLA,
    reasons=(
        "takes a wider group: solid tumours",
        "takes stage IV: “advanced solid tumors” (title)",
        "says nothing clear about HER2-positive disease",
    ),
    phases=("PHASE1",),
    treatments=("targeted therapy",),
    nearest_site=SITE._replace(
        miles=None,
        access="unstated",
        contact=Contact("", "", "+1 800 555 0199", ""),
        contact_source="central",
        center="Harbor Center",
    ),
)
RESULT = SearchResult(
    spec=SearchSpec(cancer=BREAST, stage=StageAsked(frozenset({Stage.IV}), "stage IV (you typed '4')"), places=(BOSTON,)),
    facts=FACTS,
    hits=(HIT, UNCLEAR, UMBRELLA),
    total=47,
    counts={
        (Group.ABOUT, Fit.FITS): 21,
        (Group.ABOUT, Fit.UNCLEAR): 16,
        (Group.ABOUT, Fit.UNFIT): 12,
        (Group.UMBRELLA, Fit.FITS): 10,
    },
    removed=(
        Removed("status", 40, "not open to new people now", "--status any"),
        Removed("place", 212, "no open site within reach", "--within 300mi"),
    ),
    today=TODAY,
    standings={Standing.OPEN: 40, Standing.UPCOMING: 5, Standing.INVITATION: 2},
    command=("trialfinder", "search", "brest cancer", "--stage", "4", "--near", "Boston, MA", "--within=20mi"),
)
CRITERIA = """Inclusion Criteria:

* Metastatic breast cancer, with ANC \\>= 1,500/mcL
  and platelets \\>= 100,000
* Any of the following:

  * ER \\<1 %
  * PR &lt;1 %
* Age 18 or over

Exclusion Criteria:

1. Pregnant \x1b[31mor breast\\-feeding
2. Untreated brain metastases
"""
TRIAL = Trial(
    nct_id="NCT99000001",
    acronym="EXAMPLE-1",
    brief_title=HIT.title,
    sponsor=HIT.sponsor,
    overall_status="RECRUITING",
    study_type="INTERVENTIONAL",
    phases=HIT.phases,
    primary_purpose="TREATMENT",
    allocation="RANDOMIZED",
    masking="DOUBLE",
    brief_summary="This made-up study asks whether examplumab helps.\n\nPeople come every three weeks \\~ for a year.",
    conditions=HIT.conditions,
    criteria=CRITERIA,
    sex="ALL",
    min_age_years=18.0,
    interventions=(Intervention("BIOLOGICAL", "Examplumab"), Intervention("DRUG", "Docetaxel")),
    central_contacts=(Contact("Study Desk", "CONTACT", "800-555-0199", "desk@example.org"),),
    start=PartialDate("2025-06", date(2025, 6, 1)),
    completion=PartialDate("2029", date(2029, 1, 1)),
    last_update=PartialDate("2026-03-14", date(2026, 3, 14)),
    last_verified=PartialDate("2026-03", date(2026, 3, 1)),
)
NEAR = Site(
    *("Harbor Example Cancer Center", "RECRUITING", "Boston", "Massachusetts", "02199", "United States"),
    point=BOSTON.point,
    contacts=(Contact("Ana", "", "617-555-0100"),),
)
DETAIL = TrialDetail(
    trial=TRIAL,
    cancers=(NamedFinding("breast cancer", CancerFinding("breast", Relation.ABOUT, "conditions", "Metastatic Breast Cancer")),),
    stage=StageReading(
        frozenset({Stage.IV}),
        frozenset({Stage.ZERO, Stage.I, Stage.II, Stage.III}),
        extents=frozenset({Extent.METASTATIC}),
        line=Line.TREATED,
        findings=(
            EVIDENCE,
            EVIDENCE._replace(stage=Stage.I, polarity=Polarity.RULED_OUT),
            EVIDENCE._replace(stage=Stage.II, polarity=Polarity.RULED_OUT),
        ),
    ),
    treatments=HIT.treatments,
    sites=(
        SiteView(NEAR._replace(facility="Old Mill Clinic", status="WITHDRAWN", city="Cambridge", contacts=()), "closed", 1.7),
        SiteView(NEAR, "open", 3.2, "Harbor Center"),
        SiteView(
            NEAR._replace(facility="Research Site", city="Lyon", state="", zip="", country="France", contacts=()),
            "unstated",
            3_680.0,
        ),
    ),
    facts=FACTS,
    today=TODAY,
    places=(BOSTON,),
    fit=Fit.FITS,
    reasons=HIT.reasons,
)


@pytest.fixture
def hit() -> Hit:
    return HIT


@pytest.fixture
def result() -> SearchResult:
    return RESULT


@pytest.fixture
def detail() -> TrialDetail:
    return DETAIL


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare a text with ``golden/NAME``, byte for byte."""

    def check(name: str, text: str) -> None:
        path = Path(__file__).parent / "golden" / name
        if os.environ.get("GOLDEN") == "1":
            path.write_bytes(text.encode())
        assert text.encode() == path.read_bytes()

    return check
