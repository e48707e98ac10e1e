-- PostgreSQL keeps samples of columns for its planner; events do not belong there, although they are encrypted.
ALTER TABLE event_store.domain_event
    ALTER COLUMN payload SET STATISTICS 0,
    ALTER COLUMN meta_data SET STATISTICS 0;
