"""The sentences the made-up trials are put together from, in the registry's markup. Written for this project."""

__all__ = ["DRUGS", "EXCLUSIONS", "FACILITIES", "INCLUSIONS", "PARAGRAPHS", "STAGES"]

_SOLID = (
    ("Stage II-IV", "Stage II, III or IV {c} by imaging"),
    ("Stage IB to IIIA", "Pathologic stage IB to IIIA {c}"),
    ("Stage 3b", "Stage 3b {c} not suited to surgery"),
    ("Metastatic", "Metastatic {c} (M1) confirmed on CT or MRI"),
    ("Locally Advanced", "Locally advanced {c} without distant metastases"),
    ("Locally Advanced or Metastatic", "Locally advanced or metastatic {c}, measurable by RECIST 1.1"),
    ("Advanced", "Advanced {c} for which no standard treatment is left"),
    ("Unresectable", "Unresectable {c} as judged by a surgeon"),
    ("Resectable", "Resectable {c}, planned for surgery within 8 weeks"),
    ("Early-stage", "Early-stage {c}; cT1-2 N0 M0"),
    ("Adjuvant Treatment of", "Completely removed {c}, at most 12 weeks after surgery (adjuvant setting)"),
    ("Neoadjuvant Treatment of", "Operable {c}, untreated (neoadjuvant setting)"),
    ("Recurrent", "Recurrent {c} after at least one earlier treatment"),
    ("Stage IV", "Newly diagnosed stage IV {c}; AJCC 8th edition"),
    ("Any Stage", "{c} of any stage"),
    ("Supportive Care in", "A diagnosis of {c}"),
)
_RELAPSED = (
    ("Relapsed or Refractory", "Relapsed or refractory {c} after \\>= 2 lines of therapy"),
    ("Newly Diagnosed", "Newly diagnosed, untreated {c}"),
    ("", "Confirmed diagnosis of {c}"),
)
STAGES = {
    "solid": _SOLID,
    "sclc": (
        ("Extensive-stage", "Extensive-stage {c}"),
        ("Limited-stage", "Limited-stage {c} that fits one radiation field"),
        *_RELAPSED[:1],
    ),
    "bladder": (
        ("Non-muscle-invasive", "High-risk non-muscle-invasive {c} (Ta, T1 or carcinoma in situ)"),
        ("Muscle-invasive", "Muscle-invasive {c} (T2-T4a N0 M0)"),
        *_SOLID[3:6],
    ),
    "unstaged": _RELAPSED,
    "lymphoma": (("Ann Arbor Stage III-IV", "Ann Arbor stage III or IV {c}"), ("Stage I/II", "Stage I or II {c}"), *_RELAPSED),
    "child": (("INSS Stage 4", "INSS stage 4 {c}"), *_RELAPSED),
    "umbrella": (("", "Advanced or metastatic disease ({c}) with no better option"), ("Relapsed", "Relapsed {c}")),
    "healthy": (("", "Healthy, without any known cancer"),),
}
"""Per group: what the title says before the cancer, and the first inclusion line."""

DRUGS = (
    ("DRUG", "Samplatinib", "an inhibitor taken by mouth"),
    ("BIOLOGICAL", "Exemplumab", "an antibody given by infusion"),
    ("RADIATION", "Stereotactic Body Radiation Therapy", "five sessions in two weeks"),
    ("PROCEDURE", "Minimally Invasive Surgery", "removal of the tumor with rim"),
    ("DRUG", "Paclitaxel", "chemotherapy given weekly"),
    ("BIOLOGICAL", "Pembrolizumab", "immunotherapy given every 3 weeks"),
    ("GENETIC", "CAR-T Cells SMP-19", "the person's own T cells, changed and given back"),
    ("BEHAVIORAL", "Walking Program", "coached by telephone"),
    ("DIAGNOSTIC_TEST", "PET/CT With a Sample Tracer", "one scan before treatment"),
    ("DRUG", "Letrozole", "hormone therapy taken by mouth"),
)

INCLUSIONS = (
    "ECOG performance status 0-1 \\(or Karnofsky \\>= 70%\\)",
    (
        "Adequate organ function within 14 days before the first dose:\n\n  * Neutrophils \\>= 1.5 x 10\\^9/L\n"
        "  * Platelets \\>= 100 x 10\\^9/L\n  * Creatinine clearance \\> 50 mL/min"
    ),
    "Measurable disease on a scan taken in the last 4 weeks",
    "Life expectancy of \\>= 3 months in the opinion of the treating physician",
    "A block of stored tumor tissue, or agreement to a new biopsy &amp; blood draw",
    "Side effects of earlier treatment have settled to grade \\<= 1 (hair loss excepted)",
    "Agrees to use effective contraception during the study and for 6 months after it",
    "Able to swallow tablets and to come to all planned visits",
    "Bilirubin &lt;= 1.5 times the upper limit, unless Gilbert syndrome is known",
    "Signed consent before any study procedure takes place",
)

EXCLUSIONS = (
    "Active brain metastases; treated ones that are stable for 4 weeks are allowed",
    "Another cancer in the last 3 years, except stage I breast cancer in remission or skin cancer that was removed",
    "Stage 3 kidney disease or worse, or dialysis",
    "Heart failure of NYHA class III or IV",
    "Pregnant or breastfeeding",
    "Infection that needs treatment into a vein",
    "An autoimmune disease treated with more than 10 mg prednisone a day",
    "Major surgery \\< 28 days before the first dose",
    "Treatment in another study \\<= 4 weeks ago",
    "Known allergy to any part of the study treatment",
    "Uncontrolled high blood pressure (\\> 160/100 mmHg) in spite of medicine",
    "Anything that in the investigator's view makes taking part unsafe",
)

PARAGRAPHS = (
    "Everyone who joins is seen at a screening visit first. Blood is taken, a scan is made, and questions are answered.",
    "People are put into groups by chance, like the toss of a coin, and know which treatment they get unless stated otherwise.",
    "Treatment goes on in cycles of 21 days for as long as it helps, is tolerated, and the person wishes to go on.",
    "Scans are repeated every 8 weeks in the first year and every 12 weeks afterwards; they are read by two radiologists.",
    "A safety board of doctors from outside looks at all side effects every six months and may stop the study.",
    "Questionnaires on pain, sleep, appetite, work and mood are filled in at home, on paper or with a telephone.",
    "After the last dose the team calls every three months to ask about health and further treatment, for up to five years.",
    "Blood and tissue that is left over is kept, with consent, for later questions about why a treatment works for some.",
    "The dose is raised step by step: three people are treated at a level and watched for 28 days before the next begins.",
    "Travel within the region may be paid back; the site tells how. Visits by video are possible for about half of the plan.",
)

FACILITIES = (
    "SAMPLE Harbor Cancer Clinic",
    "Research Site",
    "SAMPLE Riverside Hospital",
    "SAMPLE University Oncology Ward",
    "SAMPLE Hilltop Medical Center",
    "Investigational Site 0042",
    "SAMPLE Meadow Institute",
)
