-- Pages of the record are newest first, by time, whatever is asked for: each kind of question has an index that begins
-- with what has to be equal. They ascend and are read backwards, so that new events come at the end of their part.
CREATE INDEX domain_event_by_type_and_time ON event_store.domain_event (payload_type, time_stamp, global_index);
CREATE INDEX domain_event_by_actor_and_time ON event_store.domain_event (actor, time_stamp, global_index)
    WHERE actor IS NOT NULL;
CREATE INDEX domain_event_by_actor_and_type ON event_store.domain_event (actor, payload_type, time_stamp, global_index)
    WHERE actor IS NOT NULL;

-- Nothing is found by it any more that is not found by the first of these.
DROP INDEX event_store.domain_event_by_type;
