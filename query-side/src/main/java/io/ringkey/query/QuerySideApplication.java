package io.ringkey.query;

import com.zaxxer.hikari.HikariDataSource;
import io.ringkey.eventstore.Commits;
import io.ringkey.eventstore.CommitsElsewhere;
import io.ringkey.eventstore.ConnectionPool;
import io.ringkey.web.access.SessionUses;
import io.ringkey.web.settings.BadSetting;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import io.ringkey.web.start.RingkeyApplication;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The reading side as a process of its own, with a database role of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(QuerySideConfiguration.class)
public class QuerySideApplication {

    private static final int CONNECTIONS = 10;

    public static void main(String[] arguments) {
        RingkeyApplication.orExit(() -> RingkeyApplication.run(
                QuerySideApplication.class, Settings.load(Path.of("")), "query-side", application -> {}));
    }

    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(Settings settings) {
        return ConnectionPool.open(
                "query-side",
                settings.optional(Setting.DATABASE_URL)
                        .orElseThrow(() -> new BadSetting(Setting.DATABASE_URL.variable()
                                + " must be set: this side brings no database of its own.")),
                settings.text(Setting.QUERY_DATABASE_USER),
                settings.text(Setting.QUERY_DATABASE_PASSWORD),
                CONNECTIONS);
    }

    @Bean
    CommitsElsewhere commitsElsewhere(DataSource dataSource, Commits commits) {
        return new CommitsElsewhere(dataSource, commits);
    }

    @Bean
    SessionUses sessionUses(DataSource dataSource) {
        return new UsesToldToTheWriteSide(dataSource);
    }
}
