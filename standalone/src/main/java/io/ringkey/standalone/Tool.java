package io.ringkey.standalone;

import io.ringkey.command.CommandSideConfiguration;
import io.ringkey.command.CreateAdmin.WriteSide;
import io.ringkey.command.ToolContext;
import io.ringkey.command.ToolDatabase;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.command.erasure.WriteSideScrub;
import io.ringkey.command.schema.OpenDatabase;
import io.ringkey.eventstore.EventStoreConfiguration;
import io.ringkey.eventstore.SecureRandomness;
import io.ringkey.eventstore.scrub.Scrub;
import io.ringkey.query.erasure.ReadModelScrub;
import io.ringkey.web.WebSupportConfiguration;
import io.ringkey.web.position.ViewPositions;
import io.ringkey.web.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The write side for a command of the program, beside a running server or not. */
final class Tool implements WriteSide {

    private final Database database;
    private final ToolContext context;

    private Tool(Database database, ToolContext context) {
        this.database = database;
        this.context = context;
    }

    static Tool open(Settings settings) {
        Database database = Database.visit(settings, new SecureRandomness());
        try {
            return new Tool(database, ToolContext.start(Application.class, database.settings(), database::offerTo));
        } catch (RuntimeException failed) {
            database.close();
            throw failed;
        }
    }

    /** The database alone, for a command that works on its tables. */
    static OpenDatabase database(Settings settings) {
        Database database = Database.visit(settings, new SecureRandomness());
        Database.Login login = database.login();
        return ToolDatabase.open(database.settings(), login.url(), login.user(), login.password(), database::close);
    }

    /** The tables of both sides. */
    static List<Scrub> scrubbed(DataSource connections) {
        List<Scrub> all = new ArrayList<>(WriteSideScrub.of(connections, EventStoreConfiguration.systemTime()));
        all.add(ReadModelScrub.of(connections, EventStoreConfiguration.systemTime()));
        return List.copyOf(all);
    }

    @Override
    public Commands commands() {
        return context.commands();
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }

    /** The write side alone. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({WebSupportConfiguration.class, CommandSideConfiguration.class, Connections.class})
    static class Application {

        /** A command answers nobody who would look at a view next. */
        @Bean
        ViewPositions viewPositions() {
            return (view, position, atMost) -> true;
        }
    }
}
