-- As before, but whom somebody brought is found by a function: to be ready to ask for them had cost every reading of a profile,
-- also where nobody is asked for. It may read what whoever owns it may, as a view does.
CREATE FUNCTION read_model.referrals_shown(inviter uuid) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce(
        (SELECT jsonb_agg(
                    jsonb_build_object(
                        'user_id', brought.account_id,
                        'phone', brought.masked_phone,
                        'city', brought.city,
                        'applied_at', brought.applied_at)
                    ORDER BY brought.applied_at DESC, brought.account_id DESC)
           FROM (SELECT r.applicant_id AS account_id, r.applied_at, a.masked_phone, a.city
                   FROM read_model.referral r
                   JOIN read_model.profile a ON a.account_id = r.applicant_id
                  WHERE r.inviter_id = inviter
                  ORDER BY r.applied_at DESC, r.applicant_id DESC
                  LIMIT 100) brought),
        '[]'::jsonb);
END
$$;

REVOKE EXECUTE ON FUNCTION read_model.referrals_shown(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION read_model.referrals_shown(uuid) TO ${command_role};

CREATE OR REPLACE VIEW read_model.profile_answer AS
    SELECT p.account_id,
           p.phone,
           p.email,
           p.city,
           p.telegram_id,
           p.avatar,
           p.invite_code,
           p.referral_code,
           CASE WHEN p.referrals_total = 0 THEN '[]'::jsonb ELSE read_model.referrals_shown(p.account_id) END AS referrals,
           p.referrals_total,
           p.role,
           p.created_at,
           p.version
      FROM read_model.profile p
     WHERE NOT p.erased
       AND p.invite_code IS NOT NULL;
