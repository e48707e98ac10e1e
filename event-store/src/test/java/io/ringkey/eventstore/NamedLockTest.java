package io.ringkey.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class NamedLockTest {

    private final DataSource database = TestDatabase.at(TestDatabase.freshUrl());

    @Test
    void isHeldByOneAtATimeAndFreeAtOnceWhenItIsGivenBack() throws SQLException {
        try (Connection one = database.getConnection();
                Connection another = database.getConnection()) {
            try (var held = lock("work", one);
                    var refused = lock("work", another);
                    var other = lock("other work", another)) {
                assertThat(held.isHeld()).isTrue();
                assertThat(refused.isHeld()).isFalse();
                assertThat(other.isHeld()).isTrue();
            }
            try (var held = lock("work", another)) {
                assertThat(held.isHeld()).isTrue();
            }
        }
    }

    private static NamedLock lock(String name, Connection connection) {
        return NamedLock.tryFor(name, new SingleConnectionDataSource(connection, true));
    }
}
