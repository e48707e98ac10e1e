package io.ringkey.command.account;

import io.ringkey.api.account.AccountCommand.GiveUpNumber;
import io.ringkey.api.session.EndReason;
import io.ringkey.api.verification.NumberStreamId;
import io.ringkey.command.delivery.Deliveries;
import io.ringkey.command.number.PhoneNumbers;
import io.ringkey.command.session.Sessions;
import io.ringkey.command.session.UnconfirmedSessions;
import java.time.Clock;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Repository;
import org.springframework.stereotype.Component;

/** Takes the number from somebody who does not hold it any more (A2). */
@Component
final class GiveUpNumberHandler {

    private final Repository<Account> accounts;
    private final AccountRows rows;
    private final PhoneNumbers numbers;
    private final Deliveries deliveries;
    private final Sessions sessions;
    private final UnconfirmedSessions unconfirmed;
    private final Clock clock;

    GiveUpNumberHandler(
            Repository<Account> accounts,
            AccountRows rows,
            PhoneNumbers numbers,
            Deliveries deliveries,
            Sessions sessions,
            UnconfirmedSessions unconfirmed,
            Clock clock) {
        this.accounts = accounts;
        this.rows = rows;
        this.numbers = numbers;
        this.deliveries = deliveries;
        this.sessions = sessions;
        this.unconfirmed = unconfirmed;
        this.clock = clock;
    }

    @CommandHandler
    boolean handle(GiveUpNumber command) {
        rows.lock(command.account());
        if (!unconfirmed.lock(command.account(), command.session())) {
            return false;
        }
        Optional<NumberStreamId> number = numbers.forget(command.account());
        number.ifPresent(stream -> {
            deliveries.forget(stream);
            accounts.load(command.account().toString()).execute(person -> person.giveUpNumber(stream, clock));
        });
        sessions.endAll(command.account(), EndReason.NUMBER_GIVEN_UP, Optional.empty());
        return true;
    }
}
