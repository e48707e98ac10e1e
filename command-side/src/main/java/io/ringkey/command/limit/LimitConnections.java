package io.ringkey.command.limit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * A few connections of their own for counting. What is counted must stay when a command fails, and rows that everybody
 * counts on must not be locked for as long as a command takes. Since whoever counts may hold a connection of the main
 * pool already, one of the same pool could wait for ever.
 */
@Component
final class LimitConnections implements DisposableBean {

    private static final int MOST = 4;

    private final HikariDataSource pool;

    LimitConnections(DataSource main) throws SQLException {
        var config = new HikariConfig();
        main.unwrap(HikariDataSource.class).copyStateTo(config);
        config.setPoolName("limits");
        config.setMaximumPoolSize(MOST);
        config.setMinimumIdle(0);
        // A crash of the database may forget the last fraction of a second of counting: that is worth no flush a call.
        config.setConnectionInitSql("SET synchronous_commit = off; SET statement_timeout = '5s'");
        config.setInitializationFailTimeout(-1);
        this.pool = new HikariDataSource(config);
    }

    JdbcClient client() {
        return JdbcClient.create(pool);
    }

    @Override
    public void destroy() {
        pool.close();
    }
}
