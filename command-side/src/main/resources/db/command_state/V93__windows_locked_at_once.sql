-- The windows that some messages count against, and how many of these count against each, in the order in which windows are
-- locked.
CREATE FUNCTION command_state.windows_of_sends(
    p_hour timestamptz, p_day timestamptz, p_addresses bytea[], p_prefixes bytea[])
RETURNS TABLE (step integer, rule text, subject bytea, started_at timestamptz, length interval, sends bigint)
LANGUAGE sql STABLE AS $$
    SELECT w.step, w.rule, w.subject, w.started_at, w.length, count(*)
      FROM unnest(p_addresses, p_prefixes) AS asked (address, prefix),
           LATERAL (VALUES (1, 'ADDRESS_NUMBERS', address, p_hour, interval '1 hour'),
                           (2, 'PREFIX_SENDS', prefix, p_hour, interval '1 hour'),
                           (3, 'PREFIX_CONVERSION', prefix, p_day, interval '1 day'),
                           (4, 'DAY_SENDS', ''::bytea, p_day, interval '1 day'))
                   AS w (step, rule, subject, started_at, length)
     GROUP BY w.step, w.rule, w.subject, w.started_at, w.length
$$;

-- As before, but windows that are all open, as nearly always, are locked by one statement instead of one each.
CREATE OR REPLACE FUNCTION command_state.take_sends(
    p_hour timestamptz, p_day timestamptz, p_addresses bytea[], p_numbers bytea[], p_prefixes bytea[],
    p_address_most integer, p_prefix_most integer, p_convert_after integer, p_convert_percent integer,
    p_day_most integer)
RETURNS TABLE (place integer, rule text, subject bytea, started_at timestamptz, ends_at timestamptz, recorded boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    refused command_state.limit_window;
    tight   boolean;
BEGIN
    PERFORM command_state.open_window(new.rule, new.subject, new.started_at, new.length)
       FROM (SELECT * FROM command_state.windows_of_sends(p_hour, p_day, p_addresses, p_prefixes) AS wanted
              WHERE EXISTS (
                    SELECT FROM command_state.windows_of_sends(p_hour, p_day, p_addresses, p_prefixes) AS any_of_them
                     WHERE NOT EXISTS (
                           SELECT FROM command_state.limit_window AS w
                            WHERE w.rule = any_of_them.rule AND w.subject = any_of_them.subject
                              AND w.started_at = any_of_them.started_at))
              ORDER BY wanted.step, wanted.subject) AS new;

    SELECT coalesce(bool_or(CASE locked.rule
               WHEN 'ADDRESS_NUMBERS' THEN p_address_most > 0 AND locked.used + locked.sends > p_address_most
               WHEN 'PREFIX_SENDS' THEN p_prefix_most > 0 AND locked.used + locked.sends > p_prefix_most
               WHEN 'PREFIX_CONVERSION' THEN p_convert_after > 0 AND locked.used + locked.sends > p_convert_after
                   AND locked.converted * 100 < (locked.used + locked.sends) * p_convert_percent
               ELSE p_day_most > 0 AND locked.used + locked.sends > p_day_most
           END), false)
      INTO tight
      FROM (SELECT wanted.rule, wanted.sends, w.used, w.converted
              FROM command_state.windows_of_sends(p_hour, p_day, p_addresses, p_prefixes) AS wanted
              JOIN command_state.limit_window AS w
                ON w.rule = wanted.rule AND w.subject = wanted.subject AND w.started_at = wanted.started_at
             ORDER BY wanted.step, wanted.subject
               FOR NO KEY UPDATE OF w) AS locked;

    IF tight THEN
        FOR i IN 1 .. cardinality(p_numbers) LOOP
            refused := command_state.take_send(
                p_hour, p_day, p_addresses[i], p_numbers[i], p_prefixes[i],
                p_address_most, p_prefix_most, p_convert_after, p_convert_percent, p_day_most);
            IF refused.rule IS NOT NULL THEN
                RETURN QUERY SELECT i, refused.rule, refused.subject, refused.started_at, refused.ends_at, refused.recorded;
            END IF;
        END LOOP;
        RETURN;
    END IF;

    WITH new_numbers AS (
        INSERT INTO command_state.limit_member (subject, started_at, member)
        SELECT DISTINCT address, p_hour, number FROM unnest(p_addresses, p_numbers) AS asked (address, number)
        ON CONFLICT DO NOTHING
        RETURNING subject),
    counted (rule, subject, start, sends) AS (
        SELECT 'ADDRESS_NUMBERS', subject, p_hour, count(*) FROM new_numbers GROUP BY subject
        UNION ALL SELECT wanted.rule, wanted.subject, wanted.started_at, wanted.sends
          FROM command_state.windows_of_sends(p_hour, p_day, p_addresses, p_prefixes) AS wanted WHERE wanted.step > 1)
    UPDATE command_state.limit_window AS w SET used = w.used + counted.sends
      FROM counted
     WHERE w.rule = counted.rule AND w.subject = counted.subject AND w.started_at = counted.start;
END
$$;

-- Each group of sign-ins writes the same few rows anew, while others still read the ones before.
ALTER TABLE command_state.limit_window SET (fillfactor = 20);
