package io.ringkey.web.settings;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values that this run of the program was given, checked one by one and against each other. Immutable and
 * thread-safe. Everything that is refused is a {@link BadSetting}; asking an accessor for a setting of another kind
 * is a fault of the caller and throws {@link IllegalArgumentException}.
 */
public final class Settings {

    private final Map<Setting, String> values;
    private final Path root;
    private final Path typedIn;

    private Settings(Map<Setting, String> values, Path root, Path typedIn) {
        this.values = values;
        this.root = root.toAbsolutePath().normalize();
        this.typedIn = typedIn.toAbsolutePath().normalize();
    }

    /**
     * The settings of an environment; relative paths start in the process's directory.
     *
     * @param environment names to values; names that do not start with {@link Setting#PREFIX} are somebody else's
     * @throws BadSetting for an unknown name, a bad value, or values that may not stand together
     */
    public static Settings of(Map<String, String> environment) {
        return of(environment, Path.of(""), Path.of(""));
    }

    /**
     * The settings of an environment.
     *
     * @param root where relative paths start
     * @param typedIn where the path of {@link Setting#DATA_DIR} starts: the directory the command was typed in
     * @throws BadSetting for an unknown name, a bad value, or values that may not stand together
     */
    public static Settings of(Map<String, String> environment, Path root, Path typedIn) {
        Settings settings = new Settings(known(environment), root, typedIn);
        settings.checkTogether();
        return settings;
    }

    /**
     * The settings of this process: its environment, over the {@code .env} file of the root. The process's directory
     * is taken for the one the command was typed in.
     *
     * @param rootDir the repository's root, or the directory the program runs in
     * @throws BadSetting for an unknown name, a bad value, or values that may not stand together
     */
    public static Settings load(Path rootDir) {
        return load(rootDir, System.getenv());
    }

    static Settings load(Path rootDir, Map<String, String> environment) {
        Map<String, String> both = new HashMap<>(DotEnv.read(rootDir.resolve(".env")));
        both.putAll(environment);
        return of(both, rootDir, Path.of(""));
    }

    /**
     * The same settings but for one, which the program itself found out. Checked alone, not against the others, which
     * were when the operator's settings were read.
     *
     * @throws BadSetting for a bad value
     */
    public Settings with(Setting setting, String value) {
        Map<Setting, String> changed = new EnumMap<>(Setting.class);
        changed.putAll(values);
        put(changed, setting, value);
        return new Settings(changed, root, typedIn);
    }

    /** Whether a value was given; an empty one counts as none. */
    public boolean given(Setting setting) {
        return values.containsKey(setting);
    }

    /** The value as written, else the default, which may be empty. */
    public String text(Setting setting) {
        return values.getOrDefault(setting, setting.defaultValue());
    }

    /** The value as written, else the default, unless that is empty. */
    public Optional<String> optional(Setting setting) {
        return Optional.of(text(setting)).filter(value -> !value.isEmpty());
    }

    /** A whole number, within the bounds of its setting. */
    public int number(Setting setting) {
        require(setting, Kind.WholeNumber.class);
        return Integer.parseInt(text(setting));
    }

    /** A length of time above zero. */
    public Duration duration(Setting setting) {
        require(setting, Kind.Span.class);
        return Kind.Span.parse(text(setting)).orElseThrow();
    }

    /** A length of time above zero; nothing where it is turned off by {@code 0}. */
    public Optional<Duration> optionalDuration(Setting setting) {
        require(setting, Kind.SpanOrNone.class);
        return text(setting).equals(Kind.SpanOrNone.NONE) ? Optional.empty() : Kind.Span.parse(text(setting));
    }

    /** Whether a setting of the words on and off is on. */
    public boolean flag(Setting setting) {
        if (!setting.kind().equals(Kind.Choice.of("on", "off"))) {
            throw new IllegalArgumentException(setting + " is not a switch");
        }
        return text(setting).equals("on");
    }

    /** The parts of a list in their order; none if it is empty. */
    public List<String> list(Setting setting) {
        require(setting, Kind.Listing.class);
        return Kind.Listing.split(text(setting));
    }

    /** An absolute path, unless the setting is empty. */
    public Optional<Path> optionalPath(Setting setting) {
        require(setting, Kind.FilePath.class);
        Path start = setting == Setting.DATA_DIR ? typedIn : root;
        return optional(setting).map(value -> start.resolve(value).normalize());
    }

    /** An absolute path of a setting that is never empty. */
    public Path path(Setting setting) {
        return optionalPath(setting).orElseThrow(() -> BadSetting.of(setting, "must be set"));
    }

    /** An http or https address without a slash at its end, unless the setting is empty. */
    public Optional<URI> uri(Setting setting) {
        require(setting, Kind.WebAddress.class);
        return optional(setting).map(value -> URI.create(value.replaceFirst("/+$", "")));
    }

    /** The issuer and the start of every link, without a slash at its end. */
    public URI publicUrl() {
        return uri(Setting.PUBLIC_URL).orElseThrow();
    }

    /**
     * The master keys, from their setting, or from their file as it is now; empty if neither is set, which is so only with
     * the embedded database.
     *
     * @throws BadSetting if the file cannot be read, holds something else, or holds the sample's key in public
     */
    public Optional<WrittenKeys> masterKeys() {
        if (given(Setting.MASTER_KEY)) {
            return Optional.of(WrittenKeys.parse(text(Setting.MASTER_KEY)));
        }
        Optional<WrittenKeys> keys = optionalPath(Setting.MASTER_KEY_FILE).map(Settings::keysIn);
        if (keys.isPresent() && !publicIsLoopback() && holdsSampleMasterKey(keys.get())) {
            throw BadSetting.of(Setting.MASTER_KEY_FILE, "holds the key of .env.sample, which everyone knows");
        }
        return keys;
    }

    /** Whether the program brings its own database. */
    public boolean embeddedDatabase() {
        return !given(Setting.DATABASE_URL);
    }

    /** Whether only this machine can reach the program: bound to loopback, and no proxy in front of it (C23). */
    public boolean reachableFromHereAlone() {
        return Kind.loopback(text(Setting.ADDRESS))
                && list(Setting.TRUSTED_PROXIES).isEmpty();
    }

    private void checkTogether() {
        refuseSampleSecretsInPublic();
        refuseDevelopmentDoorsInPublic();
        requireWebhook();
        requireOneMasterKey();
    }

    private void refuseSampleSecretsInPublic() {
        if (publicIsLoopback()) {
            return;
        }
        for (Setting setting : values.keySet()) {
            boolean sample =
                    setting.sampleSecret().filter(text(setting)::equals).isPresent()
                            || setting == Setting.MASTER_KEY
                                    && masterKeys()
                                            .filter(Settings::holdsSampleMasterKey)
                                            .isPresent();
            if (sample) {
                throw BadSetting.of(
                        setting,
                        "is the sample's, which everyone knows: set your own, since " + Setting.PUBLIC_URL.variable()
                                + " is not this machine's loopback");
            }
        }
    }

    private void refuseDevelopmentDoorsInPublic() {
        if (reachableFromHereAlone()) {
            return;
        }
        String demand = "is refused unless " + Setting.ADDRESS.variable() + " is a loopback address and "
                + Setting.TRUSTED_PROXIES.variable() + " is empty";
        if (text(Setting.SMS_SENDER).equals("echo")) {
            throw new BadSetting(Setting.SMS_SENDER.variable() + "=echo " + demand + ".");
        }
        if (!flag(Setting.LIMITS)) {
            throw new BadSetting(Setting.LIMITS.variable() + "=off " + demand + ".");
        }
    }

    private void requireWebhook() {
        if (!text(Setting.SMS_SENDER).equals("webhook")) {
            return;
        }
        for (Setting needed : List.of(Setting.WEBHOOK_URL, Setting.WEBHOOK_SECRET)) {
            if (!given(needed)) {
                throw BadSetting.of(needed, "must be set when " + Setting.SMS_SENDER.variable() + " is webhook");
            }
        }
    }

    private void requireOneMasterKey() {
        boolean key = given(Setting.MASTER_KEY);
        boolean file = given(Setting.MASTER_KEY_FILE);
        if (key && file) {
            throw BadSetting.of(
                    Setting.MASTER_KEY,
                    "and " + Setting.MASTER_KEY_FILE.variable() + " are both set: keep the one that is meant");
        }
        if (!key && !file && !embeddedDatabase()) {
            throw BadSetting.of(
                    Setting.MASTER_KEY,
                    "or " + Setting.MASTER_KEY_FILE.variable() + " must be set when " + Setting.DATABASE_URL.variable()
                            + " is");
        }
    }

    private boolean publicIsLoopback() {
        return Kind.loopback(publicUrl().getHost());
    }

    private static boolean holdsSampleMasterKey(WrittenKeys keys) {
        return Setting.MASTER_KEY
                .sampleSecret()
                .flatMap(Kind.Key::parse)
                .filter(sample -> keys.bytes().stream().anyMatch(key -> MessageDigest.isEqual(sample, key)))
                .isPresent();
    }

    private static WrittenKeys keysIn(Path file) {
        try {
            return WrittenKeys.parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw BadSetting.of(Setting.MASTER_KEY_FILE, "names a file that cannot be read: " + file);
        } catch (IllegalArgumentException notKeys) {
            throw BadSetting.of(Setting.MASTER_KEY_FILE, "must name a file with " + notKeys.getMessage());
        }
    }

    private static Map<Setting, String> known(Map<String, String> environment) {
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        environment.forEach((name, value) -> {
            if (name.startsWith(Setting.PREFIX)) {
                put(values, named(name), value);
            }
        });
        return values;
    }

    private static void put(Map<Setting, String> values, Setting setting, String value) {
        String stripped = value.strip();
        if (stripped.isEmpty()) {
            values.remove(setting);
            return;
        }
        String complaint = setting.kind().complaint(stripped);
        if (complaint != null) {
            throw BadSetting.of(setting, complaint);
        }
        values.put(setting, stripped);
    }

    private static Setting named(String variable) {
        return Arrays.stream(Setting.values())
                .filter(setting -> setting.variable().equals(variable))
                .findFirst()
                .orElseThrow(() -> new BadSetting(
                        variable + " is not a setting of this program: .env.sample lists those that are."));
    }

    private static void require(Setting setting, Class<? extends Kind> kind) {
        if (!kind.isInstance(setting.kind())) {
            throw new IllegalArgumentException(setting + " is not a " + kind.getSimpleName());
        }
    }

    /** All values, those of secrets and the admin's number hidden. */
    @Override
    public String toString() {
        StringBuilder shown = new StringBuilder("Settings[");
        for (Setting setting : Setting.values()) {
            boolean hidden = setting.secret() || setting == Setting.ADMIN_PHONE;
            shown.append(shown.length() > 9 ? ", " : "")
                    .append(setting.variable())
                    .append('=')
                    .append(hidden && given(setting) ? "***" : text(setting));
        }
        return shown.append(']').toString();
    }
}
