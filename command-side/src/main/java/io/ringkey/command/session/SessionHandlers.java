package io.ringkey.command.session;

import io.ringkey.api.Origin;
import io.ringkey.api.session.RefreshOutcome;
import io.ringkey.api.session.RefreshOutcome.Refreshed;
import io.ringkey.api.session.RefreshOutcome.Refused;
import io.ringkey.api.session.SessionCommand.EndAllSessions;
import io.ringkey.api.session.SessionCommand.EndSession;
import io.ringkey.api.session.SessionCommand.EndSessionOf;
import io.ringkey.api.session.SessionCommand.RefreshSession;
import io.ringkey.command.keys.KeyPurpose;
import io.ringkey.command.keys.KeyRing;
import io.ringkey.command.keys.SecretKey;
import io.ringkey.command.session.SessionRows.Row;
import io.ringkey.command.session.SessionRows.Use;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.Repository;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Refreshes sessions, one call at a time each, and ends them. */
@Component
final class SessionHandlers {

    /** For so long a client whose answer was lost may come again with the token that it still has (T7). */
    private static final Duration FORGIVEN = Duration.ofSeconds(30);

    private final Repository<Session> streams;
    private final Sessions sessions;
    private final SessionRows rows;
    private final SessionLife life;
    private final Fingerprints fingerprints;
    private final KeyRing keys;
    private final InstantSource clock;

    SessionHandlers(
            Repository<Session> streams,
            Sessions sessions,
            SessionRows rows,
            SessionLife life,
            Fingerprints fingerprints,
            KeyRing keys,
            Clock clock) {
        this.streams = streams;
        this.sessions = sessions;
        this.rows = rows;
        this.life = life;
        this.fingerprints = fingerprints;
        this.keys = keys;
        this.clock = clock;
    }

    @CommandHandler
    boolean handle(EndSession command) {
        return sessions.end(command.session(), command.reason());
    }

    @CommandHandler
    boolean handle(EndSessionOf command) {
        Instant now = clock.instant();
        boolean there = rows.lock(command.session())
                .filter(row -> row.isLiveAt(now) && row.account().equals(command.account()))
                .isPresent();
        return there && sessions.end(command.session(), command.reason());
    }

    @CommandHandler
    boolean handle(EndAllSessions command) {
        boolean known = rows.hasAccount(command.account());
        sessions.endAll(command.account(), command.reason(), Optional.empty());
        return known;
    }

    @CommandHandler
    RefreshOutcome handle(RefreshSession command) {
        Optional<RefreshToken> brought =
                RefreshToken.parse(command.refreshToken().value());
        if (brought.isEmpty()) {
            return new Refused();
        }
        RefreshToken token = brought.get();
        Optional<SecretKey> key = keys.find(KeyPurpose.REFRESH, token.keyId());
        // What we never made says nothing about the session that it names.
        if (key.isEmpty() || !token.isGenuine(key.get())) {
            return new Refused();
        }
        Instant now = clock.instant();
        return rows.lock(token.session())
                .filter(row -> row.isLiveAt(now))
                .map(row -> refresh(row, token, command.origin(), now))
                .orElseGet(Refused::new);
    }

    private RefreshOutcome refresh(Row row, RefreshToken token, Origin origin, Instant now) {
        byte[] hash = token.hash();
        if (same(row.refreshHash(), hash)) {
            RefreshToken successor = token.successor(keys.current(KeyPurpose.REFRESH));
            rows.rotate(row.session(), hash, successor, use(row, origin, now));
            return goesOn(row, successor, origin, now);
        }
        if (same(row.parentHash(), hash) && !isLate(row, now)) {
            Optional<RefreshToken> lost = sameSuccessor(row, token);
            if (lost.isPresent()) {
                rows.used(row.session(), use(row, origin, now));
                return goesOn(row, lost.get(), origin, now);
            }
            return new Refused();
        }
        if (token.generation() < row.generation()) {
            reused(row, origin, now);
        }
        return new Refused();
    }

    private Use use(Row row, Origin origin, Instant now) {
        return new Use(now, life.idleAfter(now), Fingerprints.together(row.seen(), fingerprints.of(origin)));
    }

    /** The key that the successor was made under may have been replaced since, in this process or in another. */
    private Optional<RefreshToken> sameSuccessor(Row row, RefreshToken parent) {
        return keys.live(KeyPurpose.REFRESH).stream()
                .map(parent::successor)
                .filter(successor -> same(row.refreshHash(), successor.hash()))
                .findFirst();
    }

    private RefreshOutcome goesOn(Row row, RefreshToken successor, Origin origin, Instant now) {
        if (!fingerprints.knows(row.seen(), origin)) {
            stream(row).execute(session -> session.seenElsewhere(origin, now));
        }
        return new Refreshed(row.account(), row.session(), row.confirmed(), successor.secret());
    }

    /** Somebody else may hold the newest token: nobody keeps it (T6). */
    private void reused(Row row, Origin origin, Instant now) {
        rows.end(row.session(), now);
        stream(row).execute(session -> session.refreshTokenReused(origin, now));
    }

    private Aggregate<Session> stream(Row row) {
        return streams.load(row.session().toString());
    }

    private static boolean isLate(Row row, Instant now) {
        return row.refreshedAt() == null || now.isAfter(row.refreshedAt().plus(FORGIVEN));
    }

    private static boolean same(byte @Nullable [] kept, byte[] hash) {
        return kept != null && MessageDigest.isEqual(kept, hash);
    }
}
