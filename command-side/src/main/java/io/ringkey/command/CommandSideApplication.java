package io.ringkey.command;

import io.ringkey.command.CreateAdmin.WriteSide;
import io.ringkey.command.erasure.WriteSideScrub;
import io.ringkey.command.schema.OpenDatabase;
import io.ringkey.eventstore.EventStoreConfiguration;
import io.ringkey.web.WebSupportConfiguration;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import io.ringkey.web.start.RingkeyApplication;
import java.nio.file.Path;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The write side as a program of its own, beside any number of read sides and of its own like. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({WebSupportConfiguration.class, CommandSideConfiguration.class, CommandSideProcess.class})
public class CommandSideApplication {

    public static void main(String[] arguments) {
        if (arguments.length == 0) {
            RingkeyApplication.orExit(() -> RingkeyApplication.run(
                    CommandSideApplication.class, settings(), "command-side", application -> {}));
        } else {
            System.exit(command().execute(arguments));
        }
    }

    /** What can be done beside a running write side, or without one. */
    private static CommandLine command() {
        return OperatorCommands.addTo(
                new CommandLine(CommandSpec.create().name("command-side")),
                CommandSideApplication::settings,
                CommandSideApplication::open,
                CommandSideApplication::database,
                connections -> WriteSideScrub.of(connections, EventStoreConfiguration.systemTime()));
    }

    private static WriteSide open(Settings settings) {
        return ToolContext.start(CommandSideApplication.class, settings, application -> {});
    }

    private static OpenDatabase database(Settings settings) {
        return ToolDatabase.open(
                settings,
                CommandSideProcess.url(settings),
                settings.text(Setting.DATABASE_USER),
                settings.text(Setting.DATABASE_PASSWORD),
                () -> {});
    }

    private static Settings settings() {
        return Settings.load(Path.of(""));
    }
}
