package io.ringkey.command.erasure;

import io.ringkey.api.verification.NumberStreamId;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Codes that are still to be sent or used: their rows hold the number in the clear. */
@Component
final class CodesOnTheirWay {

    private final JdbcClient jdbc;

    CodesOnTheirWay(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    void deleteAllOf(NumberStreamId number) {
        jdbc.sql("DELETE FROM command_state.delivery WHERE stream_id = ?")
                .param(number.value())
                .update();
    }
}
