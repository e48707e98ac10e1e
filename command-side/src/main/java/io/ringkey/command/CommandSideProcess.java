package io.ringkey.command;

import com.zaxxer.hikari.HikariDataSource;
import io.ringkey.web.position.ViewPositions;
import io.ringkey.web.settings.BadSetting;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the write side needs when it runs in a process of its own: connections, and the views' positions from afar. */
@Configuration(proxyBeanMethods = false)
class CommandSideProcess {

    private static final int CONNECTIONS = 10;
    /** A call that finds the database away is answered within two seconds (R7). */
    private static final long LONGEST_WAIT_FOR_ONE_MILLIS = 1_800;

    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(Settings settings) {
        var pool = new HikariDataSource();
        pool.setPoolName("command-side");
        pool.setJdbcUrl(settings.optional(Setting.DATABASE_URL)
                .orElseThrow(() -> new BadSetting(Setting.DATABASE_URL.variable()
                        + " must be set: the write side alone brings no database along.")));
        settings.optional(Setting.DATABASE_USER).ifPresent(pool::setUsername);
        settings.optional(Setting.DATABASE_PASSWORD).ifPresent(pool::setPassword);
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setConnectionTimeout(LONGEST_WAIT_FOR_ONE_MILLIS);
        pool.setConnectionInitSql(WriterConnections.LIMITS);
        pool.addDataSourceProperty("connectTimeout", "2");
        pool.addDataSourceProperty("socketTimeout", "35");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        return pool;
    }

    @Bean
    ViewPositions viewPositions(DataSource dataSource) {
        return new ViewPositionsFromAfar(dataSource);
    }
}
