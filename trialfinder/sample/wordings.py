"""The sentences the made-up trials are put together from, in the registry's markup. Written for this project."""

__all__ = ["EXCLUSIONS", "FACILITIES", "INCLUSIONS", "PATTERNS", "SLOTS"]

INCLUSIONS = (
    "ECOG performance status 0-1 \\(or Karnofsky \\>= 70%\\)",
    (
        "Adequate organ function within {n} days before the first dose:\n\n  * Neutrophils \\>= 1.{n} x 10\\^9/L\n"
        "  * Platelets \\>= 75 x 10\\^9/L\n  * Creatinine clearance \\> {n} mL/min\n  * Bilirubin \\<= 1.5 x ULN"
    ),
    "Measurable disease on a scan taken in the last {n} weeks",
    "Life expectancy of \\>= {n} months in the opinion of {who}",
    "A block of stored tumor tissue, or agreement to a new biopsy &amp; blood draw; see {document}",
    "Side effects of earlier treatment have settled to grade \\<= 1 ({effect} excepted)",
    "Able to swallow tablets and to come to {where} {often}",
    "Agrees to use effective contraception until {n} weeks after the last dose",
    "Signed consent before any study procedure takes place, on {document}",
    "Hemoglobin \\>= {n} g/dL without transfusion in the last {n} days",
    "Willing to fill in {document} {often} and to wear {device}",
    "Able to read and answer in English, Spanish, French or the language of {where}",
)

EXCLUSIONS = (
    "Active brain metastases; treated ones that are stable for {n} weeks are allowed",
    "Another cancer in the last {n} years, except stage I breast cancer in remission or skin cancer that was removed",
    "Stage 3 kidney disease or worse, or dialysis in the last {n} months",
    "Heart failure of NYHA class III or IV, or an ejection fraction below 45%",
    "Pregnant or breastfeeding",
    "Infection that needs treatment into a vein, until {n} days after it ended",
    "An autoimmune disease treated with more than 10 mg prednisone a day",
    "Major surgery \\< {n} days before the first dose",
    "Treatment in another study \\<= {n} weeks ago",
    "Known allergy to any part of the study treatment, or to {matter}",
    "Uncontrolled high blood pressure (\\> 160/100 mmHg) in spite of medicine",
    "Anything that in the view of {who} makes taking part unsafe, such as {effect}",
    "Not able to stop taking {matter} at least {n} days before the first dose",
    "Vaccination with a live vaccine in the last {n} days",
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

SLOTS = {
    "who": (
        "the treating physician", "the study nurse", "the principal investigator", "a pharmacist", "two readers", "the sponsor",
        "an outside committee", "the data manager", "a radiologist", "the person's own doctor", "a trained interviewer",
        "the laboratory", "a statistician", "the ethics board", "a dietitian", "a physical therapist", "the coordinator",
        "an independent reviewer", "the pathologist on duty", "a social worker",
    ),
    "person": (
        "each participant", "everybody in the first group", "whoever joins", "a person who agrees", "one in {n}",
        "every second participant", "those who live far away", "people older than {n}5", "anyone still taking the medicine",
        "participants of the second part", "the family, if they wish,", "those who stop early", "all who were given a dose",
    ),
    "does": (
        "records", "reviews", "measures", "compares", "discusses", "repeats", "sends in", "signs", "keeps", "checks", "reports",
        "collects", "confirms", "rates", "counts", "summarizes", "explains", "postpones", "prepares", "archives",
    ),
    "what": (
        "blood counts", "liver values", "weight and height", "the diary", "sleep and appetite", "quality of life", "pain scores",
        "heart tracings", "images", "the tissue block", "urine samples", "side effects", "missed doses", "other medicines",
        "time to the next treatment", "walking distance", "memory and attention", "skin photographs", "laboratory kits",
        "hospital days", "costs of travel", "grip strength", "the number of cells", "hormone levels", "oxygen in the blood",
    ),
    "often": (
        "every {n} days", "once a week", "at each visit", "every {n} weeks", "at the end of each cycle", "twice a year",
        "on days 1, 8 and {n}", "before and after each infusion", "every other month", "whenever it is needed", "by telephone",
        "in the morning and in the evening", "up to {n} times", "at screening and again after {n} weeks", "on working days",
    ),
    "where": (
        "the clinic", "a day ward", "home", "the imaging department", "a local laboratory", "the coordinating center",
        "a secure server", "the hospital pharmacy", "a video call", "the rehabilitation unit", "the outpatient desk",
        "a mobile unit", "the central reading room", "the biobank", "a regional office", "the teaching hospital",
    ),
    "document": (
        "a printed booklet", "form {n}", "an online questionnaire", "the consent form", "appendix {n}", "a pocket card",
        "section {n} of the protocol", "the laboratory manual", "a short letter", "the case report form", "a checklist",
    ),
    "effect": (
        "hair loss", "tiredness", "nausea", "a rash", "numb fingers", "low blood counts", "fever", "a dry mouth", "dizziness",
        "joint pain", "cough", "headache", "diarrhea", "an infusion reaction", "swollen ankles", "a change of taste", "itching",
    ),
    "matter": (
        "polysorbate", "grapefruit juice", "soy", "contrast agent", "St. John's wort", "latex", "gelatin", "lactose",
        "penicillin", "antacids", "blood thinners", "warfarin", "nuts", "iron tablets", "antifungal medicine",
        "herbal tea", "steroids",
    ),
    "device": (
        "a step counter", "a wrist monitor", "an infusion pump", "a blood pressure cuff", "a skin patch", "a tablet computer",
        "a thermometer with memory", "a hand dynamometer", "a portable recorder", "a pill box that counts",
    ),
    "then": (
        "and the result is kept for {n} years", "unless {who} decides otherwise", "as {document} sets out", "if time allows",
        "which takes about {n} minutes", "so that groups can be compared", "within {n} hours", "with a window of {n} days",
        "and is not repeated", "without knowing the group", "in at least {n} people", "using the version in force",
        "after a pause of {n} days", "for as long as the study goes on", "and once more when it ends",
    ),
}  # fmt: skip
"""What the slots of a pattern may be filled with."""

PATTERNS = (
    "{who} {does} {what} {often}, {then}.",
    "{person} is seen at {where} {often}; {who} {does} {what} there.",
    "After {n} weeks {who} {does} {what} and {what}, {then}.",
    "{what} and {what} are noted in {document} {often}.",
    "If there is {effect} or {effect}, the dose is lowered by {n}%, {then}.",
    "{person} gets {device} and brings it back to {where} after {n} days.",
    "The change in {what} from the start to week {n} is calculated, {then}.",
    "{who} {does} {document} at {where}, {then}, and {does} {what}.",
    "Cohort {n} opens when {n} people have been watched for {n} days at {where}.",
    "The share of participants with {effect} of grade {n} is given with its 95% interval.",
    "Samples travel to {where} {often}, {then}; {who} {does} them.",
    "People are put into groups by chance, {n} to {n}, by {who} at {where}.",
    "When {what} are missing, {who} {does} what is there, {then}.",
    "Visits by video replace {n} of {n} visits to {where}; {person} may choose.",
    "{what}, {what} and {what} are compared between the groups {often}, {then}.",
    "A level is safe when fewer than {n} of {n} people have {effect}, {effect} or worse.",
    "{person} fills in {document} on {what} {often}, {then}.",
    "Treatment goes on in cycles of {n} days for as long as it helps, {then}.",
)
"""Sentences of descriptions and outcomes."""
