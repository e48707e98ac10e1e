-- Takes many messages out of the budgets they count against, each as if it had been taken alone and in this order; answers
-- those that were refused, by their place. Where no budget is near its end, all are counted at once. Windows are locked in the
-- order in which take_send locks them.
CREATE FUNCTION command_state.take_sends(
    p_hour timestamptz, p_day timestamptz, p_addresses bytea[], p_numbers bytea[], p_prefixes bytea[],
    p_address_most integer, p_prefix_most integer, p_convert_after integer, p_convert_percent integer,
    p_day_most integer)
RETURNS TABLE (place integer, rule text, subject bytea, started_at timestamptz, ends_at timestamptz, recorded boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    wanted  record;
    opened  command_state.limit_window;
    refused command_state.limit_window;
    tight   boolean := false;
BEGIN
    FOR wanted IN
        SELECT w.step, w.rule, w.subject, w.start, w.length, count(*) AS sends
          FROM unnest(p_addresses, p_prefixes) AS asked (address, prefix),
               LATERAL (VALUES (1, 'ADDRESS_NUMBERS', address, p_hour, interval '1 hour'),
                               (2, 'PREFIX_SENDS', prefix, p_hour, interval '1 hour'),
                               (3, 'PREFIX_CONVERSION', prefix, p_day, interval '1 day'),
                               (4, 'DAY_SENDS', ''::bytea, p_day, interval '1 day'))
                       AS w (step, rule, subject, start, length)
         GROUP BY w.step, w.rule, w.subject, w.start, w.length
         ORDER BY w.step, w.subject
    LOOP
        opened := command_state.open_window(wanted.rule, wanted.subject, wanted.start, wanted.length);
        tight := tight OR CASE wanted.rule
            WHEN 'ADDRESS_NUMBERS' THEN p_address_most > 0 AND opened.used + wanted.sends > p_address_most
            WHEN 'PREFIX_SENDS' THEN p_prefix_most > 0 AND opened.used + wanted.sends > p_prefix_most
            WHEN 'PREFIX_CONVERSION' THEN p_convert_after > 0 AND opened.used + wanted.sends > p_convert_after
                AND opened.converted * 100 < (opened.used + wanted.sends) * p_convert_percent
            ELSE p_day_most > 0 AND opened.used + wanted.sends > p_day_most
        END;
    END LOOP;

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
        UNION ALL SELECT 'PREFIX_SENDS', prefix, p_hour, count(*) FROM unnest(p_prefixes) AS p (prefix) GROUP BY prefix
        UNION ALL SELECT 'PREFIX_CONVERSION', prefix, p_day, count(*) FROM unnest(p_prefixes) AS p (prefix) GROUP BY prefix
        UNION ALL SELECT 'DAY_SENDS', ''::bytea, p_day, cardinality(p_numbers))
    UPDATE command_state.limit_window AS w SET used = w.used + counted.sends
      FROM counted
     WHERE w.rule = counted.rule AND w.subject = counted.subject AND w.started_at = counted.start;
END
$$;
