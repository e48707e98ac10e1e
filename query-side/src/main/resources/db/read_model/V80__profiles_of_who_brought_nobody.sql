-- As before, but nobody is looked for where nobody was brought: that is most profiles, and most of what reading one costs.
CREATE OR REPLACE VIEW read_model.profile_answer AS
    SELECT p.account_id,
           p.phone,
           p.email,
           p.city,
           p.telegram_id,
           p.avatar,
           p.invite_code,
           p.referral_code,
           CASE WHEN p.referrals_total = 0 THEN '[]'::jsonb
                ELSE coalesce(
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
                              WHERE r.inviter_id = p.account_id
                              ORDER BY r.applied_at DESC, r.applicant_id DESC
                              LIMIT 100) brought),
                    '[]'::jsonb)
           END AS referrals,
           p.referrals_total,
           p.role,
           p.created_at,
           p.version
      FROM read_model.profile p
     WHERE NOT p.erased
       AND p.invite_code IS NOT NULL;
