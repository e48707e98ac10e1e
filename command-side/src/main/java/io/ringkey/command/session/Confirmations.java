package io.ringkey.command.session;

import io.ringkey.api.Ids;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.session.SessionCommand.ConfirmPerson;
import io.ringkey.api.session.SessionCommand.ConfirmSession;
import io.ringkey.api.session.SessionId;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Whether whoever signs in is the person still (A2). Numbers are given to other people once they have not been used for
 * long, and a code proves no more than who holds the number now. Thread-safe.
 */
@Component
final class Confirmations {

    private static final Logger LOG = LoggerFactory.getLogger(Confirmations.class);

    private final Repository<Session> streams;
    private final ConfirmationRows rows;
    private final Optional<Duration> dormantAfter;
    private final InstantSource clock;

    Confirmations(Repository<Session> streams, ConfirmationRows rows, Settings settings, Clock clock) {
        this.streams = streams;
        this.rows = rows;
        this.dormantAfter = settings.optionalDuration(Setting.DORMANT_AFTER);
        this.clock = clock;
        if (dormantAfter.isEmpty()) {
            LOG.warn(
                    "{}=0: whoever holds a number is taken for the person, however long it was not used",
                    Setting.DORMANT_AFTER.variable());
        }
    }

    /**
     * Leaves a session that was just opened unconfirmed, when it may be another person's who holds the number now.
     *
     * @return whether it is known to be the person's
     */
    boolean examine(AccountId account, SessionId session, DeviceClass device, Instant now) {
        boolean perhapsAnother = device == DeviceClass.UNRECOGNISED
                && dormantAfter
                        .map(now::minus)
                        .filter(since ->
                                mayBeFromBefore(since, account) && rows.isDormant(account, session, since, now))
                        .isPresent();
        if (perhapsAnother) {
            rows.leaveUnconfirmed(session);
            streams.load(session.toString()).execute(stream -> stream.leaveUnconfirmed(now));
        }
        return !perhapsAnother;
    }

    /** The id of a new account says that nobody need ask for its history. */
    private static boolean mayBeFromBefore(Instant moment, AccountId account) {
        return Ids.madeAt(account.value()).filter(moment::isBefore).isEmpty();
    }

    @CommandHandler
    boolean handle(ConfirmSession command) {
        if (rows.confirm(command.account(), command.session())) {
            record(command.session(), command.by());
        }
        return rows.isOf(command.account(), command.session());
    }

    @CommandHandler
    int handle(ConfirmPerson command) {
        var confirmed = rows.confirmAll(command.account());
        confirmed.forEach(session -> record(session, command.by()));
        return confirmed.size();
    }

    private void record(SessionId session, AccountId by) {
        streams.load(session.toString()).execute(stream -> stream.confirm(by.value(), clock.instant()));
    }
}
