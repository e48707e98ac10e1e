package io.ringkey.command;

import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountCommand.MakeAdmin;
import io.ringkey.api.account.AccountId;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.io.Console;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the person with a phone number an admin, whether or not the service runs and whether or not they are known. */
@Command(
        name = "create-admin",
        description = "Makes the person with this phone number an admin. Doing it again changes nothing.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the person is an admin",
            "1:the number is none, or nobody gave one",
            "2:a setting or an argument is bad",
            "3:the database cannot be had"
        },
        mixinStandardHelpOptions = true)
public final class CreateAdmin implements Callable<Integer> {

    private static final int NO_NUMBER = 1;

    private final Supplier<Settings> settings;
    private final Opening opening;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "PHONE",
            description = "The number; else RINGKEY_ADMIN_PHONE, else it is asked for.")
    private @Nullable String phone;

    @Option(names = "--no-input", description = "Never ask.")
    private boolean noInput;

    /**
     * The command for one way of running.
     *
     * @param settings reads the settings; called once the arguments are known to be good
     * @param opening starts a write side for the one command
     */
    public CreateAdmin(Supplier<Settings> settings, Opening opening) {
        this.settings = settings;
        this.opening = opening;
    }

    /** Starts a write side that serves nobody. */
    @FunctionalInterface
    public interface Opening {

        /** A write side on the database that these settings name; closed after use. */
        WriteSide open(Settings settings);
    }

    /** A write side that serves nobody but takes commands. */
    public interface WriteSide extends AutoCloseable {

        Commands commands();

        @Override
        void close();
    }

    @Override
    public Integer call() {
        Settings given = settings.get();
        Optional<PhoneNumber> number =
                spelled(given).flatMap(spelled -> PhoneNumber.parse(spelled, given.text(Setting.DEFAULT_REGION)));
        if (number.isEmpty()) {
            spec.commandLine().getErr().println("That is not a phone number: give one such as +79136740000.");
            return NO_NUMBER;
        }
        // What the start of a service logs is of no interest here.
        try (WriteSide side = opening.open(given.with(Setting.LOG_LEVEL, "error"))) {
            side.commands().send(new MakeAdmin(number.get()), AccountId.class);
        }
        spec.commandLine().getOut().println(number.get().masked() + " is an admin.");
        return 0;
    }

    private Optional<String> spelled(Settings given) {
        if (phone != null) {
            return Optional.of(phone);
        }
        Optional<String> named = given.optional(Setting.ADMIN_PHONE);
        Console console = System.console();
        if (named.isPresent() || noInput || console == null) {
            return named;
        }
        return Optional.ofNullable(console.readLine("Phone number of the admin: "));
    }
}
