"""One enriched trial -> the rows of every table. Pure; runs in worker processes, so it must not need a connection."""

import hashlib
from functools import lru_cache

from trialfinder.domain.cancer import MarkerAnswer, Relation
from trialfinder.domain.enriched import EnrichedTrial
from trialfinder.domain.site import GeoPoint, first_reachable
from trialfinder.domain.trial import Contact, ParseProblem, PartialDate, Site, Trial
from trialfinder.store.schema import stage_bits
from trialfinder.store.wording import prose, words_hash

__all__ = ["Row", "RowsByTable", "best_contact", "problem_rows", "site_access", "trial_rows"]

Row = tuple[object, ...]
RowsByTable = dict[str, list[Row]]

_OTHER_ACCESS = {"NOT_YET_RECRUITING": "upcoming", "ENROLLING_BY_INVITATION": "invitation"}


def site_access(trial_status: str, site_status: str) -> str:
    """What a site means to somebody who wants to join: ``open``, ``unstated``, ``upcoming``, ``invitation`` or ``closed``.

    A site is open only when trial *and* site recruit. The registry keeps stale site statuses under trials that no longer
    recruit, so the trial's own status decides first.
    """
    if trial_status in _OTHER_ACCESS:
        return _OTHER_ACCESS[trial_status]
    if trial_status not in ("RECRUITING", "AVAILABLE"):
        return "closed"
    if not site_status:
        return "unstated"
    if site_status in ("RECRUITING", "AVAILABLE"):
        return "open"
    return _OTHER_ACCESS.get(site_status, "closed")


def best_contact(contacts: tuple[Contact, ...]) -> Contact:
    """The first who can be called or written to, else the first named, else nobody."""
    return first_reachable(contacts) or (contacts[0] if contacts else Contact())


def trial_rows(enriched: EnrichedTrial, raw: str, digest: str = "", sweep_key: str = "") -> RowsByTable:
    """All rows of one trial; ``digest`` and ``sweep_key`` tell a later refresh whether the record changed."""
    trial = enriched.trial
    nct = trial.nct_id
    sites = [_site_row(trial, number, site, enriched.centers) for number, site in enumerate(trial.sites)]
    return {
        "trials": [_trial_row(enriched, open_sites=sum(1 for row in sites if row[4] in ("open", "unstated")))],
        "sites": sites,
        "contacts": _contact_rows(trial),
        "stage_evidence": [
            (nct, n, str(f.stage), str(f.polarity), f.text, f.quote, f.section, f.rule)
            for n, f in enumerate(enriched.stage.findings)
        ],
        "markers": [(nct, f.marker, str(f.answer), f.text, f.section) for f in enriched.markers],
        "records": [(nct, raw, digest, sweep_key)],
    }


def problem_rows(problem: ParseProblem) -> RowsByTable:
    """The row of a record that could not be read."""
    return {"problems": [(problem.nct_id, problem.reason, problem.raw)]}


def _trial_row(enriched: EnrichedTrial, open_sites: int) -> Row:
    trial, stage = enriched.trial, enriched.stage
    central = best_contact(trial.central_contacts)
    return (
        trial.nct_id, list(trial.aliases), trial.brief_title or trial.official_title, trial.official_title, trial.acronym,
        trial.overall_status, trial.why_stopped, trial.study_type, list(trial.phases), trial.primary_purpose, trial.sponsor, trial.sponsor_class,
        trial.enrollment, trial.sex, trial.min_age_years, trial.max_age_years, trial.healthy_volunteers, list(trial.conditions),
        enriched.for_patients,
        _concepts(enriched, Relation.ABOUT, Relation.BROAD), _concepts(enriched, Relation.BROAD, Relation.REST),
        _concepts(enriched, Relation.UMBRELLA),
        stage.applies, stage_bits(stage.accepted), stage_bits(stage.ruled_out), sorted(stage.extents), str(stage.line),
        [str(kind) for kind in enriched.treatments], enriched.less_treatment,
        enriched.rollover is not None, enriched.rollover.text if enriched.rollover else "",
        list(enriched.spread.places) if enriched.spread else [], enriched.spread.text if enriched.spread else "",
        enriched.after_surgery,
        _markers(enriched, MarkerAnswer.REQUIRED), _markers(enriched, MarkerAnswer.EXCLUDED),
        central.name, central.phone, central.email, len(trial.sites), open_sites,
        _day(trial.start), _day(trial.first_posted), _day(trial.last_update), _day(trial.last_verified),
        trial.has_results, words_hash(trial.criteria), words_hash(*prose(trial)),
    )  # fmt: skip


def _site_row(trial: Trial, number: int, site: Site, centers: tuple[str, ...]) -> Row:
    contact = first_reachable(site.contacts) or Contact()
    return (
        trial.nct_id, number, site.facility, site.status, site_access(trial.overall_status, site.status),
        site.city, site.state, site.zip, site.country,
        site.point.lat if site.point else None, site.point.lon if site.point else None,
        centers[number] if number < len(centers) else "",
        contact.name, contact.phone, contact.email, _locality(site.country, site.state, site.city, site.point),
    )  # fmt: skip


@lru_cache(maxsize=50_000)
def _locality(country: str, state: str, city: str, point: GeoPoint | None) -> int:
    """A number for the town of a site, the same in every snapshot: 64 bits, so that two of a million towns share one once in 10^7."""
    named = "\0".join((country, state, city, repr(point)))
    return int.from_bytes(hashlib.blake2b(named.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _contact_rows(trial: Trial) -> list[Row]:
    def row(site: int | None, kind: str, contact: Contact) -> Row:
        return (trial.nct_id, site, kind, contact.name, contact.role, contact.phone, contact.email)

    at_sites = [row(number, "site", contact) for number, site in enumerate(trial.sites) for contact in site.contacts]
    central = [row(None, "central", contact) for contact in trial.central_contacts]
    return at_sites + central + [row(None, "official", contact) for contact in trial.officials]


def _concepts(enriched: EnrichedTrial, *relations: Relation) -> list[str]:
    return list(dict.fromkeys(finding.concept for finding in enriched.cancers if finding.relation in relations))


def _markers(enriched: EnrichedTrial, answer: MarkerAnswer) -> list[str]:
    return list(dict.fromkeys(finding.marker for finding in enriched.markers if finding.answer is answer))


def _day(when: PartialDate | None) -> object:
    return when.first_day if when else None
