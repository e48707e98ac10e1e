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
import io.ringkey.api.verification.VerificationEvent.WrongCodesForgiven;
import io.ringkey.api.verification.VerificationEvent.WrongCodesRemembered;
import io.ringkey.api.verification.Way;
import io.ringkey.command.number.PhoneNumbers.Remembered;
import io.ringkey.command.verification.Challenge.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/**
 * The codes of one phone number: asked for, guessed at, given rightly. Each class of devices has its own newest challenge
 * and is judged by that alone; an older one is worth nothing (C8).
 */
@Aggregate
public class PhoneVerification {

    private static final int SENDINGS_REMEMBERED = 8;
    private static final int KEPT_EVERY = 10;
    private static final long NONE_KEPT = -1;

    @AggregateIdentifier
    private NumberStreamId stream;

    private UUID subject;
    private final Map<DeviceClass, ClassOfDevices> classes = new EnumMap<>(DeviceClass.class);
    /** The last sending on record of each of the latest challenges. */
    private final Map<UUID, Integer> sendings = new LinkedHashMap<>();

    /** The version that the state is of which this was begun with; the record is read on from there. */
    private long stateOf = NONE_KEPT;

    /** For Axon, which fills it from the record. */
    @SuppressWarnings("NullAway.Init")
    PhoneVerification() {}

    /**
     * The state to be kept, once there are enough events since the last one that was.
     *
     * @param version of the stream, counted from 0
     */
    Optional<VerificationState> stateToKeep(long version) {
        return version - stateOf < KEPT_EVERY
                ? Optional.empty()
                : Optional.of(new VerificationState(version, stream, subject, classes, sendings));
    }

    @EventSourcingHandler
    void on(VerificationState kept) {
        stateOf = kept.version();
        stream = kept.stream();
        subject = kept.subject();
        classes.putAll(kept.classes());
        sendings.putAll(kept.sendings());
    }

    /** Somebody who asks for a code. */
    record Asker(NumberStreamId stream, UUID subject, PhoneNumber phone, DeviceClass deviceClass, Origin origin) {}

    /**
     * What asking for a code would come to.
     *
     * @param shortest digits that a code must have at least, whatever this number's own budgets say
     */
    Intent intent(DeviceClass deviceClass, Purpose purpose, VerificationRules rules, int shortest, Instant now) {
        ClassOfDevices known = known(deviceClass);
        Challenge living = living(known.newest(), purpose, shortest, now);
        Instant nextAt = nextAt(known, rules);
        if (now.isBefore(nextAt)) {
            return living == null ? new Intent.TooSoon(nextAt) : new Intent.Already(living, nextAt);
        }
        if (living != null && (!rules.limited() || worthResending(living, now))) {
            return new Intent.Again(living);
        }
        int wrong =
                known.guesses().areForgivenAt(now, rules) ? 0 : known.guesses().wrong();
        return Intent.first(rules, shortest, wrong);
    }

    private static @Nullable Challenge living(@Nullable Challenge newest, Purpose purpose, int shortest, Instant now) {
        return newest != null
                        && newest.use() == null
                        && newest.takesGuessesAt(now)
                        && newest.purpose() == purpose
                        && newest.codeLength() >= shortest
                ? newest
                : null;
    }

    private static boolean worthResending(Challenge challenge, Instant now) {
        return Duration.between(now, challenge.expiresAt()).compareTo(VerificationRules.WORTH_RESENDING) >= 0;
    }

    /** After a right code the next is not held back as a double click. */
    private static Instant nextAt(ClassOfDevices known, VerificationRules rules) {
        if (!rules.limited()) {
            return Instant.MIN;
        }
        Challenge last = known.newest();
        return last != null && last.use() != null
                ? known.sends().nextAt(rules)
                : known.sends().nextAfterGap(rules);
    }

    /** Takes over what is remembered of a number that was forgotten. */
    void remember(Asker asker, ChallengeId first, Remembered before, Instant now) {
        Instant lastWrongAt = before.lastWrongAt();
        apply(new WrongCodesRemembered(
                asker.stream().value(),
                first.value(),
                DeviceClass.UNRECOGNISED,
                before.wrongCodes(),
                lastWrongAt == null ? now : lastWrongAt,
                now));
    }

    /** @param shortest as for {@link #intent} */
    Asked ask(Asker asker, Purpose purpose, VerificationRules rules, int shortest, ChallengeId next, Instant now) {
        return switch (intent(asker.deviceClass(), purpose, rules, shortest, now)) {
            case Intent.Already already -> new Asked.Already(already.challenge(), already.resendAt());
            case Intent.TooSoon tooSoon -> new Asked.TooSoon(tooSoon.retryAt());
            case Intent.Again again -> again(asker, again.challenge(), rules, now);
            case Intent.Anew anew -> anew(asker, purpose, rules, anew, next, now);
        };
    }

    private Asked anew(
            Asker asker, Purpose purpose, VerificationRules rules, Intent.Anew anew, ChallengeId next, Instant now) {
        ClassOfDevices known = known(asker.deviceClass());
        apply(new CodeRequested(
                asker.stream().value(),
                asker.subject(),
                next.value(),
                purpose,
                asker.deviceClass(),
                Personal.of(asker.subject(), asker.phone().e164()),
                anew.codeLength(),
                anew.attempts(),
                now,
                now.plus(rules.life()),
                Personal.of(asker.subject(), asker.origin().address()),
                Personal.ofNullable(asker.subject(), asker.origin().userAgent())));
        boolean forgiven = known.guesses().wrong() > anew.wrongCodes();
        if (forgiven) {
            apply(new WrongCodesForgiven(asker.stream().value(), next.value(), asker.deviceClass(), now));
        }
        Challenge before = known.newest();
        return new Asked.Anew(
                current(asker.deviceClass()),
                before == null ? null : before.id(),
                resendAt(asker.deviceClass(), rules, now),
                forgiven);
    }

    private Asked again(Asker asker, Challenge challenge, VerificationRules rules, Instant now) {
        apply(new CodeRequestedAgain(
                stream.value(),
                challenge.id().value(),
                challenge.sends() + 1,
                now,
                Personal.of(subject, asker.origin().address()),
                Personal.ofNullable(subject, asker.origin().userAgent())));
        return new Asked.Again(current(asker.deviceClass()), resendAt(asker.deviceClass(), rules, now));
    }

    private Instant resendAt(DeviceClass deviceClass, VerificationRules rules, Instant now) {
        Instant next = nextAt(known(deviceClass), rules);
        return next.isBefore(now) ? now : next;
    }

    /**
     * What a right code would open.
     *
     * @param named the one challenge that is meant, or {@code null} for whichever is the newest
     * @param shortest digits that a code must have for a guess at it to be taken
     */
    Opening opening(
            DeviceClass deviceClass, Purpose purpose, @Nullable ChallengeId named, Way way, int shortest, Instant now) {
        Opening own = openingOf(deviceClass, purpose, named, way, shortest, now);
        return own instanceof Opening.Closed && deviceClass == DeviceClass.RECOGNISED
                ? pairOf(openingOf(DeviceClass.UNRECOGNISED, purpose, named, way, shortest, now))
                : own;
    }

    /** A device that was recognised by this very code is given the pair that is due; nothing else of another class. */
    private static Opening pairOf(Opening ofOthers) {
        return ofOthers instanceof Opening.Pair ? ofOthers : new Opening.Closed();
    }

    private Opening openingOf(
            DeviceClass deviceClass, Purpose purpose, @Nullable ChallengeId named, Way way, int shortest, Instant now) {
        Challenge challenge = known(deviceClass).newest();
        if (challenge == null
                || challenge.purpose() != purpose
                || !challenge.takesGuessesAt(now)
                || named != null && !named.equals(challenge.id())) {
            return new Opening.Closed();
        }
        Use use = challenge.use();
        if (use == null) {
            return challenge.codeLength() < shortest
                    ? new Opening.Closed()
                    : new Opening.SignIn(challenge.id(), challenge.codeLength());
        }
        return use.pairDue() && way == Way.TOKEN_PAIR
                ? new Opening.Pair(challenge.id(), use.session(), deviceClass, challenge.codeLength())
                : new Opening.Closed();
    }

    /** The wrong codes of a class of devices. */
    Guesses guesses(DeviceClass deviceClass) {
        return known(deviceClass).guesses();
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

    private ClassOfDevices known(DeviceClass deviceClass) {
        return classes.getOrDefault(deviceClass, ClassOfDevices.NEW);
    }

    private Challenge current(DeviceClass deviceClass) {
        Challenge challenge = known(deviceClass).newest();
        if (challenge == null) {
            throw new IllegalStateException("there is no challenge");
        }
        return challenge;
    }

    @EventSourcingHandler
    void on(CodeRequested event) {
        stream = new NumberStreamId(event.stream());
        subject = event.subject();
        var challenge = new Challenge(
                new ChallengeId(event.challenge()),
                event.purpose(),
                event.codeLength(),
                event.attempts(),
                1,
                event.expiresAt(),
                null);
        ClassOfDevices known = known(event.deviceClass());
        classes.put(
                event.deviceClass(), known.with(challenge).with(known.sends().and(event.requestedAt())));
    }

    @EventSourcingHandler
    void on(CodeRequestedAgain event) {
        change(
                event.challenge(),
                (deviceClass, known, challenge) -> known.with(challenge.sentAgain(event.send()))
                        .with(known.sends().and(event.requestedAt())));
    }

    @EventSourcingHandler
    void on(WrongCodeGiven event) {
        change(
                event.challenge(),
                (deviceClass, known, challenge) -> known.with(challenge.guessedWrong(event.attemptsLeft()))
                        .with(known.guesses().afterWrong(event.givenAt())));
    }

    @EventSourcingHandler
    void on(WrongCodesForgiven event) {
        classes.put(event.deviceClass(), known(event.deviceClass()).with(Guesses.NONE));
    }

    @EventSourcingHandler
    void on(WrongCodesRemembered event) {
        stream = new NumberStreamId(event.stream());
        classes.put(
                event.deviceClass(),
                known(event.deviceClass()).with(new Guesses(event.wrongCodes(), event.lastGivenAt(), false)));
    }

    /** A right code makes up for the wrong ones of recognised devices at once, and for others' in time. */
    @EventSourcingHandler
    void on(CodeVerified event) {
        var use = new Use(new SessionId(event.session()), event.way() == Way.BROWSER_SESSION);
        change(event.challenge(), (deviceClass, known, challenge) -> {
            ClassOfDevices used = known.with(challenge.used(use));
            return deviceClass == DeviceClass.RECOGNISED ? used.with(Guesses.NONE) : used;
        });
        classes.replaceAll((deviceClass, known) -> known.with(known.guesses().afterRight()));
    }

    @EventSourcingHandler
    void on(SignInRefused event) {
        change(event.challenge(), (deviceClass, known, challenge) -> known.with(challenge.guessedWrong(0)));
    }

    @EventSourcingHandler
    void on(NumberProved event) {
        var use = new Use(new SessionId(event.session()), false);
        change(event.challenge(), (deviceClass, known, challenge) -> known.with(challenge.used(use)));
    }

    @EventSourcingHandler
    void on(ChangeRefused event) {
        change(event.challenge(), (deviceClass, known, challenge) -> known.with(challenge.guessedWrong(0)));
    }

    @EventSourcingHandler
    void on(PairHandedOut event) {
        var use = new Use(new SessionId(event.session()), false);
        change(event.challenge(), (deviceClass, known, challenge) -> known.with(challenge.used(use)));
    }

    @EventSourcingHandler
    void on(CodeSent event) {
        remember(event.challenge(), event.send());
    }

    @EventSourcingHandler
    void on(SendingFailed event) {
        remember(event.challenge(), event.send());
    }

    private interface Change {
        ClassOfDevices of(DeviceClass deviceClass, ClassOfDevices known, Challenge challenge);
    }

    /** Changes the class whose newest challenge this is, if it is still any's. */
    private void change(UUID id, Change change) {
        classes.replaceAll((deviceClass, known) -> {
            Challenge challenge = known.newest();
            return challenge != null && challenge.id().value().equals(id)
                    ? change.of(deviceClass, known, challenge)
                    : known;
        });
    }

    private void remember(UUID challenge, int send) {
        sendings.merge(challenge, send, Math::max);
        if (sendings.size() > SENDINGS_REMEMBERED) {
            sendings.remove(sendings.keySet().iterator().next());
        }
    }
}
