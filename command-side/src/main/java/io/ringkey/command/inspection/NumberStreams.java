package io.ringkey.command.inspection;

import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountId;
import io.ringkey.command.number.PhoneNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which streams concern a number: its own, and those of the person who holds it. */
@Component
final class NumberStreams {

    private final PhoneNumbers numbers;
    private final JdbcClient jdbc;

    NumberStreams(PhoneNumbers numbers, DataSource dataSource) {
        this.numbers = numbers;
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** Empty when the number is not known, or no more. */
    List<UUID> of(PhoneNumber phone) {
        var streams = new ArrayList<UUID>();
        numbers.find(phone).ifPresent(number -> {
            streams.add(number.stream().value());
            AccountId account = number.account();
            if (account != null) {
                streams.add(account.value());
                streams.addAll(jdbc.sql("SELECT session_id FROM command_state.session WHERE account_id = ?")
                        .param(account.value())
                        .query(UUID.class)
                        .list());
            }
        });
        return streams;
    }
}
