package io.ringkey.command.delivery;

import io.ringkey.api.PhoneNumber;
import io.ringkey.api.Randomness;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.api.verification.NumberStreamId;
import io.ringkey.api.verification.OneTimeCode;
import io.ringkey.api.verification.Purpose;
import io.ringkey.command.NewestKept;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.eventstore.LateRows;
import io.ringkey.eventstore.LateWrites;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows in {@code command_state.delivery}. */
@Component
final class DeliveryRows implements Deliveries {

    /** How long a sending is in the hands of the process that made it; then it counts as lost. */
    static final Duration FIRST_LEASE = Duration.ofSeconds(10);

    private static final int FIRST_CODE = 1;
    private static final int FIRST_TRY = 1;
    /** So many are remembered, for no longer than a code may live. */
    private static final int MOST_BEGUN = 10_000;

    private static final Duration LONGEST_BEGUN = Duration.ofMinutes(5);

    private static final String COLUMNS = "challenge_id, stream_id, phone, nonce, key_id, purpose, counter,"
            + " code_length, expires_at, requested_at, sends_wanted, attempts, leased_until, binding";

    private static final LateRows BEGUN = LateRows.into("command_state.delivery")
            .columns(
                    "challenge_id uuid",
                    "stream_id uuid",
                    "phone text",
                    "nonce bytea",
                    "key_id integer",
                    "purpose text",
                    "counter integer",
                    "code_length integer",
                    "requested_at timestamptz",
                    "expires_at timestamptz",
                    "next_try_at timestamptz",
                    "leased_until timestamptz",
                    "attempts integer");
    private static final LateRows REPLACED =
            LateRows.of("DELETE FROM command_state.delivery WHERE challenge_id = ANY (?::uuid[])", "uuid");
    private static final LateRows OVER = LateRows.of("""
            UPDATE command_state.delivery AS d
               SET sends_done = greatest(d.sends_done, done.send), leased_until = NULL,
                   next_try_at = CASE WHEN d.sends_wanted > done.send THEN d.next_try_at END
              FROM unnest(?::uuid[], ?::integer[]) AS done (challenge, send)
             WHERE d.challenge_id = done.challenge
            """, "uuid", "integer");

    /** As they were made: what codes are derived from does not change. */
    private final NewestKept<ChallengeId, Row> begun;

    private final Outgoing outgoing;
    private final JdbcClient jdbc;
    private final LateWrites lateWrites;
    private final OneTimeCodes codes;
    private final Randomness randomness;
    private final InstantSource clock;

    DeliveryRows(
            DataSource dataSource,
            LateWrites lateWrites,
            OneTimeCodes codes,
            Randomness randomness,
            Clock clock,
            Outgoing outgoing) {
        this.jdbc = JdbcClient.create(dataSource);
        this.lateWrites = lateWrites;
        this.codes = codes;
        this.randomness = randomness;
        this.clock = clock;
        this.begun = new NewestKept<>(MOST_BEGUN, LONGEST_BEGUN, clock);
        this.outgoing = outgoing;
    }

    @Override
    public void begin(Wanted wanted, @Nullable ChallengeId replaced) {
        if (replaced != null) {
            lateWrites.add(REPLACED, replaced.value());
        }
        var seed = new OneTimeCodes.Seed(
                codes.currentKey(),
                wanted.purpose(),
                wanted.challenge(),
                FIRST_CODE,
                randomness.bytes(OneTimeCodes.NONCE_BYTES));
        Instant lost = leaseFrom(wanted.requestedAt(), FIRST_LEASE);
        lateWrites.add(
                BEGUN,
                wanted.challenge().value(),
                wanted.stream().value(),
                wanted.phone().e164(),
                seed.nonce(),
                seed.keyId(),
                wanted.purpose().name(),
                seed.counter(),
                wanted.codeLength(),
                utc(wanted.requestedAt()),
                utc(wanted.expiresAt()),
                utc(lost),
                utc(lost),
                FIRST_TRY);
        var row = new Row(
                wanted.stream(),
                wanted.phone(),
                seed,
                wanted.codeLength(),
                wanted.requestedAt(),
                wanted.expiresAt(),
                1,
                FIRST_TRY,
                lost,
                null);
        // A challenge whose transaction is undone is one that nobody ever hears of.
        begun.put(row.challenge(), row);
        outgoing.onceCommitted(row);
    }

    @Override
    public void again(ChallengeId challenge, int send) {
        Instant now = clock.instant();
        Instant lost = leaseFrom(now, FIRST_LEASE);
        jdbc.sql("""
                        UPDATE command_state.delivery
                           SET sends_wanted = :send, next_try_at = :lost,
                               attempts = CASE WHEN leased_until > :now THEN 0 ELSE 1 END,
                               leased_until = CASE WHEN leased_until > :now THEN leased_until ELSE :lost END
                         WHERE challenge_id = :challenge
                        RETURNING\s""" + COLUMNS)
                .param("send", send)
                .param("now", utc(now))
                .param("lost", utc(lost))
                .param("challenge", challenge.value())
                .query(DeliveryRows::read)
                .optional()
                .filter(row -> row.attempts() == FIRST_TRY)
                .ifPresent(outgoing::onceCommitted);
    }

    @Override
    public Optional<Pending> find(ChallengeId challenge) {
        return row(challenge).map(PendingRow::new);
    }

    @Override
    public Optional<Pending> recall(ChallengeId challenge) {
        Optional<Row> made = begun.take(challenge);
        return made.isPresent() ? made.map(PendingRow::new) : find(challenge);
    }

    @Override
    public Optional<String> code(ChallengeId challenge) {
        return begun.find(challenge).or(() -> row(challenge)).flatMap(this::codeOf);
    }

    @Override
    public void bind(ChallengeId challenge, byte[] binding) {
        jdbc.sql("UPDATE command_state.delivery SET binding = ? WHERE challenge_id = ?")
                .params(binding, challenge.value())
                .update();
    }

    @Override
    public void over(ChallengeId challenge, int send) {
        // A crash that takes this takes the event with it; then the message is sent once more, at the most (R4).
        if (!Commands.areSharing()) {
            lateWrites.add("SET LOCAL synchronous_commit = off");
        }
        lateWrites.add(OVER, challenge.value(), send);
    }

    @Override
    public void forget(NumberStreamId stream) {
        jdbc.sql("DELETE FROM command_state.delivery WHERE stream_id = ?")
                .param(stream.value())
                .update();
    }

    Optional<String> codeOf(Row row) {
        return codes.derive(row.seed(), row.codeLength());
    }

    /**
     * Keeps a sending for oneself for longer. Does not wait for the disk: if a crash takes it, the message may be sent twice (R4).
     *
     * @return whether it is still one's own; not when it is done, in other hands, or of no use any more
     */
    boolean renew(Row held, Duration lease) {
        Instant now = clock.instant();
        return jdbc.sql("""
                        UPDATE command_state.delivery SET leased_until = ?
                         WHERE challenge_id = ? AND leased_until = ? AND sends_done < sends_wanted AND expires_at > ?
                        RETURNING set_config('synchronous_commit', 'off', true)
                        """)
                .params(utc(leaseFrom(now, lease)), held.challenge().value(), utc(held.leasedUntil()), utc(now))
                .query(String.class)
                .optional()
                .isPresent();
    }

    /** Takes sendings that are due and in nobody's hands: lost by a crash, or to be tried again. */
    List<Row> claimDue(Duration lease, int most) {
        Instant now = clock.instant();
        return jdbc.sql("""
                        UPDATE command_state.delivery SET leased_until = ?, attempts = attempts + 1
                         WHERE challenge_id IN (
                               SELECT challenge_id FROM command_state.delivery
                                WHERE sends_done < sends_wanted AND next_try_at <= ? AND expires_at > ?
                                  AND (leased_until IS NULL OR leased_until <= ?)
                                ORDER BY next_try_at LIMIT ?
                                  FOR UPDATE SKIP LOCKED)
                        RETURNING\s""" + COLUMNS)
                .params(utc(leaseFrom(now, lease)), utc(now), utc(now), utc(now), most)
                .query(DeliveryRows::read)
                .list();
    }

    /** Gives a claimed sending back, to be tried again later. */
    void tryAgainAt(ChallengeId challenge, Instant at) {
        jdbc.sql("UPDATE command_state.delivery SET leased_until = NULL, next_try_at = ? WHERE challenge_id = ?")
                .params(utc(at), challenge.value())
                .update();
    }

    /** Sendings whose challenge ran out before they were done. */
    List<Row> expiredUnsent(int most) {
        Instant now = clock.instant();
        return jdbc.sql("SELECT " + COLUMNS
                        + " FROM command_state.delivery WHERE sends_done < sends_wanted AND expires_at <= ?"
                        + " AND (leased_until IS NULL OR leased_until <= ?) ORDER BY expires_at LIMIT ?")
                .params(utc(now), utc(now), most)
                .query(DeliveryRows::read)
                .list();
    }

    /**
     * Forgets rows whose life is over.
     *
     * @param since for how long, where all is done
     * @param atTheLatest for how long, whatever is still to be recorded
     */
    int deleteExpired(Duration since, Duration atTheLatest) {
        Instant now = clock.instant();
        return jdbc.sql("DELETE FROM command_state.delivery"
                        + " WHERE expires_at <= ? AND (sends_done >= sends_wanted OR expires_at <= ?)")
                .params(utc(now.minus(since)), utc(now.minus(atTheLatest)))
                .update();
    }

    /** The newest row of a number whose code can still be used. */
    Optional<Row> latest(PhoneNumber phone) {
        return jdbc.sql("SELECT " + COLUMNS
                        + " FROM command_state.delivery WHERE phone = ? AND expires_at > ?"
                        + " ORDER BY requested_at DESC LIMIT 1")
                .params(phone.e164(), utc(clock.instant()))
                .query(DeliveryRows::read)
                .optional();
    }

    /** The newest rows whose codes can still be used. */
    List<Row> newest(int most) {
        return jdbc.sql("SELECT " + COLUMNS
                        + " FROM command_state.delivery WHERE expires_at > ? ORDER BY requested_at DESC LIMIT ?")
                .params(utc(clock.instant()), most)
                .query(DeliveryRows::read)
                .list();
    }

    private Optional<Row> row(ChallengeId challenge) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM command_state.delivery WHERE challenge_id = ?")
                .param(challenge.value())
                .query(DeliveryRows::read)
                .optional();
    }

    private static Row read(ResultSet row, int number) throws SQLException {
        var challenge = new ChallengeId(row.getObject("challenge_id", UUID.class));
        OffsetDateTime leasedUntil = row.getObject("leased_until", OffsetDateTime.class);
        return new Row(
                new NumberStreamId(row.getObject("stream_id", UUID.class)),
                new PhoneNumber(row.getString("phone")),
                new OneTimeCodes.Seed(
                        row.getInt("key_id"),
                        Purpose.valueOf(row.getString("purpose")),
                        challenge,
                        row.getInt("counter"),
                        row.getBytes("nonce")),
                row.getInt("code_length"),
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                row.getInt("sends_wanted"),
                row.getInt("attempts"),
                leasedUntil == null ? Instant.EPOCH : leasedUntil.toInstant(),
                row.getBytes("binding"));
    }

    /** As exact as the database keeps it. */
    private static Instant leaseFrom(Instant now, Duration lease) {
        return now.plus(lease).truncatedTo(ChronoUnit.MICROS);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /**
     * A row.
     *
     * @param send the newest sending that is wanted
     * @param attempts how often that was tried, the running try included
     * @param leasedUntil how long it is in somebody's hands; long ago when in nobody's
     * @param binding what ties the code to one client, or {@code null}
     */
    record Row(
            NumberStreamId stream,
            PhoneNumber phone,
            OneTimeCodes.Seed seed,
            int codeLength,
            Instant requestedAt,
            Instant expiresAt,
            int send,
            int attempts,
            Instant leasedUntil,
            byte @Nullable [] binding) {

        ChallengeId challenge() {
            return seed.challenge();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Row that && seed.equals(that.seed) && send == that.send;
        }

        @Override
        public int hashCode() {
            return seed.hashCode();
        }
    }

    private final class PendingRow implements Pending {

        private final Row row;

        PendingRow(Row row) {
            this.row = row;
        }

        @Override
        public PhoneNumber phone() {
            return row.phone();
        }

        @Override
        public boolean hasCode(OneTimeCode given) {
            return codes.matches(given, row.seed(), row.codeLength());
        }

        @Override
        public boolean isOpenTo(byte @Nullable [] binding) {
            byte[] bound = row.binding();
            return bound == null || binding != null && MessageDigest.isEqual(bound, binding);
        }
    }
}
