package io.ringkey.command.verification;

import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.ProfileOutcome;
import io.ringkey.api.phonechange.PhoneChangeCommand.BeginPhoneChange;
import io.ringkey.api.phonechange.PhoneChangeCommand.ChangePhone;
import io.ringkey.api.phonechange.PhoneChangeOutcome;
import io.ringkey.api.phonechange.PhoneChangeOutcome.Changed;
import io.ringkey.api.phonechange.PhoneChangeOutcome.NoChallenge;
import io.ringkey.api.phonechange.PhoneChangeOutcome.Taken;
import io.ringkey.api.phonechange.PhoneChangeOutcome.WrongCode;
import io.ringkey.api.phonechange.PhoneChangeRequestOutcome;
import io.ringkey.api.phonechange.PhoneChangeRequestOutcome.Begun;
import io.ringkey.api.phonechange.PhoneChangeRequestOutcome.ProfileRefused;
import io.ringkey.api.session.EndReason;
import io.ringkey.api.session.SessionId;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.api.verification.CodeRequestOutcome.BudgetSpent;
import io.ringkey.api.verification.CodeRequestOutcome.OnItsWay;
import io.ringkey.api.verification.Device;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.NumberStreamId;
import io.ringkey.api.verification.Purpose;
import io.ringkey.api.verification.VerificationCommand.RequestCode;
import io.ringkey.api.verification.VerificationOutcome;
import io.ringkey.api.verification.Way;
import io.ringkey.command.account.NumberHolders;
import io.ringkey.command.delivery.Deliveries;
import io.ringkey.command.delivery.Deliveries.Pending;
import io.ringkey.command.limit.Limits;
import io.ringkey.command.number.PhoneNumbers;
import io.ringkey.command.number.PhoneNumbers.Row;
import io.ringkey.command.session.Sessions;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.modelling.command.Repository;
import org.springframework.stereotype.Component;

/**
 * Changing one's number (A3). The challenge stands on the new number's stream, like one for signing in, and counts
 * against that number's budgets; a row beside it says which session asked. To a number that is not the caller's, every
 * device is an unrecognised one.
 */
@Component
final class PhoneChangeHandlers {

    private static final DeviceClass DEVICE = DeviceClass.UNRECOGNISED;

    private final Repository<PhoneVerification> verifications;
    private final RequestHandlers requests;
    private final PhoneChangeRows changes;
    private final PhoneNumbers numbers;
    private final Deliveries deliveries;
    private final NumberHolders people;
    private final Sessions sessions;
    private final Limits limits;
    private final VerifyHandler guesses;
    private final InstantSource clock;

    PhoneChangeHandlers(
            Repository<PhoneVerification> verifications,
            RequestHandlers requests,
            PhoneChangeRows changes,
            PhoneNumbers numbers,
            Deliveries deliveries,
            NumberHolders people,
            Sessions sessions,
            Limits limits,
            VerifyHandler guesses,
            Clock clock) {
        this.verifications = verifications;
        this.requests = requests;
        this.changes = changes;
        this.numbers = numbers;
        this.deliveries = deliveries;
        this.people = people;
        this.sessions = sessions;
        this.limits = limits;
        this.guesses = guesses;
        this.clock = clock;
    }

    @CommandHandler
    PhoneChangeRequestOutcome handle(BeginPhoneChange command) {
        // Numbers are locked before people, as when signing in, so that nobody waits for one who waits for them.
        Optional<Row> number = numbers.lock(command.phone());
        // Asked before anything is changed: the refusal is to stay on record, and the rest of the body is not to be
        // applied.
        Optional<BudgetSpent> spent = number.flatMap(requests::refusedForAnotherNumber);
        if (spent.isPresent()) {
            return new PhoneChangeRequestOutcome.BudgetSpent(spent.get().retryAt());
        }
        ProfileOutcome rest = people.changeProfile(command.rest());
        return switch (rest) {
            case ProfileOutcome.Changed changed -> begin(command);
            case ProfileOutcome.Unchanged same -> begin(command);
            case ProfileOutcome.InviteRefused refused -> new ProfileRefused(refused);
            case ProfileOutcome.TooManyWrongInvites many -> new ProfileRefused(many);
            case ProfileOutcome.InviteAlreadyApplied another -> new ProfileRefused(another);
            case ProfileOutcome.Stale stale -> new ProfileRefused(stale);
            case ProfileOutcome.Gone gone -> new ProfileRefused(gone);
        };
    }

    private PhoneChangeRequestOutcome begin(BeginPhoneChange command) {
        var asked = requests.handle(
                new RequestCode(command.phone(), Purpose.CHANGE_PHONE, Device.UNKNOWN, command.origin()));
        return switch (asked) {
            case OnItsWay code -> {
                changes.begin(command.session(), code.challenge());
                yield new Begun(code);
            }
            // Somebody asked about a number that was new when this began. The next time it will be there to be locked.
            case BudgetSpent spent -> throw new ConcurrencyException("the number was asked about meanwhile");
        };
    }

    @CommandHandler
    PhoneChangeOutcome handle(ChangePhone command) {
        people.takeTurn(command.account());
        Optional<ChallengeId> challenge = changes.challengeOf(command.session());
        Optional<Pending> pending = challenge.flatMap(deliveries::find);
        Optional<Row> number = pending.map(Pending::phone).flatMap(numbers::lock);
        return number.isEmpty()
                ? new NoChallenge()
                : prove(command, challenge.orElseThrow(), pending.orElseThrow(), number.get());
    }

    private PhoneChangeOutcome prove(ChangePhone command, ChallengeId challenge, Pending pending, Row number) {
        Aggregate<PhoneVerification> verification;
        try {
            verification = verifications.load(number.stream().toString());
        } catch (AggregateNotFoundException neverAsked) {
            return new NoChallenge();
        }
        Instant now = clock.instant();
        Opening opening = verification.invoke(known ->
                known.opening(DEVICE, Purpose.CHANGE_PHONE, challenge, Way.TOKEN_PAIR, limits.shortestCode(now), now));
        return switch (opening) {
            case Opening.SignIn waiting ->
                pending.hasCode(command.code())
                        ? change(command, pending.phone(), number, verification, now)
                        : wrong(guesses.wrong(
                                command.origin(), DEVICE, waiting.codeLength(), number, verification, now));
            case Opening.Pair pair -> new NoChallenge();
            case Opening.Closed closed -> new NoChallenge();
        };
    }

    private static PhoneChangeOutcome wrong(VerificationOutcome judged) {
        return judged instanceof VerificationOutcome.WrongCode wrong
                ? new WrongCode(wrong.attemptsLeft())
                : new NoChallenge();
    }

    private PhoneChangeOutcome change(
            ChangePhone command,
            PhoneNumber phone,
            Row number,
            Aggregate<PhoneVerification> verification,
            Instant now) {
        AccountId account = command.account();
        limits.givenBack(phone, now);
        if (number.account() != null) {
            verification.execute(code -> code.changeRefused(DEVICE, account, command.origin(), now));
            return new Taken();
        }
        Optional<NumberStreamId> former = numbers.forget(account);
        former.ifPresent(deliveries::forget);
        if (numbers.give(number.stream(), phone, account).isEmpty()) {
            throw new IllegalStateException("a locked number without an owner was not to be had");
        }
        verification.execute(code -> code.numberProved(DEVICE, account, command.session(), command.origin(), now));
        people.changePhone(account, phone, number.stream(), former.orElse(null));
        endAccessOfOthers(account, command.session());
        return new Changed();
    }

    /** Whoever came in by the former number is out. The secrets of the person's devices end with the sessions. */
    private void endAccessOfOthers(AccountId account, SessionId proved) {
        sessions.endAll(account, EndReason.PHONE_CHANGED, Optional.of(proved));
    }
}
