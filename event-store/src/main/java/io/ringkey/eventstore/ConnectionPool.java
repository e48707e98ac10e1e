package io.ringkey.eventstore;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** How a process of Ringkey connects to its database. */
public final class ConnectionPool {

    /** A call that finds the database away is answered within two seconds (R7). */
    private static final long LONGEST_WAIT_FOR_ONE_MILLIS = 1_800;

    private static final String CONNECT_SECONDS = "2";
    /** Longer than any statement may take; a server that is gone without a word is noticed after it. */
    private static final String ANSWER_SECONDS = "35";

    private ConnectionPool() {}

    /**
     * A pool, which the caller closes.
     *
     * @param name shown in logs and metrics
     * @param user empty when the address names one
     * @param most connections at the most
     */
    public static HikariDataSource open(String name, String url, String user, String password, int most) {
        var pool = new HikariDataSource();
        pool.setPoolName(name);
        pool.setJdbcUrl(url);
        if (!user.isEmpty()) {
            pool.setUsername(user);
            pool.setPassword(password);
        }
        pool.setMaximumPoolSize(most);
        pool.setConnectionTimeout(LONGEST_WAIT_FOR_ONE_MILLIS);
        pool.addDataSourceProperty("connectTimeout", CONNECT_SECONDS);
        pool.addDataSourceProperty("socketTimeout", ANSWER_SECONDS);
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        // What the server says of a failed statement may quote personal values.
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        return pool;
    }

    /**
     * Connections to the database of a pool that are not of the pool: for what may take as long as it takes.
     *
     * @param pool made by {@link #open}
     */
    public static DataSource beside(DataSource pool) {
        try {
            var from = pool.unwrap(HikariDataSource.class);
            return single(from.getJdbcUrl(), from.getUsername(), from.getPassword());
        } catch (SQLException noPool) {
            throw new IllegalArgumentException(noPool);
        }
    }

    /** Connections that are not pooled, and whose answers may take as long as they take. */
    public static DataSource single(String url, @Nullable String user, @Nullable String password) {
        // Not PGSimpleDataSource: it puts all it was told into its address, over which Flyway ponders for a fifth of a
        // second.
        var properties = new Properties();
        if (user != null && !user.isEmpty()) {
            PGProperty.USER.set(properties, user);
            PGProperty.PASSWORD.set(properties, password);
        }
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_SECONDS);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
        return new SimpleDriverDataSource(new Driver(), url, properties);
    }
}
