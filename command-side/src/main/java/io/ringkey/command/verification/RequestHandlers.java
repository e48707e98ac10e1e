package io.ringkey.command.verification;

import io.ringkey.api.Ids;
import io.ringkey.api.delivery.DeliveryCommand.RecordCodeSent;
import io.ringkey.api.delivery.DeliveryCommand.RecordSendingFailed;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.api.verification.CodeRequestOutcome;
import io.ringkey.api.verification.CodeRequestOutcome.BudgetSpent;
import io.ringkey.api.verification.CodeRequestOutcome.OnItsWay;
import io.ringkey.api.verification.NumberStreamId;
import io.ringkey.api.verification.VerificationCommand.RequestCode;
import io.ringkey.command.delivery.Deliveries;
import io.ringkey.command.delivery.Deliveries.Wanted;
import io.ringkey.command.number.PhoneNumbers;
import io.ringkey.command.number.PhoneNumbers.Row;
import io.ringkey.command.verification.PhoneVerification.Asker;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.Repository;
import org.springframework.stereotype.Component;

/**
 * Asking for codes, and what becomes of sending them. The number's row is locked first, so that commands about one number
 * wait for each other instead of getting into each other's way.
 */
@Component
final class RequestHandlers {

    private final Repository<PhoneVerification> verifications;
    private final PhoneNumbers numbers;
    private final Deliveries deliveries;
    private final VerificationRules rules;
    private final Ids ids;
    private final InstantSource clock;

    RequestHandlers(
            Repository<PhoneVerification> verifications,
            PhoneNumbers numbers,
            Deliveries deliveries,
            VerificationRules rules,
            Ids ids,
            Clock clock) {
        this.verifications = verifications;
        this.numbers = numbers;
        this.deliveries = deliveries;
        this.rules = rules;
        this.ids = ids;
        this.clock = clock;
    }

    @CommandHandler
    CodeRequestOutcome handle(RequestCode command) {
        Row number = numbers.open(command.phone());
        Instant now = clock.instant();
        var asker =
                new Asker(number.stream(), number.subject(), command.phone(), command.deviceClass(), command.origin());
        Asked asked = verificationOf(number.stream())
                .invoke(verification ->
                        verification.ask(asker, command.purpose(), rules, new ChallengeId(ids.next()), now));
        return switch (asked) {
            case Asked.Anew anew -> {
                deliveries.begin(wanted(command, number.stream(), anew.challenge(), now), anew.replaced());
                yield onItsWay(number.stream(), anew.challenge(), now);
            }
            case Asked.Again again -> {
                deliveries.again(again.challenge().id(), again.challenge().sends());
                yield onItsWay(number.stream(), again.challenge(), now);
            }
            case Asked.Already already -> onItsWay(number.stream(), already.challenge(), now);
            case Asked.TooSoon tooSoon -> new BudgetSpent(tooSoon.retryAt());
        };
    }

    @CommandHandler
    boolean handle(RecordCodeSent command) {
        numbers.lock(command.stream());
        deliveries.over(command.challenge(), command.send());
        Instant now = clock.instant();
        return verifications
                .load(command.stream().toString())
                .invoke(verification -> verification.sent(command.challenge(), command.send(), command.sender(), now));
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

    private OnItsWay onItsWay(NumberStreamId stream, Challenge challenge, Instant now) {
        return new OnItsWay(
                stream,
                challenge.id(),
                challenge.codeLength(),
                challenge.attemptsLeft(),
                challenge.expiresAt(),
                rules.limited() ? challenge.sentAt().plus(rules.gap()) : now);
    }
}
