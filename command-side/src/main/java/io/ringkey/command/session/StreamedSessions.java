package io.ringkey.command.session;

import io.ringkey.api.Ids;
import io.ringkey.api.Origin;
import io.ringkey.api.Personal;
import io.ringkey.api.Randomness;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.session.EndReason;
import io.ringkey.api.session.SessionEvent.SessionOpened;
import io.ringkey.api.session.SessionId;
import io.ringkey.api.session.SessionSecret;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.Way;
import io.ringkey.command.device.Devices;
import io.ringkey.command.keys.KeyPurpose;
import io.ringkey.command.keys.KeyRing;
import io.ringkey.web.access.BrowserSession;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.modelling.command.Repository;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sessions as a stream each, for the record, and a row each, for every call's sake. */
@Component
final class StreamedSessions implements Sessions {

    private final Repository<Session> streams;
    private final SessionRows rows;
    private final Devices devices;
    private final SessionLife life;
    private final Fingerprints fingerprints;
    private final Confirmations confirmations;
    private final KeyRing keys;
    private final Ids ids;
    private final Randomness randomness;
    private final InstantSource clock;

    StreamedSessions(
            Repository<Session> streams,
            SessionRows rows,
            Devices devices,
            SessionLife life,
            Fingerprints fingerprints,
            Confirmations confirmations,
            KeyRing keys,
            Ids ids,
            Randomness randomness,
            Clock clock) {
        this.streams = streams;
        this.rows = rows;
        this.devices = devices;
        this.life = life;
        this.fingerprints = fingerprints;
        this.confirmations = confirmations;
        this.keys = keys;
        this.ids = ids;
        this.randomness = randomness;
        this.clock = clock;
    }

    @Override
    public Opened open(
            AccountId account, UUID subject, ChallengeId challenge, Way way, DeviceClass deviceClass, Origin origin) {
        Instant now = clock.instant();
        var id = new SessionId(ids.next());
        var opened = new SessionOpened(
                id.value(),
                account.value(),
                subject,
                challenge.value(),
                way,
                deviceClass,
                now,
                life.endOf(now),
                Personal.of(subject, origin.address()),
                Personal.ofNullable(subject, origin.userAgent()));
        Held held = held(id, way);
        rows.insert(
                id,
                account,
                challenge,
                now,
                life.endOf(now),
                life.idleAfter(now),
                held.browserHash(),
                held.refreshHash(),
                fingerprints.of(origin));
        begin(opened);
        boolean confirmed = confirmations.examine(account, id, deviceClass, now);
        return new Opened(id, held.secret(), confirmed);
    }

    @Override
    public Optional<Opened> handOutPair(SessionId session) {
        return rows.lock(session)
                .filter(row -> row.isLiveAt(clock.instant()) && row.refreshHash() == null)
                .map(row -> {
                    RefreshToken token = firstToken(session);
                    rows.startPair(session, token.hash());
                    return new Opened(session, token.secret(), row.confirmed());
                });
    }

    @Override
    public boolean end(SessionId session, EndReason reason) {
        if (rows.lock(session).filter(row -> !row.ended()).isEmpty()) {
            return false;
        }
        return ended(session, reason);
    }

    @Override
    public int endAll(AccountId account, EndReason reason, Optional<SessionId> except) {
        devices.forgetAllOf(account);
        int count = 0;
        for (SessionId session : rows.lockAll(account)) {
            if (!except.equals(Optional.of(session)) && ended(session, reason)) {
                count++;
            }
        }
        return count;
    }

    @Override
    public Optional<AccountId> ownerOf(SessionId session) {
        return rows.ownerOf(session);
    }

    /** What the client holds, and the hash of it that stays here. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Held(SessionSecret secret, byte @Nullable [] browserHash, byte @Nullable [] refreshHash) {}

    private Held held(SessionId session, Way way) {
        return switch (way) {
            case BROWSER_SESSION -> {
                var browser = BrowserSession.of(session, randomness.bytes(BrowserSession.SECRET_BYTES));
                yield new Held(new SessionSecret(browser.cookieValue()), browser.hash(), null);
            }
            case TOKEN_PAIR -> {
                RefreshToken token = firstToken(session);
                yield new Held(token.secret(), null, token.hash());
            }
        };
    }

    private boolean ended(SessionId session, EndReason reason) {
        Instant now = clock.instant();
        rows.end(session, now);
        return streams.load(session.toString()).invoke(stream -> stream.end(reason, now));
    }

    private RefreshToken firstToken(SessionId session) {
        return RefreshToken.of(
                keys.current(KeyPurpose.REFRESH), session, 0, randomness.bytes(RefreshToken.SECRET_BYTES));
    }

    private void begin(SessionOpened opened) {
        try {
            streams.newInstance(() -> new Session(opened));
        } catch (RuntimeException unchecked) {
            throw unchecked;
        } catch (Exception declaredByAxonAlone) {
            throw new IllegalStateException(declaredByAxonAlone);
        }
    }
}
