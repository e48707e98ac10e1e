-- PostgreSQL keeps samples of columns for its planner; events do not belong there, although they are encrypted.
ALTER TABLE read_model.dead_letter
    ALTER COLUMN payload SET STATISTICS 0,
    ALTER COLUMN meta_data SET STATISTICS 0,
    ALTER COLUMN cause_message SET STATISTICS 0,
    ALTER COLUMN diagnostics SET STATISTICS 0;
