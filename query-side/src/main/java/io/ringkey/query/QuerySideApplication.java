package io.ringkey.query;

import com.zaxxer.hikari.HikariDataSource;
import io.ringkey.web.settings.BadSetting;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import io.ringkey.web.start.RingkeyApplication;
import java.nio.file.Path;
import org.axonframework.springboot.autoconfig.JdbcAutoConfiguration;
import org.axonframework.springboot.autoconfig.JpaAutoConfiguration;
import org.axonframework.springboot.autoconfig.JpaEventStoreAutoConfiguration;
import org.axonframework.springboot.autoconfig.TransactionAutoConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The reading side as a process of its own, with a database role of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(
        exclude = {
            JdbcAutoConfiguration.class,
            JpaAutoConfiguration.class,
            JpaEventStoreAutoConfiguration.class,
            TransactionAutoConfiguration.class,
            FlywayAutoConfiguration.class,
            HibernateJpaAutoConfiguration.class,
            DataJpaRepositoriesAutoConfiguration.class
        })
@Import(QuerySideConfiguration.class)
public class QuerySideApplication {

    private static final int CONNECTIONS = 10;
    private static final long LONGEST_WAIT_FOR_ONE_MILLIS = 10_000;

    public static void main(String[] arguments) {
        RingkeyApplication.orExit(() -> RingkeyApplication.run(
                QuerySideApplication.class, Settings.load(Path.of("")), "query-side", application -> {}));
    }

    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(Settings settings) {
        var pool = new HikariDataSource();
        pool.setPoolName("query-side");
        pool.setJdbcUrl(settings.optional(Setting.DATABASE_URL)
                .orElseThrow(() -> new BadSetting(
                        Setting.DATABASE_URL.variable() + " must be set: this side brings no database of its own.")));
        settings.optional(Setting.QUERY_DATABASE_USER).ifPresent(pool::setUsername);
        settings.optional(Setting.QUERY_DATABASE_PASSWORD).ifPresent(pool::setPassword);
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setConnectionTimeout(LONGEST_WAIT_FOR_ONE_MILLIS);
        return pool;
    }
}
