package io.ringkey.web.settings;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a setting's value may look like. Complaints continue the sentence "RINGKEY_X …" and never repeat the value. */
sealed interface Kind {

    /** What is wrong with a value that is not empty, or null. */
    @Nullable
    String complaint(String value);

    record Text(Pattern pattern, String shape) implements Kind {
        static Text matching(String regex, String shape) {
            return new Text(Pattern.compile(regex), shape);
        }

        @Override
        public @Nullable String complaint(String value) {
            return pattern.matcher(value).matches() ? null : "must be " + shape;
        }
    }

    record WholeNumber(int least, int most) implements Kind {
        @Override
        public @Nullable String complaint(String value) {
            // Longer strings are out of every range here, and would overflow.
            boolean fits = value.matches("[0-9]{1,9}") && inRange(Integer.parseInt(value));
            return fits ? null : "must be a whole number from " + least + " to " + most;
        }

        private boolean inRange(int number) {
            return least <= number && number <= most;
        }
    }

    record Choice(List<String> words) implements Kind {
        static Choice of(String... words) {
            return new Choice(List.of(words));
        }

        @Override
        public @Nullable String complaint(String value) {
            return words.contains(value) ? null : "must be one of: " + String.join(", ", words);
        }
    }

    /** ISO-8601 ({@code PT5M}, {@code P30D}) or the short form of one number and one unit ({@code 5m}). */
    record Span() implements Kind {
        private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})([smhd])");
        private static final Duration LONGEST = Duration.ofDays(3650);

        static Optional<Duration> parse(String value) {
            Matcher matcher = SHORT.matcher(value);
            try {
                Duration parsed = matcher.matches() ? ofShort(matcher) : Duration.parse(value);
                boolean fits = parsed.isPositive() && parsed.compareTo(LONGEST) <= 0;
                return fits ? Optional.of(parsed) : Optional.empty();
            } catch (DateTimeException notADuration) {
                return Optional.empty();
            }
        }

        private static Duration ofShort(Matcher matcher) {
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
        }

        @Override
        public @Nullable String complaint(String value) {
            return parse(value).isPresent()
                    ? null
                    : "must be a length of time above zero and of at most ten years, such as PT5M, 5m or 30d";
        }
    }

    /** A length of time, or {@code 0} for none. */
    record SpanOrNone() implements Kind {
        static final String NONE = "0";

        @Override
        public @Nullable String complaint(String value) {
            String complaint = value.equals(NONE) ? null : new Span().complaint(value);
            return complaint == null ? null : complaint + ", or 0 for never";
        }
    }

    /** An {@code http} or {@code https} address. */
    record WebAddress() implements Kind {
        @Override
        public @Nullable String complaint(String value) {
            try {
                URI uri = new URI(value);
                boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
                boolean plain = uri.getRawUserInfo() == null && uri.getRawFragment() == null;
                if (web && plain && uri.getHost() != null && uri.getPort() <= 65535) {
                    return null;
                }
            } catch (URISyntaxException notAnAddress) {
                // The complaint below says it.
            }
            return "must be an http:// or https:// address with a host, and without a user or a fragment";
        }
    }

    /** Scheme, host and port, as a browser's {@code Origin} header has them. */
    record Origin() implements Kind {
        @Override
        public @Nullable String complaint(String value) {
            boolean bare = value.matches("https?://[^/?#@*]+");
            return bare && new WebAddress().complaint(value) == null
                    ? null
                    : "must be a list of origins such as https://example.org, parted by commas";
        }
    }

    /** A single address or, with a slash, a network of them. */
    record Network() implements Kind {
        @Override
        public @Nullable String complaint(String value) {
            int slash = value.indexOf('/');
            Optional<InetAddress> address = literal(slash < 0 ? value : value.substring(0, slash));
            boolean good = address.isPresent()
                    && (slash < 0
                            || new WholeNumber(0, address.get().getAddress().length * 8)
                                            .complaint(value.substring(slash + 1))
                                    == null);
            return good ? null : "must be a list of addresses or networks such as 10.0.0.0/8, parted by commas";
        }
    }

    record Listing(Kind item) implements Kind {
        static List<String> split(String value) {
            return Arrays.stream(value.split(",", -1))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .toList();
        }

        @Override
        public @Nullable String complaint(String value) {
            for (String part : split(value)) {
                String complaint = item.complaint(part);
                if (complaint != null) {
                    return complaint;
                }
            }
            return null;
        }
    }

    record FilePath() implements Kind {
        @Override
        public @Nullable String complaint(String value) {
            return value.indexOf('\0') < 0 ? null : "must be a path";
        }
    }

    /** Keys, each of 32 bytes as base64 (either alphabet, with or without padding) or as hex. */
    record Key() implements Kind {
        static final int BYTES = 32;

        static Optional<byte[]> parse(String value) {
            try {
                // 64 hex digits are base64 as well, of another length.
                byte[] key = value.matches("[0-9a-fA-F]{64}")
                        ? HexFormat.of().parseHex(value)
                        : Base64.getDecoder().decode(value.replace('-', '+').replace('_', '/'));
                return key.length == BYTES ? Optional.of(key) : Optional.empty();
            } catch (IllegalArgumentException notAKey) {
                return Optional.empty();
            }
        }

        @Override
        public @Nullable String complaint(String value) {
            try {
                WrittenKeys.parse(value);
                return null;
            } catch (IllegalArgumentException notKeys) {
                return "must be " + notKeys.getMessage();
            }
        }
    }

    record JdbcUrl() implements Kind {
        @Override
        public @Nullable String complaint(String value) {
            if (!value.startsWith("jdbc:postgresql:")) {
                return "must be a JDBC address of PostgreSQL, such as jdbc:postgresql://host:5432/ringkey";
            }
            // The address is printed at start and in errors; a password has a setting that is not.
            boolean holdsPassword = Pattern.compile("(?i)[?&](ssl)?password=|//[^/?]*@")
                    .matcher(value)
                    .find();
            return holdsPassword ? "must not hold a user's password, which has a setting of its own" : null;
        }
    }

    record Region() implements Kind {
        @Override
        public @Nullable String complaint(String value) {
            return Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).contains(value)
                    ? null
                    : "must be a country's two capital letters, such as RU";
        }
    }

    /** The address that a literal writes, without asking any name server. */
    static Optional<InetAddress> literal(String text) {
        boolean four = text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
        boolean six = text.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
        if (!four && !six) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }

    /** Whether a host, written as in a URL or as an address, is this machine's loopback. */
    static boolean loopback(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return bare.equalsIgnoreCase("localhost")
                || literal(bare).map(InetAddress::isLoopbackAddress).orElse(false);
    }
}
