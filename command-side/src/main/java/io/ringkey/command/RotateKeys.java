package io.ringkey.command;

import io.ringkey.command.CreateAdmin.Opening;
import io.ringkey.command.CreateAdmin.WriteSide;
import io.ringkey.command.keys.KeyPurpose;
import io.ringkey.command.keys.KeyRotation;
import io.ringkey.command.keys.MakeNewKeys;
import io.ringkey.command.keys.MakeNewKeys.Made;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Makes new keys, whether or not the service runs. */
@Command(
        name = "rotate-keys",
        description = "Makes new keys for tokens, codes, refresh tokens and cookies, or for those that are named."
                + " Running processes take them up by themselves; what the old ones made stays good.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the new keys are made", "2:a setting or an argument is bad", "3:the database cannot be had"},
        mixinStandardHelpOptions = true)
public final class RotateKeys implements Callable<Integer> {

    private final Supplier<Settings> settings;
    private final Opening opening;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "PURPOSE",
            description = "code, refresh, cookie or token-signing; all of them where none is named.",
            converter = Purpose.class)
    private @Nullable List<KeyPurpose> purposes;

    @Option(
            names = "--after",
            paramLabel = "TIME",
            description = "When the new keys take over, PT5S or longer. PT10M unless told otherwise: by then other"
                    + " services have the public key.",
            converter = Notice.class)
    private Duration after = KeyRotation.USUAL_NOTICE;

    /**
     * The command for one way of running.
     *
     * @param settings reads the settings; called once the arguments are known to be good
     * @param opening starts a write side for the one command
     */
    public RotateKeys(Supplier<Settings> settings, Opening opening) {
        this.settings = settings;
        this.opening = opening;
    }

    @Override
    public Integer call() {
        Set<KeyPurpose> wanted = purposes == null ? replaceable() : EnumSet.copyOf(purposes);
        // What the start of a service logs is of no interest here.
        try (WriteSide side = opening.open(settings.get().with(Setting.LOG_LEVEL, "error"))) {
            Made made = side.commands()
                    .send(new MakeNewKeys(wanted, after), Made.class)
                    .outcome();
            made.olderUntil().entrySet().stream()
                    .map(one -> "%s: the new key is used from %s, the one before counts until %s."
                            .formatted(one.getKey().storedName(), made.usedFrom(), one.getValue()))
                    .sorted()
                    .forEach(line -> spec.commandLine().getOut().println(line));
        }
        return 0;
    }

    private static Set<KeyPurpose> replaceable() {
        return Arrays.stream(KeyPurpose.values())
                .filter(KeyPurpose::canBeReplaced)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(KeyPurpose.class)));
    }

    private static final class Purpose implements ITypeConverter<KeyPurpose> {

        @Override
        public KeyPurpose convert(String name) {
            return replaceable().stream()
                    .filter(purpose -> purpose.storedName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("there is no key for '" + name
                            + "' that can be replaced, but for: "
                            + replaceable().stream().map(KeyPurpose::storedName).collect(Collectors.joining(", "))));
        }
    }

    private static final class Notice implements ITypeConverter<Duration> {

        @Override
        public Duration convert(String text) {
            try {
                Duration notice = Duration.parse(text);
                if (notice.compareTo(KeyRotation.SHORTEST_NOTICE) >= 0) {
                    return notice;
                }
            } catch (DateTimeParseException unreadable) {
                // Answered below, as one that is too short.
            }
            throw new TypeConversionException("'" + text + "' is no length of time of at least PT5S");
        }
    }
}
