package io.ringkey.command.referral;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.referral.InviteCode;
import io.ringkey.command.limit.Limits;
import io.ringkey.eventstore.LateRows;
import io.ringkey.eventstore.LateWrites;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The rows behind {@link Referrals}.
 *
 * <p>Nothing is written on the inviter's side, so a popular code is no bottleneck. A circle can only close where the
 * applicant is the root of the inviter's chain, and a root stops being one only by applying a code itself. So the
 * applicant is locked exclusively and the root is shared: until the commit the root stays what it is.
 *
 * <p>Revoking takes a link out of a chain, so whom it brought becomes a root. It takes no lock: a chain that is cut in two
 * closes no circle, and the new root can apply no code that could.
 */
@Component
final class JdbcReferrals implements Referrals {

    private static final LateRows GIVEN =
            LateRows.into("command_state.invite_code").columns("code text", "account_id uuid");

    private final JdbcClient jdbc;
    private final LateWrites lateWrites;
    private final FreeInviteCodes codes;
    private final WrongInvites wrong;
    private final Limits limits;
    private final InstantSource clock;

    JdbcReferrals(
            DataSource dataSource,
            LateWrites lateWrites,
            FreeInviteCodes codes,
            WrongInvites wrong,
            Limits limits,
            Clock clock) {
        this.jdbc = JdbcClient.create(dataSource);
        this.lateWrites = lateWrites;
        this.codes = codes;
        this.wrong = wrong;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public InviteCode giveCode(AccountId account) {
        InviteCode code = codes.next();
        lateWrites.add(GIVEN, code.value(), account.value());
        return code;
    }

    @Override
    public Decision bring(AccountId applicant, InviteCode code) {
        return judged(applicant, () -> decide(applicant, code));
    }

    @Override
    public Decision refuse(AccountId applicant) {
        return judged(applicant, Decision.Refused::new);
    }

    /** Counts before and after, so that what is refused for the count alone says nothing about the code (I3). */
    private Decision judged(AccountId applicant, Supplier<Decision> judgement) {
        Optional<Duration> wait = wrong.waitBefore(applicant);
        if (wait.isPresent()) {
            Instant now = clock.instant();
            limits.record(limits.refusedInvite(applicant, now), null, now);
            return new Decision.TooManyWrong(wait.get());
        }
        Decision decision = judgement.get();
        if (decision instanceof Decision.Refused) {
            wrong.count(applicant);
        } else {
            wrong.forget(applicant);
        }
        return decision;
    }

    private Decision decide(AccountId applicant, InviteCode code) {
        Optional<AccountId> owner = ownerOf(code);
        if (owner.isEmpty() || owner.get().equals(applicant) || wasBroughtBefore(applicant)) {
            return new Decision.Refused();
        }
        AccountId inviter = owner.get();
        if (closesACircle(applicant, inviter)) {
            return new Decision.Refused();
        }
        int brought = jdbc.sql(
                        "INSERT INTO command_state.referral (account_id, inviter_id) VALUES (?, ?) ON CONFLICT DO NOTHING")
                .params(applicant.value(), inviter.value())
                .update();
        return brought == 1
                ? new Decision.BroughtBy(inviter)
                : new Decision.BroughtBefore(inviterOf(applicant).equals(inviter));
    }

    @Override
    public void revoke(AccountId applicant) {
        jdbc.sql("DELETE FROM command_state.referral WHERE account_id = ?")
                .param(applicant.value())
                .update();
        jdbc.sql("INSERT INTO command_state.brought_before (account_id) VALUES (?) ON CONFLICT DO NOTHING")
                .param(applicant.value())
                .update();
    }

    @Override
    public void noteBroughtBefore(AccountId account) {
        jdbc.sql("INSERT INTO command_state.brought_before (account_id) VALUES (?)")
                .param(account.value())
                .update();
    }

    private boolean wasBroughtBefore(AccountId applicant) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM command_state.brought_before WHERE account_id = ?)")
                .param(applicant.value())
                .query(Boolean.class)
                .single();
    }

    @Override
    public void voidCodeOf(AccountId account) {
        jdbc.sql("DELETE FROM command_state.invite_code WHERE account_id = ?")
                .param(account.value())
                .update();
        wrong.forget(account);
    }

    private Optional<AccountId> ownerOf(InviteCode code) {
        return jdbc.sql("SELECT account_id FROM command_state.invite_code WHERE code = ?")
                .param(code.value())
                .query(UUID.class)
                .optional()
                .map(AccountId::new);
    }

    private AccountId inviterOf(AccountId account) {
        return new AccountId(jdbc.sql("SELECT inviter_id FROM command_state.referral WHERE account_id = ?")
                .param(account.value())
                .query(UUID.class)
                .single());
    }

    /** Ends holding the locks under which the answer stays true until the commit. */
    private boolean closesACircle(AccountId applicant, AccountId inviter) {
        AccountId root = rootOf(inviter);
        lockBoth(applicant, root);
        for (AccountId now = rootOf(inviter); !now.equals(root); now = rootOf(inviter)) {
            // Out of order now: waiting could block those who wait for us, so rather begin again.
            if (!tryShared(now)) {
                throw new CannotAcquireLockException("the chain of invitations is being changed");
            }
            root = now;
        }
        return root.equals(applicant);
    }

    /** In one order everywhere, so that people who apply one another's codes wait instead of blocking one another. */
    private void lockBoth(AccountId applicant, AccountId root) {
        if (lockKey(root) < lockKey(applicant)) {
            lock("pg_advisory_xact_lock_shared", root);
            lock("pg_advisory_xact_lock", applicant);
        } else {
            lock("pg_advisory_xact_lock", applicant);
            lock("pg_advisory_xact_lock_shared", root);
        }
    }

    private void lock(String function, AccountId account) {
        jdbc.sql("SELECT 1 FROM " + function + "(?)")
                .param(lockKey(account))
                .query(Integer.class)
                .single();
    }

    private boolean tryShared(AccountId account) {
        return jdbc.sql("SELECT pg_try_advisory_xact_lock_shared(?)")
                .param(lockKey(account))
                .query(Boolean.class)
                .single();
    }

    /** The random half of the id; two people with the same key would merely wait for one another. */
    private static long lockKey(AccountId account) {
        return account.value().getLeastSignificantBits();
    }

    private AccountId rootOf(AccountId account) {
        List<UUID> roots =
                jdbc.sql("""
                        WITH RECURSIVE chain (account_id) AS (
                            SELECT ?::uuid
                            UNION
                            SELECT r.inviter_id FROM command_state.referral r JOIN chain c ON r.account_id = c.account_id
                        )
                        SELECT account_id FROM chain c
                         WHERE NOT EXISTS (SELECT 1 FROM command_state.referral r WHERE r.account_id = c.account_id)
                        """).param(account.value()).query(UUID.class).list();
        if (roots.size() != 1) {
            throw new IllegalStateException("the chain of invitations has " + roots.size() + " roots");
        }
        return new AccountId(roots.getFirst());
    }
}
