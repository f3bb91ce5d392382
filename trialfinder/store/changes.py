"""Questions about the history of a snapshot: what changed, for everything or for the trials a search finds or used to find."""

from collections.abc import Sequence
from datetime import datetime

from trialfinder.domain.query import SearchSpec
from trialfinder.store.connection import Rows, translate
from trialfinder.store.parameters import place_parameters
from trialfinder.store.reader import SnapshotReader

__all__ = ["ChangesReader"]


class ChangesReader(SnapshotReader):
    """The current snapshot with its history, open for reading."""

    def refreshes(self) -> Rows:
        """Every refresh the history covers, oldest first."""
        return self._fetch("changes/refreshes")

    def latest(self) -> datetime:
        """Up to when changes are known (UTC, no zone)."""
        seen: datetime = self._one("changes/latest")["seen_at"]
        return seen

    def changes(self, spec: SearchSpec | None, since: datetime, kinds: Sequence[str] | None) -> Rows:
        """Changes found from ``since`` on (UTC, no zone), with ``left_out`` where the search does not show them.

        Without ``spec``: every change. A change counts for a search when the trial matches it now or matched it before a change
        within the same time; the status asked must be the one before or the one after.
        """
        self._fetch("changes/matched")
        if spec is not None:
            self._match(spec, since)
        asked = spec or SearchSpec(statuses=None)
        places = place_parameters(asked.unplaced()._replace(places=asked.all_places))
        del places["nearby"]
        given = {
            "placed": bool(asked.all_places),
            "statuses": list(asked.statuses) if asked.statuses is not None else None,
            "everything": spec is None,
            "since": since,
            "kinds": list(kinds) if kinds else None,
        }
        return self._fetch("changes/rows", {**places, **given})

    def keep(self, nct_ids: Sequence[str]) -> None:
        """Of the candidates of the last ``find`` keep only these."""
        self._fetch("changes/keep_candidates", {"nct_ids": list(nct_ids)})

    def _match(self, spec: SearchSpec, since: datetime) -> None:
        """Whatever the place and the status, for a site has a place of its own and a trial that closed had another status."""
        anywhere = spec.unplaced()._replace(statuses=None)
        searches = [(spec._replace(statuses=None), True), (anywhere, False)] if spec.placed else [(anywhere, True)]
        worst = 2 if spec.include_unfit else 1
        try:
            for path in ("kept.main", "kept.past,kept.main"):
                with translate(self.path):
                    self._con.execute(f"SET search_path = '{path}'")
                self._asked = None  # these sites are others
                for search, in_reach in searches:
                    self.find(search)
                    given = {"worst": worst, "in_reach": in_reach, "past": "past" in path, "since": since}
                    self._fetch("changes/match", given)
        finally:
            self._asked = None
            self._con.execute("SET search_path = 'kept.main'")
