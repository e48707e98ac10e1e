package io.ringkey.command;

import com.zaxxer.hikari.HikariDataSource;
import io.ringkey.api.session.SessionId;
import io.ringkey.eventstore.Commits;
import io.ringkey.eventstore.CommitsElsewhere;
import io.ringkey.eventstore.ConnectionPool;
import io.ringkey.eventstore.Listening;
import io.ringkey.web.access.SessionUses;
import io.ringkey.web.position.ViewPositions;
import io.ringkey.web.settings.BadSetting;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the write side needs when it runs in a process of its own: connections, and what it is told from afar. */
@Configuration(proxyBeanMethods = false)
class CommandSideProcess {

    private static final int CONNECTIONS = 10;

    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(Settings settings) {
        HikariDataSource pool = ConnectionPool.open(
                "command-side",
                url(settings),
                settings.text(Setting.DATABASE_USER),
                settings.text(Setting.DATABASE_PASSWORD),
                CONNECTIONS);
        pool.setConnectionInitSql(WriterConnections.LIMITS);
        return pool;
    }

    static String url(Settings settings) {
        return settings.optional(Setting.DATABASE_URL)
                .orElseThrow(() -> new BadSetting(Setting.DATABASE_URL.variable()
                        + " must be set: the write side alone brings no database along."));
    }

    @Bean
    ViewPositions viewPositions(DataSource dataSource) {
        return new ViewPositionsFromAfar(dataSource);
    }

    /** Of the uses of sessions that read sides tell of. */
    @Bean
    Listening sessionUsesFromAfar(DataSource dataSource, SessionUses uses) {
        return new Listening(SessionUses.CHANNEL, dataSource, payload -> passOn(payload, uses));
    }

    private static void passOn(String payload, SessionUses uses) {
        SessionId session;
        try {
            session = SessionId.parse(payload);
        } catch (IllegalArgumentException noId) {
            return;
        }
        uses.used(session);
    }

    @Bean
    CommitsElsewhere commitsElsewhere(DataSource dataSource, Commits commits) {
        return new CommitsElsewhere(dataSource, commits);
    }
}
