package io.ringkey.command.dispatch;

import io.ringkey.api.account.AccountCommand;
import io.ringkey.api.delivery.DeliveryCommand;
import io.ringkey.api.phonechange.PhoneChangeCommand;
import io.ringkey.api.referral.ReferralCommand;
import io.ringkey.api.session.SessionCommand;
import io.ringkey.api.verification.VerificationCommand;
import io.ringkey.api.verification.VerificationCommand.Target;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lets commands about one thing take turns before they take a connection. Without it, whoever fires at a single number
 * has every connection wait for that number's row, and everybody else wait for a connection. Thread-safe.
 */
final class Turns {

    private static final int STRIPES = 1024;

    private final ReentrantLock[] stripes =
            Stream.generate(() -> new ReentrantLock(true)).limit(STRIPES).toArray(ReentrantLock[]::new);

    /** A turn that was taken, to be closed by the thread that took it. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits for a command's turn.
     *
     * @return {@code null} when it did not come in time, or this thread was told to stop
     */
    @Nullable
    Turn take(Object command, Duration patience) {
        ReentrantLock stripe = stripes[Math.floorMod(spread(about(command).hashCode()), STRIPES)];
        try {
            return stripe.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS) ? stripe::unlock : null;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** What a command is about; a command about nothing in particular is in nobody's way. */
    private static Object about(Object command) {
        return switch (command) {
            case VerificationCommand.RequestCode request -> request.phone();
            case VerificationCommand.VerifyCode verify ->
                switch (verify.target()) {
                    case Target.OfPhone number -> number.phone();
                    case Target.OfChallenge challenge -> challenge.stream();
                };
            case DeliveryCommand.RecordCodeSent sent -> sent.stream();
            case DeliveryCommand.RecordSendingFailed failed -> failed.stream();
            case SessionCommand.RefreshSession refresh -> refresh.refreshToken();
            case SessionCommand.EndSession end -> end.session();
            case SessionCommand.EndSessionOf end -> end.session();
            case SessionCommand.EndAllSessions end -> end.account();
            case AccountCommand.MakeAdmin admin -> admin.phone();
            case AccountCommand.ChangeProfile change -> change.account();
            case AccountCommand.SetRole role -> role.account();
            case AccountCommand.BlockPerson block -> block.account();
            case AccountCommand.UnblockPerson unblock -> unblock.account();
            case AccountCommand.GiveUpNumber give -> give.account();
            case AccountCommand.EraseAccount erase -> erase.account();
            case PhoneChangeCommand.BeginPhoneChange begin -> begin.rest().account();
            case PhoneChangeCommand.ChangePhone change -> change.account();
            case ReferralCommand.ApplyInvite apply -> apply.account();
            case ReferralCommand.RevokeReferral revoke -> revoke.account();
            default -> command;
        };
    }

    private static int spread(int hash) {
        return hash ^ (hash >>> 16);
    }
}
