-- What became of trials that left the scope, as far as the registry was asked.
CREATE TEMP TABLE departed (
    nct_id VARCHAR NOT NULL,
    status VARCHAR NOT NULL,             -- its overall status now; '': the registry has no such record any more
    why_stopped VARCHAR NOT NULL,
    named_now VARCHAR NOT NULL           -- the id it goes by now, or ''
);
