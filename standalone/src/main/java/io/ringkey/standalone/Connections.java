package io.ringkey.standalone;

import com.zaxxer.hikari.HikariDataSource;
import io.ringkey.command.WriterConnections;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One pool of connections for all that runs in this process. */
@Configuration(proxyBeanMethods = false)
class Connections {

    private static final int MOST = 20;
    private static final long LONGEST_WAIT_FOR_ONE_MILLIS = 10_000;

    /** Closed before the database that it leads to, since it depends on it. */
    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(Database database) {
        Database.Login login = database.login();
        var pool = new HikariDataSource();
        pool.setPoolName("ringkey");
        pool.setJdbcUrl(login.url());
        pool.setUsername(login.user());
        pool.setPassword(login.password());
        pool.setMaximumPoolSize(MOST);
        pool.setConnectionTimeout(LONGEST_WAIT_FOR_ONE_MILLIS);
        pool.setConnectionInitSql(WriterConnections.LIMITS);
        return pool;
    }
}
