package io.ringkey.command.verification;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.ringkey.api.Origin;
import io.ringkey.api.Personal;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.delivery.DeliveryEvent.CodeSent;
import io.ringkey.api.delivery.DeliveryEvent.SendingFailed;
import io.ringkey.api.session.SessionId;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.NumberStreamId;
import io.ringkey.api.verification.Purpose;
import io.ringkey.api.verification.VerificationEvent.ChangeRefused;
import io.ringkey.api.verification.VerificationEvent.CodeRequested;
import io.ringkey.api.verification.VerificationEvent.CodeRequestedAgain;
import io.ringkey.api.verification.VerificationEvent.CodeVerified;
import io.ringkey.api.verification.VerificationEvent.NumberProved;
import io.ringkey.api.verification.VerificationEvent.PairHandedOut;
import io.ringkey.api.verification.VerificationEvent.SignInRefused;
import io.ringkey.api.verification.VerificationEvent.WrongCodeGiven;
import io.ringkey.api.verification.Way;
import io.ringkey.command.verification.Challenge.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/**
 * The codes of one phone number: asked for, guessed at, given rightly. Each class of devices has its own newest challenge
 * and is judged by that alone; an older one is worth nothing (C8).
 */
@Aggregate
class PhoneVerification {

    private static final int SENDINGS_REMEMBERED = 8;

    @AggregateIdentifier
    private NumberStreamId stream;

    private UUID subject;
    private final Map<DeviceClass, Challenge> newest = new EnumMap<>(DeviceClass.class);
    /** The last sending on record of each of the latest challenges. */
    private final Map<UUID, Integer> sendings = new LinkedHashMap<>();

    /** For Axon, which fills it from the record. */
    @SuppressWarnings("NullAway.Init")
    PhoneVerification() {}

    /** Somebody who asks for a code. */
    record Asker(NumberStreamId stream, UUID subject, PhoneNumber phone, DeviceClass deviceClass, Origin origin) {}

    Asked ask(Asker asker, Purpose purpose, VerificationRules rules, ChallengeId next, Instant now) {
        Challenge before = newest.get(asker.deviceClass());
        if (before == null || before.use() != null) {
            return anew(asker, purpose, rules, next, now, before);
        }
        Instant resendAt = rules.limited() ? before.sentAt().plus(rules.gap()) : now;
        boolean alive = before.takesGuessesAt(now) && before.purpose() == purpose;
        if (now.isBefore(resendAt)) {
            return alive ? new Asked.Already(before) : new Asked.TooSoon(resendAt);
        }
        boolean worthIt = !rules.limited()
                || Duration.between(now, before.expiresAt()).compareTo(VerificationRules.WORTH_RESENDING) >= 0;
        return alive && worthIt ? again(asker, before, now) : anew(asker, purpose, rules, next, now, before);
    }

    private Asked anew(
            Asker asker,
            Purpose purpose,
            VerificationRules rules,
            ChallengeId next,
            Instant now,
            @Nullable Challenge before) {
        apply(new CodeRequested(
                asker.stream().value(),
                asker.subject(),
                next.value(),
                purpose,
                asker.deviceClass(),
                Personal.of(asker.subject(), asker.phone().e164()),
                rules.codeLength(),
                rules.guesses(),
                now,
                now.plus(rules.life()),
                Personal.of(asker.subject(), asker.origin().address()),
                Personal.ofNullable(asker.subject(), asker.origin().userAgent())));
        return new Asked.Anew(current(asker.deviceClass()), before == null ? null : before.id());
    }

    private Asked again(Asker asker, Challenge challenge, Instant now) {
        apply(new CodeRequestedAgain(
                stream.value(),
                challenge.id().value(),
                challenge.sends() + 1,
                now,
                Personal.of(subject, asker.origin().address()),
                Personal.ofNullable(subject, asker.origin().userAgent())));
        return new Asked.Again(current(asker.deviceClass()));
    }

    /**
     * What a right code would open.
     *
     * @param named the one challenge that is meant, or {@code null} for whichever is the newest
     */
    Opening opening(DeviceClass deviceClass, Purpose purpose, @Nullable ChallengeId named, Way way, Instant now) {
        Challenge challenge = newest.get(deviceClass);
        if (challenge == null
                || challenge.purpose() != purpose
                || !challenge.takesGuessesAt(now)
                || named != null && !named.equals(challenge.id())) {
            return new Opening.Closed();
        }
        Use use = challenge.use();
        if (use == null) {
            return new Opening.SignIn(challenge.id());
        }
        return use.pairDue() && way == Way.TOKEN_PAIR
                ? new Opening.Pair(challenge.id(), use.session())
                : new Opening.Closed();
    }

    /** Spends a guess; answers how many are left. */
    int guessedWrong(DeviceClass deviceClass, boolean counted, Origin origin, Instant now) {
        Challenge challenge = current(deviceClass);
        int left = challenge.attemptsLeft() - (counted ? 1 : 0);
        apply(new WrongCodeGiven(
                stream.value(),
                challenge.id().value(),
                left,
                now,
                Personal.of(subject, origin.address()),
                Personal.ofNullable(subject, origin.userAgent())));
        return left;
    }

    void guessedRight(
            DeviceClass deviceClass, AccountId account, SessionId session, Way way, Origin origin, Instant now) {
        apply(new CodeVerified(
                stream.value(),
                current(deviceClass).id().value(),
                account.value(),
                session.value(),
                way,
                now,
                Personal.of(subject, origin.address()),
                Personal.ofNullable(subject, origin.userAgent())));
    }

    /** Spends the challenge of somebody who may not sign in. */
    void refused(DeviceClass deviceClass, AccountId account, Origin origin, Instant now) {
        apply(new SignInRefused(
                stream.value(),
                current(deviceClass).id().value(),
                account.value(),
                now,
                Personal.of(subject, origin.address()),
                Personal.ofNullable(subject, origin.userAgent())));
    }

    /** Spends the challenge of somebody whose number this is from now on. */
    void numberProved(DeviceClass deviceClass, AccountId account, SessionId session, Origin origin, Instant now) {
        apply(new NumberProved(
                stream.value(),
                current(deviceClass).id().value(),
                account.value(),
                session.value(),
                now,
                Personal.of(subject, origin.address()),
                Personal.ofNullable(subject, origin.userAgent())));
    }

    /** Spends the challenge of somebody who wanted a number that is another's. */
    void changeRefused(DeviceClass deviceClass, AccountId account, Origin origin, Instant now) {
        apply(new ChangeRefused(
                stream.value(),
                current(deviceClass).id().value(),
                account.value(),
                now,
                Personal.of(subject, origin.address()),
                Personal.ofNullable(subject, origin.userAgent())));
    }

    void pairHandedOut(ChallengeId challenge, SessionId session, Instant now) {
        apply(new PairHandedOut(stream.value(), challenge.value(), session.value(), now));
    }

    /** Whether this is put on record by this call, and was not before. */
    boolean sent(ChallengeId challenge, int send, String sender, Instant now) {
        if (isOnRecord(challenge, send)) {
            return false;
        }
        apply(new CodeSent(stream.value(), challenge.value(), send, sender, now));
        return true;
    }

    /** Whether this is put on record by this call, and was not before. */
    boolean sendingFailed(ChallengeId challenge, int send, String sender, String reason, Instant now) {
        if (isOnRecord(challenge, send)) {
            return false;
        }
        apply(new SendingFailed(stream.value(), challenge.value(), send, sender, reason, now));
        return true;
    }

    private boolean isOnRecord(ChallengeId challenge, int send) {
        return sendings.getOrDefault(challenge.value(), 0) >= send;
    }

    private Challenge current(DeviceClass deviceClass) {
        Challenge challenge = newest.get(deviceClass);
        if (challenge == null) {
            throw new IllegalStateException("there is no challenge");
        }
        return challenge;
    }

    @EventSourcingHandler
    void on(CodeRequested event) {
        stream = new NumberStreamId(event.stream());
        subject = event.subject();
        newest.put(
                event.deviceClass(),
                new Challenge(
                        new ChallengeId(event.challenge()),
                        event.purpose(),
                        event.codeLength(),
                        event.attempts(),
                        1,
                        event.requestedAt(),
                        event.expiresAt(),
                        null));
    }

    @EventSourcingHandler
    void on(CodeRequestedAgain event) {
        change(event.challenge(), challenge -> challenge.sentAgain(event.send(), event.requestedAt()));
    }

    @EventSourcingHandler
    void on(WrongCodeGiven event) {
        change(event.challenge(), challenge -> challenge.guessedWrong(event.attemptsLeft()));
    }

    @EventSourcingHandler
    void on(CodeVerified event) {
        var use = new Use(new SessionId(event.session()), event.way() == Way.BROWSER_SESSION);
        change(event.challenge(), challenge -> challenge.used(use));
    }

    @EventSourcingHandler
    void on(SignInRefused event) {
        change(event.challenge(), challenge -> challenge.guessedWrong(0));
    }

    @EventSourcingHandler
    void on(NumberProved event) {
        change(event.challenge(), challenge -> challenge.used(new Use(new SessionId(event.session()), false)));
    }

    @EventSourcingHandler
    void on(ChangeRefused event) {
        change(event.challenge(), challenge -> challenge.guessedWrong(0));
    }

    @EventSourcingHandler
    void on(PairHandedOut event) {
        change(event.challenge(), challenge -> challenge.used(new Use(new SessionId(event.session()), false)));
    }

    @EventSourcingHandler
    void on(CodeSent event) {
        remember(event.challenge(), event.send());
    }

    @EventSourcingHandler
    void on(SendingFailed event) {
        remember(event.challenge(), event.send());
    }

    private void change(UUID challenge, UnaryOperator<Challenge> change) {
        newest.replaceAll((deviceClass, known) -> known.id().value().equals(challenge) ? change.apply(known) : known);
    }

    private void remember(UUID challenge, int send) {
        sendings.merge(challenge, send, Math::max);
        if (sendings.size() > SENDINGS_REMEMBERED) {
            sendings.remove(sendings.keySet().iterator().next());
        }
    }
}
