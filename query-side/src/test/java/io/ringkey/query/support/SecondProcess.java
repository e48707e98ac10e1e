package io.ringkey.query.support;

import com.zaxxer.hikari.HikariDataSource;
import io.ringkey.eventstore.TestDatabase;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A further process of the reading side on the same database. */
public final class SecondProcess {

    private static final String ROLE = "postgres";

    private SecondProcess() {}

    public static RunningQuerySide beside(RunningQuerySide first) {
        return at(url(first), first);
    }

    /** One that reaches the first one's database at another address. */
    public static RunningQuerySide at(String url, RunningQuerySide first) {
        return RunningQuerySide.startAs(ROLE, ROLE, url, database(first));
    }

    /** Connections of one's own to the database, past the pool. */
    public static DataSource database(RunningQuerySide side) {
        return TestDatabase.at(url(side));
    }

    public static String url(RunningQuerySide side) {
        try {
            return side.bean(DataSource.class).unwrap(HikariDataSource.class).getJdbcUrl();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
