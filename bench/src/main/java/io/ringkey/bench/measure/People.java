package io.ringkey.bench.measure;

import io.ringkey.api.Origin;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.delivery.DeliveryCommand.RecordCodeSent;
import io.ringkey.api.referral.InviteCode;
import io.ringkey.api.referral.ReferralCommand.ApplyInvite;
import io.ringkey.api.referral.ReferralOutcome;
import io.ringkey.api.verification.CodeRequestOutcome;
import io.ringkey.api.verification.CodeRequestOutcome.OnItsWay;
import io.ringkey.api.verification.Device;
import io.ringkey.api.verification.OneTimeCode;
import io.ringkey.api.verification.Purpose;
import io.ringkey.api.verification.VerificationCommand.RequestCode;
import io.ringkey.api.verification.VerificationCommand.Target.OfPhone;
import io.ringkey.api.verification.VerificationCommand.VerifyCode;
import io.ringkey.api.verification.VerificationOutcome;
import io.ringkey.api.verification.VerificationOutcome.SignedIn;
import io.ringkey.api.verification.VerificationOutcome.WrongCode;
import io.ringkey.api.verification.Way;
import io.ringkey.bench.program.WriteSide;
import io.ringkey.command.delivery.Deliveries;
import io.ringkey.command.dispatch.Commands;
import org.jspecify.annotations.Nullable;

/** People who do things by the real handlers and aggregates, without HTTP. Thread-safe. */
final class People {

    private static final Origin ORIGIN =
            new Origin("203.0.113.7", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0");

    private static final String SENDER = "bench";

    private final Commands commands;
    private final Deliveries deliveries;

    People(WriteSide side) {
        this.commands = side.bean(Commands.class);
        this.deliveries = side.bean(Deliveries.class);
    }

    /** Asks for a code and gives it. */
    SignedIn signIn(PhoneNumber phone) {
        return signIn(phone, 0);
    }

    /** Asks for a code, gives so many wrong ones, and then the right one. */
    SignedIn signIn(PhoneNumber phone, int wrongOnes) {
        String code = askForCode(phone);
        for (int wrong = 0; wrong < wrongOnes; wrong++) {
            expect(WrongCode.class, give(phone, (code.startsWith("1") ? "2" : "1") + code.substring(1)));
        }
        return expect(SignedIn.class, give(phone, code));
    }

    private String askForCode(PhoneNumber phone) {
        var asked = expect(
                OnItsWay.class,
                commands.send(new RequestCode(phone, Purpose.SIGN_IN, Device.UNKNOWN, ORIGIN), CodeRequestOutcome.class)
                        .outcome());
        // As the sender would, of which there is none here.
        commands.send(new RecordCodeSent(asked.stream(), asked.challenge(), 1, SENDER), Boolean.class);
        return deliveries.code(asked.challenge()).orElseThrow();
    }

    // In a compiled class the checker does not see that the binding may be null.
    @SuppressWarnings("NullAway")
    private VerificationOutcome give(PhoneNumber phone, String code) {
        byte @Nullable [] noCookie = null;
        return commands.send(
                        new VerifyCode(
                                new OfPhone(phone),
                                new OneTimeCode(code),
                                Way.TOKEN_PAIR,
                                Device.UNKNOWN,
                                noCookie,
                                ORIGIN),
                        VerificationOutcome.class)
                .outcome();
    }

    /** Applies somebody's invite code. */
    void apply(AccountId person, String inviteCode) {
        expect(
                ReferralOutcome.Applied.class,
                commands.send(new ApplyInvite(person, new InviteCode(inviteCode)), ReferralOutcome.class, person)
                        .outcome());
    }

    private static <T> T expect(Class<T> outcome, Object came) {
        if (!outcome.isInstance(came)) {
            throw new IllegalStateException("not " + outcome.getSimpleName() + " but " + came);
        }
        return outcome.cast(came);
    }

    /** A number that nobody has used in this run. */
    static PhoneNumber newPhone() {
        return new PhoneNumber(Person.newPhone());
    }
}
