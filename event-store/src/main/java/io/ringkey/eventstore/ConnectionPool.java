package io.ringkey.eventstore;

import com.zaxxer.hikari.HikariDataSource;

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
}
