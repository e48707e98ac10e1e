package io.ringkey.query.login;

import io.ringkey.api.people.LoginItem;
import java.io.IOException;
import java.io.Writer;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes login history as CSV (RFC 4180) that a spreadsheet takes for text and nothing else. */
final class LoginCsv {

    private static final String LINE_END = "\r\n";
    private static final List<String> HEADER = List.of("at", "what", "session", "address", "user_agent", "detail");
    /** A spreadsheet takes what begins so for a formula; the last four are the wide forms of the first. */
    private static final String FORMULA_STARTS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private static final String NEEDS_QUOTES = ",\";\r\n";

    private final Writer out;

    LoginCsv(Writer out) {
        this.out = out;
    }

    void header() throws IOException {
        out.write(String.join(",", HEADER) + LINE_END);
    }

    void rows(List<LoginItem> items) throws IOException {
        for (LoginItem item : items) {
            out.write(Stream.of(
                                    item.at().truncatedTo(ChronoUnit.MILLIS),
                                    item.what(),
                                    text(item.session()),
                                    text(item.address()),
                                    text(item.userAgent()),
                                    text(item.detail()))
                            .map(value -> field(value.toString()))
                            .collect(Collectors.joining(","))
                    + LINE_END);
        }
    }

    static String field(String value) {
        String safe = value.isEmpty() || FORMULA_STARTS.indexOf(value.charAt(0)) < 0 ? value : "'" + value;
        boolean plain = safe.chars().noneMatch(character -> NEEDS_QUOTES.indexOf(character) >= 0)
                && safe.strip().equals(safe);
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
