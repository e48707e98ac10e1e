-- As before, but windows that are open already, as nearly all are, are locked by one statement that writes no row anew,
-- where opening each wrote it once more. Locked in one order in both ways; whether all are there is asked before any is
-- locked, or two calls of which one has to open a window could wait for each other.
CREATE OR REPLACE FUNCTION command_state.take_send(
    p_hour timestamptz, p_day timestamptz, p_address bytea, p_number bytea, p_prefix bytea,
    p_address_most integer, p_prefix_most integer, p_convert_after integer, p_convert_percent integer,
    p_day_most integer)
RETURNS command_state.limit_window LANGUAGE plpgsql AS $$
DECLARE
    by_address    command_state.limit_window;
    by_prefix     command_state.limit_window;
    by_conversion command_state.limit_window;
    by_day        command_state.limit_window;
    is_new        boolean;
    open          command_state.limit_window;
BEGIN
    IF (SELECT count(*) = 4 FROM command_state.limit_window
         WHERE (rule, subject, started_at) IN (
               ('ADDRESS_NUMBERS', p_address, p_hour),
               ('PREFIX_SENDS', p_prefix, p_hour),
               ('PREFIX_CONVERSION', p_prefix, p_day),
               ('DAY_SENDS', ''::bytea, p_day))) THEN
        FOR open IN
            SELECT l.*
              FROM (VALUES (1, 'ADDRESS_NUMBERS', p_address, p_hour),
                           (2, 'PREFIX_SENDS', p_prefix, p_hour),
                           (3, 'PREFIX_CONVERSION', p_prefix, p_day),
                           (4, 'DAY_SENDS', ''::bytea, p_day)) AS wanted (turn, rule, subject, started_at)
              JOIN command_state.limit_window l USING (rule, subject, started_at)
             ORDER BY wanted.turn
               FOR NO KEY UPDATE OF l
        LOOP
            CASE open.rule
                WHEN 'ADDRESS_NUMBERS' THEN by_address := open;
                WHEN 'PREFIX_SENDS' THEN by_prefix := open;
                WHEN 'PREFIX_CONVERSION' THEN by_conversion := open;
                WHEN 'DAY_SENDS' THEN by_day := open;
            END CASE;
        END LOOP;
    ELSE
        by_address    := command_state.open_window('ADDRESS_NUMBERS', p_address, p_hour, '1 hour');
        by_prefix     := command_state.open_window('PREFIX_SENDS', p_prefix, p_hour, '1 hour');
        by_conversion := command_state.open_window('PREFIX_CONVERSION', p_prefix, p_day, '1 day');
        by_day        := command_state.open_window('DAY_SENDS', '', p_day, '1 day');
    END IF;
    is_new := NOT EXISTS (SELECT FROM command_state.limit_member
                           WHERE subject = p_address AND started_at = p_hour AND member = p_number);

    IF p_address_most > 0 AND is_new AND by_address.used >= p_address_most THEN
        RETURN command_state.refuse(by_address);
    END IF;
    IF p_prefix_most > 0 AND by_prefix.used >= p_prefix_most THEN
        RETURN command_state.refuse(by_prefix);
    END IF;
    IF p_convert_after > 0 AND by_conversion.used >= p_convert_after
            AND by_conversion.converted * 100 < by_conversion.used * p_convert_percent THEN
        RETURN command_state.refuse(by_conversion);
    END IF;
    IF p_day_most > 0 AND by_day.used >= p_day_most THEN
        RETURN command_state.refuse(by_day);
    END IF;

    IF is_new THEN
        INSERT INTO command_state.limit_member (subject, started_at, member) VALUES (p_address, p_hour, p_number);
    END IF;
    UPDATE command_state.limit_window SET used = used + 1
     WHERE (rule, subject, started_at) IN (
           ('ADDRESS_NUMBERS', CASE WHEN is_new THEN p_address END, p_hour),
           ('PREFIX_SENDS', p_prefix, p_hour),
           ('PREFIX_CONVERSION', p_prefix, p_day),
           ('DAY_SENDS', ''::bytea, p_day));
    RETURN NULL;
END
$$;
