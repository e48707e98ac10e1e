package io.ringkey.web.problem;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A thrown thing as it may stand in a log: what was thrown where, with messages that can neither forge a line (L1) nor
 * carry a phone number or a code.
 */
final class Trace {

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]+");
    private static final Pattern DIGITS = Pattern.compile("\\d(?:[ ()-]?\\d){3,}");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@'\"(]+@[^\\s@'\")]+");
    private static final int MAX_MESSAGE = 500;
    private static final int MAX_FRAMES = 25;

    private Trace() {}

    static String of(Throwable thrown) {
        return Causes.of(thrown).map(Trace::link).collect(Collectors.joining("\ncaused by "));
    }

    /** The innermost cause alone, on one line. */
    static String summary(Throwable thrown) {
        var cause = Causes.of(thrown).reduce(thrown, (outer, inner) -> inner);
        return cause.getClass().getName() + ": " + message(cause);
    }

    private static String link(Throwable thrown) {
        var frames = Arrays.stream(thrown.getStackTrace())
                .limit(MAX_FRAMES)
                .map(frame -> "\n\tat " + frame)
                .collect(Collectors.joining());
        return thrown.getClass().getName() + ": " + message(thrown) + frames;
    }

    private static String message(Throwable thrown) {
        var message = String.valueOf(thrown.getMessage());
        var cut = message.substring(0, Math.min(message.length(), MAX_MESSAGE));
        var oneLine = UNPRINTABLE.matcher(cut).replaceAll(" ");
        return ADDRESS.matcher(DIGITS.matcher(oneLine).replaceAll("#")).replaceAll("#@#");
    }
}
