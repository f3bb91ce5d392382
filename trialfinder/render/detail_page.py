"""One trial as a page to print or to hand on (Markdown, HTML), and as data (JSON)."""

from collections.abc import Sequence
from dataclasses import replace

from trialfinder.domain.detail import SiteView, TrialDetail
from trialfinder.domain.query import record_url
from trialfinder.domain.site import Contact
from trialfinder.domain.stage import Stage
from trialfinder.domain.trial import PartialDate
from trialfinder.render import detail, html, page
from trialfinder.render.answer import caution, sample_banner
from trialfinder.render.json import dumps, finding_to_dict, iso
from trialfinder.render.page import Section

__all__ = ["as_html", "as_json", "as_markdown"]


def as_markdown(trial: TrialDetail, why: bool = False, more: Sequence[Section] = ()) -> str:
    """The page as Markdown. ``more``: further parts, such as a glossary."""
    top, *rest = detail.page(trial, why)
    banner = _banner(trial)
    title = f"# {page.escaped(top.title)}"
    parts = [*banner, title, page.markdown([replace(top, title=""), *rest, *more]), caution(trial.facts), *banner]
    return "\n\n".join(parts) + "\n"


def as_html(trial: TrialDetail, why: bool = False, more: Sequence[Section] = ()) -> str:
    """The page as one HTML file."""
    top, *rest = detail.page(trial, why)
    return html.page(top.title, [replace(top, title=""), *rest, *more], " ".join(_banner(trial)), caution(trial.facts))


def as_json(shown: TrialDetail) -> str:
    """What the page says, for programs. Keys are only ever added."""
    trial = shown.trial
    told = {
        "nct_id": trial.nct_id,
        "title": trial.brief_title,
        "official_title": trial.official_title,
        "acronym": trial.acronym,
        "aliases": list(trial.aliases),
        "url": record_url(trial.nct_id),
        "status": trial.overall_status,
        "why_stopped": trial.why_stopped,
        "sponsor": trial.sponsor,
        **_tested(shown),
        **_people(shown),
        **_stages(shown),
        "fit": str(shown.fit) if shown.fit else None,
        "reasons": list(shown.reasons),
        "sites": [_site(view) for view in shown.sites],
        "central_contacts": [_contact(one) for one in trial.central_contacts],
        "criteria": trial.criteria,
        "dates": {
            "start": _day(trial.start),
            "primary_completion": _day(trial.primary_completion),
            "completion": _day(trial.completion),
            "first_posted": _day(trial.first_posted),
            "last_update": _day(trial.last_update),
            "last_verified": _day(trial.last_verified),
        },
        "data_as_of": iso(shown.facts.data_as_of),
        "sample": shown.facts.sample,
        "caution": caution(shown.facts),
    }
    return dumps(told, indent=2) + "\n"


def _tested(shown: TrialDetail) -> dict[str, object]:
    trial = shown.trial
    return {
        "study_type": trial.study_type,
        "primary_purpose": trial.primary_purpose,
        "phases": list(trial.phases),
        "treatments": list(shown.treatments),
        "less_treatment": shown.less_treatment,
        "allocation": trial.allocation,
        "masking": trial.masking,
        "interventions": [{"type": one.type, "name": one.name} for one in trial.interventions],
        "summary": trial.brief_summary,
    }


def _people(shown: TrialDetail) -> dict[str, object]:
    trial = shown.trial
    return {
        "conditions": list(trial.conditions),
        "cancers": [
            {"name": one.name, "relation": str(one.finding.relation), "text": one.finding.text, "section": one.finding.field}
            for one in shown.cancers
        ],
        "min_age_years": trial.min_age_years,
        "max_age_years": trial.max_age_years,
        "sex": trial.sex,
        "healthy_volunteers": trial.healthy_volunteers,
        "line": str(shown.stage.line),
    }


def _stages(shown: TrialDetail) -> dict[str, object]:
    stage = shown.stage
    return {
        "stage_applies": stage.applies,
        "stages": {str(one): str(stage.answer(one)) for one in Stage} if stage.applies else {},
        "extents": sorted(map(str, stage.extents)),
        "stage_evidence": [{**finding_to_dict(one), "quote": one.quote} for one in stage.findings],
    }


def _site(view: SiteView) -> dict[str, object]:
    site = view.site
    return {
        "facility": site.facility,
        "city": site.city,
        "state": site.state,
        "zip": site.zip,
        "country": site.country,
        "status": site.status,
        "access": view.access,
        "miles": view.miles,
        "nci_center": view.center,
        "contacts": [_contact(one) for one in site.contacts],
    }


def _contact(one: Contact) -> dict[str, str]:
    return {"name": one.name, "role": one.role, "phone": one.phone, "email": one.email}


def _day(day: PartialDate | None) -> str | None:
    """As the registry gives it: with the day, or only the month."""
    return day.text if day else None


def _banner(shown: TrialDetail) -> list[str]:
    return [" ".join(part.split()) for part in sample_banner(shown.facts, 200, False)]
