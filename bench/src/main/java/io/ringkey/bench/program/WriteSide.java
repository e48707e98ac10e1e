package io.ringkey.bench.program;

import io.ringkey.command.CommandSideConfiguration;
import io.ringkey.eventstore.ConnectionPool;
import io.ringkey.web.WebSupportConfiguration;
import io.ringkey.web.position.ViewPositions;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import io.ringkey.web.start.RingkeyApplication;
import java.util.Map;
import javax.sql.DataSource;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventProcessor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The real write side in this process, without its HTTP: the handlers and aggregates that the program runs. */
public final class WriteSide implements AutoCloseable {

    /** Of every database of the bench. */
    public static final String MASTER_KEY = "5a".repeat(32);

    private final ConfigurableApplicationContext context;

    private WriteSide(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** On a database of its own, which it migrates. Its automations are off, and nothing is sent. */
    public static WriteSide on(Postgres postgres) {
        Map<String, String> settings = Program.forLoad();
        settings.put("RINGKEY_DATABASE_URL", postgres.url());
        settings.put("RINGKEY_DATABASE_USER", postgres.user());
        settings.put("RINGKEY_DATABASE_PASSWORD", postgres.password());
        settings.put("RINGKEY_MASTER_KEY", MASTER_KEY);
        settings.put("RINGKEY_LOG_LEVEL", "error");
        // Some sign in ten thousand times within minutes.
        settings.put("RINGKEY_SENDS_AN_HOUR", "0");
        settings.put("RINGKEY_SENDS_A_DAY", "0");
        var side = new WriteSide(RingkeyApplication.run(
                Application.class,
                Settings.of(settings),
                "bench",
                application -> application.setWebApplicationType(WebApplicationType.NONE)));
        side.bean(EventProcessingConfiguration.class).eventProcessors().values().forEach(EventProcessor::shutDown);
        side.bean("sending", Lifecycle.class).stop();
        return side;
    }

    /** The only object of a type. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** The object of a name. */
    public <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    @Override
    public void close() {
        context.close();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({WebSupportConfiguration.class, CommandSideConfiguration.class})
    static class Application {

        private static final int CONNECTIONS = 10;

        @Bean(destroyMethod = "close")
        DataSource dataSource(Settings settings) {
            return ConnectionPool.open(
                    "bench",
                    settings.text(Setting.DATABASE_URL),
                    settings.text(Setting.DATABASE_USER),
                    settings.text(Setting.DATABASE_PASSWORD),
                    CONNECTIONS);
        }

        /** Nobody looks at a view next. */
        @Bean
        ViewPositions viewPositions() {
            return (view, position, atMost) -> true;
        }
    }
}
