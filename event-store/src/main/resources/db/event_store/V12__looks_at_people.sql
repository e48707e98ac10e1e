-- What a look of staff was about, for the export of whom it was about. The server does not take convert_from for
-- unchangeable, as it is in a database whose text is UTF-8.
CREATE FUNCTION event_store.about(payload bytea) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN convert_from(payload, 'UTF8')::jsonb ->> 'about';

CREATE INDEX domain_event_by_about ON event_store.domain_event (event_store.about(payload), global_index)
    WHERE payload_type = 'inspection.looked';
