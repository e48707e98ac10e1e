package io.ringkey.command.verification;

import io.ringkey.api.Ids;
import io.ringkey.api.Origin;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.referral.InviteCode;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.DeviceSecret;
import io.ringkey.api.verification.Purpose;
import io.ringkey.api.verification.VerificationCommand.Target;
import io.ringkey.api.verification.VerificationCommand.VerifyCode;
import io.ringkey.api.verification.VerificationOutcome;
import io.ringkey.api.verification.VerificationOutcome.Blocked;
import io.ringkey.api.verification.VerificationOutcome.NoChallenge;
import io.ringkey.api.verification.VerificationOutcome.SignedIn;
import io.ringkey.api.verification.VerificationOutcome.WrongCode;
import io.ringkey.api.verification.Way;
import io.ringkey.command.account.Accounts;
import io.ringkey.command.account.Accounts.Standing;
import io.ringkey.command.delivery.Deliveries;
import io.ringkey.command.delivery.Deliveries.Pending;
import io.ringkey.command.device.Devices;
import io.ringkey.command.limit.Limits;
import io.ringkey.command.limit.Refusal;
import io.ringkey.command.number.PhoneNumbers;
import io.ringkey.command.number.PhoneNumbers.Given;
import io.ringkey.command.number.PhoneNumbers.Row;
import io.ringkey.command.referral.Referrals;
import io.ringkey.command.session.Sessions;
import io.ringkey.command.session.Sessions.Opened;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.Repository;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Giving a code. The first right use spends it, registers a person who is new and opens the session, all in one unit of
 * work; wrong ones are put on record and answered, never thrown, since an exception would undo the record (C6).
 */
@Component
final class VerifyHandler {

    private static final int ANY_LENGTH = 0;

    private final Repository<PhoneVerification> verifications;
    private final PhoneNumbers numbers;
    private final Deliveries deliveries;
    private final Accounts accounts;
    private final Sessions sessions;
    private final Devices devices;
    private final Referrals referrals;
    private final Limits limits;
    private final VerificationRules rules;
    private final Ids ids;
    private final InstantSource clock;

    VerifyHandler(
            Repository<PhoneVerification> verifications,
            PhoneNumbers numbers,
            Deliveries deliveries,
            Accounts accounts,
            Sessions sessions,
            Devices devices,
            Referrals referrals,
            Limits limits,
            VerificationRules rules,
            Ids ids,
            Clock clock) {
        this.verifications = verifications;
        this.numbers = numbers;
        this.deliveries = deliveries;
        this.accounts = accounts;
        this.sessions = sessions;
        this.devices = devices;
        this.referrals = referrals;
        this.limits = limits;
        this.rules = rules;
        this.ids = ids;
        this.clock = clock;
    }

    @CommandHandler
    VerificationOutcome handle(VerifyCode command) {
        Optional<Row> number = switch (command.target()) {
            case Target.OfPhone target -> numbers.lock(target.phone());
            case Target.OfChallenge target -> numbers.lock(target.stream());
        };
        return number.map(row -> verify(command, row)).orElseGet(NoChallenge::new);
    }

    private VerificationOutcome verify(VerifyCode command, Row number) {
        Aggregate<PhoneVerification> verification;
        try {
            verification = verifications.load(number.stream().toString());
        } catch (AggregateNotFoundException neverAsked) {
            return new NoChallenge();
        }
        Instant now = clock.instant();
        DeviceClass deviceClass = devices.classOf(command.device(), number.account());
        int shortest = deviceClass == DeviceClass.UNRECOGNISED ? limits.shortestCode(now) : ANY_LENGTH;
        Opening opening = verification.invoke(known ->
                known.opening(deviceClass, Purpose.SIGN_IN, named(command.target()), command.way(), shortest, now));
        return switch (opening) {
            case Opening.SignIn signIn -> {
                Optional<Pending> pending = deliveries.recall(signIn.challenge());
                yield pending.isPresent() && pending.get().hasCode(command.code())
                        ? signIn(command, deviceClass, number, verification, signIn.challenge(), pending.get(), now)
                        : wrong(command.origin(), deviceClass, signIn.codeLength(), number, verification, now);
            }
            case Opening.Pair pair -> {
                Optional<Pending> pending = deliveries.find(pair.challenge());
                // To anyone but the client that it is tied to, this challenge is closed, and tells nothing of its code.
                if (pending.isEmpty() || !pending.get().isOpenTo(command.binding())) {
                    yield new NoChallenge();
                }
                yield pending.get().hasCode(command.code())
                        ? handOut(number, verification, pair, now)
                        : wrong(command.origin(), pair.deviceClass(), pair.codeLength(), number, verification, now);
            }
            case Opening.Closed closed -> new NoChallenge();
        };
    }

    private VerificationOutcome signIn(
            VerifyCode command,
            DeviceClass deviceClass,
            Row number,
            Aggregate<PhoneVerification> verification,
            ChallengeId challenge,
            Pending pending,
            Instant now) {
        AccountId known = number.account();
        AccountId account;
        UUID subject;
        InviteCode inviteCode;
        if (known == null) {
            account = new AccountId(ids.next());
            subject = ids.next();
            inviteCode = accounts.register(account, subject, number.stream(), pending.phone());
            if (numbers.give(number.stream(), pending.phone(), account)
                    .filter(Given::broughtBefore)
                    .isPresent()) {
                referrals.noteBroughtBefore(account);
            }
        } else {
            Standing standing = standingOf(known);
            if (standing.blocked()) {
                verification.execute(code -> code.refused(deviceClass, known, command.origin(), now));
                return new Blocked();
            }
            account = known;
            subject = standing.subject();
            inviteCode = standing.inviteCode();
        }
        var opened = sessions.open(account, subject, challenge, command.way(), deviceClass, command.origin());
        byte[] binding = command.binding();
        if (command.way() == Way.BROWSER_SESSION && binding != null) {
            deliveries.bind(challenge, binding);
        }
        verification.execute(code ->
                code.guessedRight(deviceClass, account, opened.session(), command.way(), command.origin(), now));
        if (deviceClass == DeviceClass.UNRECOGNISED) {
            limits.givenBack(pending.phone(), now);
        }
        // Whoever is not known to be the person would be taken for them the next time, by the device (A2).
        DeviceSecret device =
                deviceClass == DeviceClass.UNRECOGNISED && command.device().wantsSecret() && opened.confirmed()
                        ? devices.recognise(account)
                        : null;
        return new SignedIn(
                account,
                opened.session(),
                opened.confirmed(),
                known == null,
                inviteCode.value(),
                opened.secret(),
                device);
    }

    /** The browser's own client asks for the tokens of its session, with the same code: once. */
    private VerificationOutcome handOut(
            Row number, Aggregate<PhoneVerification> verification, Opening.Pair pair, Instant now) {
        AccountId account = number.account();
        if (account == null) {
            return new NoChallenge();
        }
        Optional<Opened> opened = sessions.handOutPair(pair.session());
        if (opened.isEmpty()) {
            return new NoChallenge();
        }
        verification.execute(code -> code.pairHandedOut(pair.challenge(), pair.session(), now));
        return new SignedIn(
                account,
                pair.session(),
                opened.get().confirmed(),
                false,
                standingOf(account).inviteCode().value(),
                opened.get().secret(),
                null);
    }

    /** Counts a wrong code, unless too many were looked at already: then it is not judged at all. */
    VerificationOutcome wrong(
            Origin origin,
            DeviceClass deviceClass,
            int codeLength,
            Row number,
            Aggregate<PhoneVerification> verification,
            Instant now) {
        boolean unrecognised = deviceClass == DeviceClass.UNRECOGNISED;
        Optional<Refusal> refusal = unrecognised ? limits.countWrongCode(codeLength, now) : Optional.empty();
        if (refusal.isPresent()) {
            limits.record(refusal.get(), number.stream(), now);
            return new NoChallenge();
        }
        int left = verification.invoke(code -> code.guessedWrong(deviceClass, rules.limited(), origin, now));
        if (unrecognised) {
            Guesses guesses = verification.invoke(code -> code.guesses(deviceClass));
            numbers.noteWrongCodes(number.stream(), guesses.wrong(), guesses.lastWrongAt());
        }
        return new WrongCode(left);
    }

    private Standing standingOf(AccountId account) {
        return accounts.standing(account)
                .orElseThrow(() -> new IllegalStateException("a number is held by an account that is not there"));
    }

    private static @Nullable ChallengeId named(Target target) {
        return switch (target) {
            case Target.OfPhone anyOfTheNumber -> null;
            case Target.OfChallenge one -> one.challenge();
        };
    }
}
