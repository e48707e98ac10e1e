package io.ringkey.standalone;

import com.zaxxer.hikari.HikariDataSource;
import io.ringkey.command.WriterConnections;
import io.ringkey.eventstore.ConnectionPool;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One pool of connections for all that runs in this process. */
@Configuration(proxyBeanMethods = false)
class Connections {

    private static final int MOST = 20;

    /** Closed before the database that it leads to, since it depends on it. */
    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(Database database) {
        Database.Login login = database.login();
        HikariDataSource pool = ConnectionPool.open("ringkey", login.url(), login.user(), login.password(), MOST);
        pool.setConnectionInitSql(WriterConnections.LIMITS);
        return pool;
    }
}
