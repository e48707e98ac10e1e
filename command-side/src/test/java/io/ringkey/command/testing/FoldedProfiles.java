package io.ringkey.command.testing;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Stands in for the read side: views of the shape that the write side reads, made of the record itself, and so never
 * late unless they are told to be. For programs that were started with {@link LegibleFields}.
 */
public final class FoldedProfiles {

    private static final String SQL = """
            CREATE SCHEMA IF NOT EXISTS read_model;
            CREATE TABLE read_model.told (late boolean NOT NULL);
            INSERT INTO read_model.told VALUES (false);
            CREATE VIEW read_model.token_entry AS
                SELECT 'profiles'::text AS processor_name, 0 AS segment,
                       convert_to(json_build_object(
                           'index', CASE WHEN late THEN -1 ELSE (SELECT coalesce(max(global_index), 0)
                                                                   FROM event_store.domain_event) END,
                           'gaps', '[]'::json)::text, 'UTF8') AS token,
                       ''::text AS token_type, ''::text AS "timestamp", ''::text AS owner
                  FROM read_model.told;
            CREATE VIEW read_model.event AS
                SELECT aggregate_identifier AS id, sequence_number AS at, payload_type AS type,
                       convert_from(payload, 'UTF8')::jsonb AS what
                  FROM event_store.domain_event;
            CREATE FUNCTION read_model.legible(personal jsonb) RETURNS text LANGUAGE sql AS
                $$ SELECT value FROM legible.field WHERE kept = personal ->> 'value' $$;
            CREATE VIEW read_model.profile_answer AS
                SELECT p.id AS account_id,
                       read_model.legible(coalesce(n.what, p.what) -> 'phone') AS phone,
                       read_model.legible(c.what -> 'email') AS email,
                       read_model.legible(c.what -> 'city') AS city,
                       read_model.legible(c.what -> 'telegram_id') AS telegram_id,
                       a.what ->> 'avatar' AS avatar,
                       i.what ->> 'invite_code' AS invite_code,
                       r.what ->> 'invite_code' AS referral_code,
                       coalesce(b.referrals, '[]'::jsonb) AS referrals,
                       coalesce(b.total, 0)::bigint AS referrals_total,
                       coalesce(lower(o.what ->> 'role'), 'user') AS role,
                       (p.what ->> 'registered_at')::timestamptz AS created_at,
                       v.version
                  FROM read_model.event p
                  LEFT JOIN LATERAL (SELECT max(at) AS version FROM read_model.event e WHERE e.id = p.id) v ON true
                  LEFT JOIN LATERAL (SELECT what FROM read_model.event e WHERE e.id = p.id
                       AND type = 'account.invite-code-given') i ON true
                  LEFT JOIN LATERAL (SELECT what FROM read_model.event e WHERE e.id = p.id
                       AND type = 'account.profile-changed' ORDER BY at DESC LIMIT 1) c ON true
                  LEFT JOIN LATERAL (SELECT what FROM read_model.event e WHERE e.id = p.id
                       AND type = 'account.phone-changed' ORDER BY at DESC LIMIT 1) n ON true
                  LEFT JOIN LATERAL (SELECT what FROM read_model.event e WHERE e.id = p.id
                       AND type = 'account.avatar-changed' ORDER BY at DESC LIMIT 1) a ON true
                  LEFT JOIN LATERAL (SELECT what FROM read_model.event e WHERE e.id = p.id
                       AND type = 'referral.invite-applied'
                       AND NOT EXISTS (SELECT 1 FROM read_model.event v
                                        WHERE v.id = e.id AND v.type = 'referral.revoked')) r ON true
                  LEFT JOIN LATERAL (SELECT what FROM read_model.event e WHERE e.id = p.id
                       AND type = 'account.role-changed' ORDER BY at DESC LIMIT 1) o ON true
                  LEFT JOIN LATERAL (SELECT count(*) AS total,
                              jsonb_agg(jsonb_build_object('user_id', e.what -> 'account', 'phone', '+7913•••••00',
                                                           'city', null, 'applied_at', e.what -> 'applied_at')
                                        ORDER BY e.id DESC) AS referrals
                         FROM read_model.event e
                        WHERE type = 'referral.invite-applied' AND e.what ->> 'inviter' = p.id::text
                          AND NOT EXISTS (SELECT 1 FROM read_model.event v
                                           WHERE v.id = e.id AND v.type = 'referral.revoked')) b ON true
                 WHERE p.type = 'account.person-registered'
                   AND NOT EXISTS (SELECT 1 FROM read_model.event e WHERE e.id = p.id AND type = 'account.erased')
            """;

    private final JdbcClient jdbc;

    private FoldedProfiles(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Puts the views beside the write side's tables. */
    public static FoldedProfiles beside(RunningCommandSide app) {
        for (String statement : SQL.split(";\n")) {
            app.jdbc().sql(statement).update();
        }
        return new FoldedProfiles(app.jdbc());
    }

    /** Whether the views say that they have seen nothing yet. */
    public void areLate(boolean late) {
        jdbc.sql("UPDATE read_model.told SET late = ?").param(late).update();
    }
}
