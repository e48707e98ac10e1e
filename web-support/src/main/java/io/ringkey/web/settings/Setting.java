package io.ringkey.web.settings;

import java.util.Optional;

/**
 * Everything an operator can set, in the order of {@code .env.sample}. The environment variable is the constant's name
 * behind {@code RINGKEY_}; an empty value means the default. Contract: docs, "Settings".
 */
public enum Setting {
    ADDRESS(host(), "127.0.0.1", "Where the program listens: an address of this machine, 0.0.0.0 for all of them."),
    PORT(port(), "8000", "The port of the API and the pages; 0 takes any free one."),
    PUBLIC_URL(
            new Kind.WebAddress(),
            "http://127.0.0.1:8000",
            "The address under which people reach the program: the issuer of tokens, the start of links.",
            "With https, cookies are marked Secure. The sample secrets of this file are refused unless it is loopback."),
    MANAGEMENT_ADDRESS(host(), "127.0.0.1", "Where health and metrics listen."),
    MANAGEMENT_PORT(port(), "8001", "The port of health and metrics; 0 takes any free one."),
    DATA_DIR(
            new Kind.FilePath(),
            "./data",
            "Where the embedded database and its keys are kept; a relative path starts where the command is typed."),

    DATABASE_URL(
            new Kind.JdbcUrl(),
            "",
            "A PostgreSQL of your own, such as jdbc:postgresql://localhost:5432/ringkey.",
            "Empty: the embedded database in the data directory."),
    DATABASE_USER(text(), "", "The writing side's role in that database."),
    DATABASE_PASSWORD(text(), "", "The password of the writing side's role."),
    QUERY_DATABASE_USER(text(), "", "The reading side's role in that database."),
    QUERY_DATABASE_PASSWORD(text(), "", "The password of the reading side's role."),

    MASTER_KEY(
            new Kind.Key(),
            "",
            "Wraps all other keys, which are lost without it: 32 bytes as base64 or hex (openssl rand -base64 32). While it",
            "is replaced: two, parted by a comma, the new one first. Made in the data directory, or required for your own."),
    MASTER_KEY_FILE(
            new Kind.FilePath(),
            "",
            "A file that holds the master key, instead of the setting above; rotate-master-key replaces it there, beside",
            "running programs, which read the file again."),

    ERASURE_LEDGER(
            new Kind.FilePath(),
            "",
            "A file outside the database that keeps the ids of erased people, who are erased again when an older backup",
            "is restored. Empty: erased.ids in the data directory; with a database of your own, none."),

    SMS_SENDER(
            Kind.Choice.of("outbox", "echo", "webhook"),
            "outbox",
            "Who delivers the codes: outbox (a page of this program, for development), webhook (your gateway),",
            "or echo (the code is in the answer: tests only, refused unless ADDRESS is loopback without proxies)."),
    WEBHOOK_URL(new Kind.WebAddress(), "", "Where the webhook sender posts each message."),
    WEBHOOK_SECRET(token(), "", "The key that signs those posts, of 16 characters or more (openssl rand -base64 32)."),

    LIMITS(
            Kind.Choice.of("on", "off"),
            "on",
            "off lifts the limits on sending and guessing, for load tests; refused in the same places as echo."),
    CODE_LENGTH(new Kind.WholeNumber(4, 9), "4", "How many digits a code starts with, 4 to 9."),
    CODE_TTL(
            new Kind.Span(),
            "PT5M",
            "How long a code can be used. Lengths of time are written PT5M or 5m, P30D or 30d."),
    ACCESS_TTL(new Kind.Span(), "PT15M", "How long an access token lives."),
    REFRESH_TTL(new Kind.Span(), "P30D", "How long a session lives at most, however often it is refreshed."),
    SESSION_IDLE(new Kind.Span(), "P14D", "How long a session lives without being used."),
    RESEND_AFTER(new Kind.Span(), "PT60S", "The gap after a message within which asking again sends nothing."),
    WRONG_INVITES_PER_DAY(
            new Kind.WholeNumber(0, 1000),
            "10",
            "How many wrong invite codes one person may try within any 24 hours; 0: without limit."),
    DORMANT_AFTER(
            new Kind.SpanOrNone(),
            "P90D",
            "After so long without use a number may have a new holder: an unknown device that signs in with it sees",
            "nothing of the person until it is confirmed. 0: never, said at start."),
    LOGIN_DETAILS_KEPT(
            new Kind.SpanOrNone(),
            "P180D",
            "How long the login history, the record and the export show addresses and clients.",
            "0: for as long as the person stays."),

    PROFILE(
            Kind.Choice.of("standard", "strict"),
            "standard",
            "strict starts with codes of six digits, whatever CODE_LENGTH says."),
    SIX_DIGITS_AFTER(
            limit(),
            "3",
            "After so many wrong codes a number's devices of one class (recognised or not) get six digits.",
            "Here and in the limits below 0 turns the limit off, which the program says at start."),
    EIGHT_DIGITS_AFTER(limit(), "20", "After so many wrong codes they get eight digits."),
    GUESSES_FORGIVEN_AFTER(
            new Kind.Span(),
            "P30D",
            "How long after the last wrong code, once the right one was given, codes are short again",
            "for devices that are not recognised. A recognised one's right code makes up for its wrong ones at once."),
    SENDS_AN_HOUR(sends(), "5", "Messages to a number in any hour, for each class of devices."),
    SENDS_A_DAY(sends(), "10", "Messages to a number in any 24 hours, for each class of devices; 50 at most."),
    NUMBERS_PER_ADDRESS_AN_HOUR(
            limit(),
            "10",
            "Numbers that one address (of IPv6, one /64) may have messages sent to within an hour.",
            "This and the next six are for devices that are not recognised; the others pass."),
    SENDS_PER_PREFIX_AN_HOUR(
            limit(), "30", "Messages within an hour to numbers that differ in their last four digits only."),
    CONVERSION_AFTER(
            limit(), "50", "After so many messages in a day such a block of numbers is stopped for the day, if"),
    CONVERSION_PERCENT(
            new Kind.WholeNumber(1, 100), "20", "fewer than this many per cent of its codes were given back."),
    DAILY_SENDS(limit(), "10000", "Messages within a day (UTC), to all numbers together."),
    COUNTRIES(
            new Kind.Listing(new Kind.Region()),
            "",
            "Countries whose numbers get messages, such as RU,KZ, parted by commas. Empty: all."),
    SPRAYED_SHORT_CODES_A_DAY(
            limit(),
            "100",
            "Wrong codes of fewer than six digits that are looked at within a day, of all numbers together; two per",
            "cent of the day's sign-ins where that is more. Then such codes end, and new ones have six digits."),
    SPRAYED_SIX_DIGITS_A_DAY(limit(), "10000", "The same of six and seven digits; then codes have eight."),

    TOMBSTONE_LIFE(
            new Kind.Span(),
            "P180D",
            "How long wrong codes and an invitation are remembered of a number that was given up or erased."),
    SCRUB_AT(
            Kind.Text.matching("(?:[01][0-9]|2[0-3]):[0-5][0-9]|off", "a time of the day such as 03:30, or off"),
            "03:30",
            "When what was deleted is taken out of the database's files, once a day: a time (UTC). For seconds nobody",
            "can use the table that is being written anew. off: never, said at start; the command scrub does it at once."),
    SCRUB_UP_TO(
            new Kind.WholeNumber(1, 1_000_000),
            "256",
            "The largest table that is written anew every day, in MB with its indexes; for others, run scrub yourself."),

    ADMIN_PHONE(
            Kind.Text.matching("\\+?[0-9 ().-]{5,32}", "a phone number"),
            "",
            "The person with this number is made an admin at start, once per value."),
    OUTBOX_KEY(
            token(),
            "",
            "Opens the development outbox, 16 characters or more.",
            "Empty: made at the first start, in outbox.key of the data directory."),

    DEFAULT_REGION(new Kind.Region(), "RU", "The country of numbers that are written without one."),
    LANGUAGE(Kind.Choice.of("ru", "en"), "ru", "The language of messages where the client names none: ru or en."),

    TRUSTED_PROXIES(
            new Kind.Listing(new Kind.Network()),
            "",
            "Proxies whose forwarding headers are believed: addresses or networks, parted by commas."),
    CORS_ORIGINS(
            new Kind.Listing(new Kind.Origin()),
            "",
            "Sites whose pages may call the API from a browser, such as https://example.org, parted by commas."),

    OTLP_ENDPOINT(
            new Kind.WebAddress(),
            "",
            "Where metrics and traces are sent to, such as http://localhost:4318: an OpenTelemetry collector that takes",
            "OTLP over HTTP. Empty: nothing is sent. Prometheus is answered in any case."),
    TRACED_PERCENT(new Kind.WholeNumber(0, 100), "10", "How many calls in a hundred are traced, if traces are sent."),

    LOG_FORMAT(Kind.Choice.of("text", "json"), "text", "The form of the log on standard output: text or json."),
    LOG_LEVEL(
            Kind.Choice.of("trace", "debug", "info", "warn", "error"),
            "info",
            "How much is logged: trace, debug, info, warn or error.");

    /** What every variable starts with. */
    public static final String PREFIX = "RINGKEY_";

    private final Kind kind;
    private final String defaultValue;
    private final String explanation;

    Setting(Kind kind, String defaultValue, String... explanation) {
        this.kind = kind;
        this.defaultValue = defaultValue;
        this.explanation = String.join("\n", explanation);
    }

    /** The environment variable, such as {@code RINGKEY_PORT}. */
    public String variable() {
        return PREFIX + name();
    }

    /** The value where none is set; empty where the program does without, or makes its own. */
    public String defaultValue() {
        return defaultValue;
    }

    /** What it is for, in one or two lines parted by {@code \n}, as {@code .env.sample} says it. */
    public String explanation() {
        return explanation;
    }

    /** Whether its value must never be shown. */
    public boolean secret() {
        return switch (this) {
            case DATABASE_PASSWORD, QUERY_DATABASE_PASSWORD, MASTER_KEY, WEBHOOK_SECRET, OUTBOX_KEY -> true;
            default -> false;
        };
    }

    /** The value that {@code .env.sample} prints for a secret: everyone knows it, so it is for this machine alone. */
    public Optional<String> sampleSecret() {
        return switch (this) {
            case DATABASE_PASSWORD -> Optional.of("sample-database-password");
            case QUERY_DATABASE_PASSWORD -> Optional.of("sample-query-database-password");
            case MASTER_KEY -> Optional.of("cmluZ2tleS1zYW1wbGUta2V5LWRvLW5vdC1kZXBsb3k=");
            case WEBHOOK_SECRET -> Optional.of("sample-webhook-secret");
            case OUTBOX_KEY -> Optional.of("sample-outbox-key");
            default -> Optional.empty();
        };
    }

    Kind kind() {
        return kind;
    }

    private static Kind host() {
        return Kind.Text.matching("[A-Za-z0-9.:_-]+", "an address or a host name");
    }

    private static Kind port() {
        return new Kind.WholeNumber(0, 65535);
    }

    private static Kind limit() {
        return new Kind.WholeNumber(0, 1_000_000);
    }

    /** So many times are remembered of a number, and read with every command about it. */
    private static Kind sends() {
        return new Kind.WholeNumber(0, 50);
    }

    private static Kind text() {
        return Kind.Text.matching("\\P{Cntrl}+", "text without control characters");
    }

    private static Kind token() {
        return Kind.Text.matching("[\\x21-\\x7e]{16,}", "16 or more visible ASCII characters");
    }
}
