package io.ringkey.command.masterkey;

import io.ringkey.command.schema.OpenDatabase;
import io.ringkey.eventstore.SecureRandomness;
import io.ringkey.web.masterkey.MasterKeyConfiguration;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Puts a new master key in the place of the old one, whether or not the service runs. */
@Command(
        name = "rotate-master-key",
        description =
                "Makes a new master key in the file that holds it, and wraps all other keys by it. Running processes"
                        + " follow by themselves. The older ones stay in the file until --forget-old. Interrupted, it goes on when"
                        + " it is run again. Where the key is a setting, it wraps all keys by the first that stands there.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done",
            "1:not done, or not wholly, for something that is in use: do it again",
            "2:a setting or an argument is bad, the file cannot be written, or a master key is missing",
            "3:the database cannot be had"
        },
        mixinStandardHelpOptions = true)
public final class RotateMasterKeyCommand implements Callable<Integer> {

    /** Twice as long as a process goes on with what it has read. */
    private static final Duration SHORTEST_NOTICE = Duration.ofSeconds(2);

    private final Supplier<Settings> settings;
    private final OpenDatabase.Opening opening;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--after",
            paramLabel = "TIME",
            description = "How long processes have to read the file again before the new key is used, PT2S or longer;"
                    + " ${DEFAULT-VALUE} unless told otherwise. Longer where the file is on a network.")
    private Duration after = Duration.ofSeconds(10);

    @ArgGroup
    private Instead instead = new Instead();

    /** At most one of these. */
    private static final class Instead {

        @Option(
                names = "--rewrap-only",
                description =
                        "Makes no new key: wraps all keys by the first one that stands there, which all processes have"
                                + " by now.")
        private boolean rewrapOnly;

        @Option(
                names = "--forget-old",
                description = "Takes the older keys out of the file, once nothing is wrapped by them any more.")
        private boolean forgetOld;
    }

    /**
     * The command for one way of running.
     *
     * @param settings reads the settings; called once the arguments are known to be good
     * @param opening finds the database
     */
    public RotateMasterKeyCommand(Supplier<Settings> settings, OpenDatabase.Opening opening) {
        this.settings = settings;
        this.opening = opening;
    }

    @Override
    public Integer call() {
        if (after.compareTo(SHORTEST_NOTICE) < 0) {
            throw new ParameterException(spec.commandLine(), "'" + after + "' is no length of time of at least PT2S");
        }
        try (OpenDatabase database = opening.apply(settings.get())) {
            MasterKeyRotation rotation = rotation(database);
            if (instead.forgetOld) {
                rotation.forgetOlder();
            } else if (instead.rewrapOnly) {
                rotation.rewrap();
            } else {
                rotation.rotate(after);
            }
        }
        return 0;
    }

    private MasterKeyRotation rotation(OpenDatabase database) {
        Settings complete = database.settings();
        return new MasterKeyRotation(
                database.dataSource(),
                () -> MasterKeyConfiguration.written(complete),
                complete.given(Setting.MASTER_KEY) ? null : new MasterKeyFile(complete.path(Setting.MASTER_KEY_FILE)),
                new SecureRandomness(),
                RotateMasterKeyCommand::pause,
                line -> {
                    spec.commandLine().getOut().println(line);
                    spec.commandLine().getOut().flush();
                });
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }
}
