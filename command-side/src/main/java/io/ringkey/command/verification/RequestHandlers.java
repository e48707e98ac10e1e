package io.ringkey.command.verification;

import io.ringkey.api.Ids;
import io.ringkey.api.delivery.DeliveryCommand.RecordCodeSent;
import io.ringkey.api.delivery.DeliveryCommand.RecordSendingFailed;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.api.verification.CodeRequestOutcome;
import io.ringkey.api.verification.CodeRequestOutcome.BudgetSpent;
import io.ringkey.api.verification.CodeRequestOutcome.OnItsWay;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.NumberStreamId;
import io.ringkey.api.verification.Purpose;
import io.ringkey.api.verification.VerificationCommand.RequestCode;
import io.ringkey.command.delivery.Deliveries;
import io.ringkey.command.delivery.Deliveries.Wanted;
import io.ringkey.command.device.Devices;
import io.ringkey.command.limit.Limits;
import io.ringkey.command.limit.Refusal;
import io.ringkey.command.number.PhoneNumbers;
import io.ringkey.command.number.PhoneNumbers.Remembered;
import io.ringkey.command.number.PhoneNumbers.Row;
import io.ringkey.command.verification.PhoneVerification.Asker;
import io.ringkey.eventstore.StreamStates;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.Repository;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asking for codes, and what becomes of sending them. The number's row is locked first, so that commands about one number
 * wait for each other instead of getting into each other's way.
 */
@Component
final class RequestHandlers {

    private static final int ANY_LENGTH = 0;

    private final Repository<PhoneVerification> verifications;
    private final PhoneNumbers numbers;
    private final Deliveries deliveries;
    private final Devices devices;
    private final Limits limits;
    private final VerificationRules rules;
    private final StreamStates states;
    private final Ids ids;
    private final InstantSource clock;

    RequestHandlers(
            Repository<PhoneVerification> verifications,
            PhoneNumbers numbers,
            Deliveries deliveries,
            Devices devices,
            Limits limits,
            VerificationRules rules,
            StreamStates states,
            Ids ids,
            Clock clock) {
        this.verifications = verifications;
        this.numbers = numbers;
        this.deliveries = deliveries;
        this.devices = devices;
        this.limits = limits;
        this.rules = rules;
        this.states = states;
        this.ids = ids;
        this.clock = clock;
    }

    @CommandHandler
    CodeRequestOutcome handle(RequestCode command) {
        Row number = numbers.open(command.phone());
        Instant now = clock.instant();
        DeviceClass deviceClass = devices.classOf(command.device(), number.account());
        int shortest = deviceClass == DeviceClass.UNRECOGNISED ? limits.shortestCode(now) : ANY_LENGTH;
        Optional<Remembered> remembered = Optional.ofNullable(number.remembered());
        if (deviceClass == DeviceClass.UNRECOGNISED) {
            Intent intent = number.fresh()
                    ? Intent.first(
                            rules,
                            shortest,
                            remembered.map(Remembered::wrongCodes).orElse(0))
                    : verificationOf(number.stream())
                            .invoke(verification ->
                                    verification.intent(deviceClass, command.purpose(), rules, shortest, now));
            Optional<Refusal> refusal =
                    intent.sends() ? limits.takeSend(command.phone(), command.origin(), now) : Optional.empty();
            if (refusal.isPresent()) {
                return heldBack(refusal.get(), number, intent, now);
            }
        }
        var asker = new Asker(number.stream(), number.subject(), command.phone(), deviceClass, command.origin());
        var next = new ChallengeId(ids.next());
        Asked asked = ask(number, verification -> {
            remembered
                    .filter(before -> before.wrongCodes() > 0)
                    .ifPresent(before -> verification.remember(asker, next, before, now));
            return verification.ask(asker, command.purpose(), rules, shortest, next, now);
        });
        // On the new row as well, or the next tombstone would forget them.
        remembered.ifPresent(
                before -> numbers.noteWrongCodes(number.stream(), before.wrongCodes(), before.lastWrongAt()));
        return switch (asked) {
            case Asked.Anew anew -> {
                deliveries.begin(wanted(command, number.stream(), anew.challenge(), now), anew.replaced());
                if (anew.forgiven() && deviceClass == DeviceClass.UNRECOGNISED) {
                    numbers.noteWrongCodes(number.stream(), 0, null);
                }
                yield onItsWay(number.stream(), anew.challenge(), anew.resendAt());
            }
            case Asked.Again again -> {
                deliveries.again(again.challenge().id(), again.challenge().sends());
                yield onItsWay(number.stream(), again.challenge(), again.resendAt());
            }
            case Asked.Already already -> onItsWay(number.stream(), already.challenge(), already.resendAt());
            case Asked.TooSoon tooSoon -> refused(number.stream(), tooSoon.retryAt(), now);
        };
    }

    private BudgetSpent refused(NumberStreamId number, Instant retryAt, Instant now) {
        limits.record(limits.refusedByNumber(number, now), number, now);
        return new BudgetSpent(retryAt);
    }

    /**
     * Puts on record that a number which is asked about for a change of number has no message left, if it has none.
     *
     * @param number locked, so that what is found out stays true until the transaction's end
     */
    Optional<BudgetSpent> refusedForAnotherNumber(Row number) {
        Instant now = clock.instant();
        Intent intent;
        try {
            intent = verifications
                    .load(number.stream().toString())
                    .invoke(verification -> verification.intent(
                            DeviceClass.UNRECOGNISED, Purpose.CHANGE_PHONE, rules, limits.shortestCode(now), now));
        } catch (AggregateNotFoundException neverAsked) {
            return Optional.empty();
        }
        return intent instanceof Intent.TooSoon tooSoon
                ? Optional.of(refused(number.stream(), tooSoon.retryAt(), now))
                : Optional.empty();
    }

    /**
     * Answers as if a code had been sent, whether anybody knows the number or not: whoever is held back by others' limits
     * learns nothing of it (C14).
     */
    private OnItsWay heldBack(Refusal refusal, Row number, Intent intent, Instant now) {
        limits.record(refusal, number.fresh() ? null : number.stream(), now);
        if (number.fresh()) {
            numbers.takeBack(number.stream());
        }
        Instant resendAt = now.plus(rules.gap());
        return switch (intent) {
            case Intent.Anew anew ->
                new OnItsWay(
                        new NumberStreamId(ids.next()),
                        new ChallengeId(ids.next()),
                        anew.codeLength(),
                        anew.attempts(),
                        now.plus(rules.life()),
                        resendAt);
            case Intent.Again again -> onItsWay(number.stream(), again.challenge(), resendAt);
            case Intent.Already already -> onItsWay(number.stream(), already.challenge(), already.resendAt());
            case Intent.TooSoon tooSoon -> throw new IllegalStateException("nothing would have been sent");
        };
    }

    @CommandHandler
    boolean handle(RecordCodeSent command) {
        numbers.lock(command.stream());
        deliveries.over(command.challenge(), command.send());
        Instant now = clock.instant();
        Aggregate<PhoneVerification> number =
                verifications.load(command.stream().toString());
        boolean isNew = number.invoke(
                verification -> verification.sent(command.challenge(), command.send(), command.sender(), now));
        long version = number.version();
        number.<Optional<VerificationState>>invoke(verification -> verification.stateToKeep(version))
                .ifPresent(state -> states.keep(command.stream().value(), number.type(), version, state));
        return isNew;
    }

    @CommandHandler
    boolean handle(RecordSendingFailed command) {
        numbers.lock(command.stream());
        deliveries.over(command.challenge(), command.send());
        Instant now = clock.instant();
        return verifications
                .load(command.stream().toString())
                .invoke(verification -> verification.sendingFailed(
                        command.challenge(), command.send(), command.sender(), command.reason(), now));
    }

    private Asked ask(Row number, Function<PhoneVerification, Asked> asking) {
        return number.fresh()
                ? askFirst(asking)
                : verificationOf(number.stream()).invoke(asking);
    }

    /** A stream that nobody else can know yet need not be read. */
    private Asked askFirst(Function<PhoneVerification, Asked> asking) {
        var asked = new AtomicReference<@Nullable Asked>();
        try {
            verifications.newInstance(PhoneVerification::new, verification -> asked.set(verification.invoke(asking)));
        } catch (RuntimeException unchecked) {
            throw unchecked;
        } catch (Exception declaredByAxonAlone) {
            throw new IllegalStateException(declaredByAxonAlone);
        }
        return Objects.requireNonNull(asked.get());
    }

    private Aggregate<PhoneVerification> verificationOf(NumberStreamId stream) {
        try {
            return verifications.loadOrCreate(stream.toString(), PhoneVerification::new);
        } catch (RuntimeException unchecked) {
            throw unchecked;
        } catch (Exception declaredByAxonAlone) {
            throw new IllegalStateException(declaredByAxonAlone);
        }
    }

    private static Wanted wanted(RequestCode command, NumberStreamId stream, Challenge challenge, Instant now) {
        return new Wanted(
                stream,
                challenge.id(),
                command.phone(),
                challenge.purpose(),
                challenge.codeLength(),
                now,
                challenge.expiresAt());
    }

    private static OnItsWay onItsWay(NumberStreamId stream, Challenge challenge, Instant resendAt) {
        return new OnItsWay(
                stream,
                challenge.id(),
                challenge.codeLength(),
                challenge.attemptsLeft(),
                challenge.expiresAt(),
                resendAt);
    }
}
