-- Lists of people by how many they brought, and of the few who have a role or are blocked.
CREATE INDEX profile_most_brought ON read_model.profile (referrals_total DESC, account_id DESC) WHERE NOT erased;
CREATE INDEX profile_staff ON read_model.profile (role, created_at DESC, account_id DESC)
    WHERE NOT erased AND role <> 'user';
CREATE INDEX profile_blocked ON read_model.profile (created_at DESC, account_id DESC) WHERE NOT erased AND blocked;
