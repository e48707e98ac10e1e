package io.ringkey.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How much is done.
 *
 * @param rounds how often the figure and its limit are measured
 * @param lasts how long each time
 * @param warmUp how long before, uncounted
 * @param events how many are replayed
 * @param brief whether it is only to be seen that the bench works
 */
public record Scale(int rounds, Duration lasts, Duration warmUp, int events, boolean brief) {

    private static final int BRIEF_EVENTS = 500;
    private static final int FEW = 4;
    private static final int BRIEF_PART = 200;

    static Scale whole(int rounds, int events) {
        return new Scale(rounds, Duration.ofSeconds(8), Duration.ofSeconds(20), events, false);
    }

    /** Says that the bench works, and nothing of how fast anything is. */
    static Scale brief(int rounds) {
        return new Scale(rounds, Duration.ofSeconds(1), Duration.ofSeconds(1), BRIEF_EVENTS, true);
    }

    /** So many of something, or very few where figures mean nothing. */
    public int of(int wanted) {
        return brief ? Math.max(FEW, wanted / BRIEF_PART) : wanted;
    }

    /** So many clients, or a few where figures mean nothing. */
    public int clients(int wanted) {
        return brief ? Math.min(FEW, wanted) : wanted;
    }

    /** What {@code java} is told: what it is told wherever the program runs, or to start soon where figures mean nothing. */
    public List<String> virtualMachine() {
        return brief
                ? List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                : List.of("@" + Path.of("deploy", "app", "java.options").toAbsolutePath());
    }

    /** As it stands on the page. */
    String words() {
        return (brief ? "**Too briefly for the figures to mean anything**: " : "") + rounds + " rounds of "
                + lasts.toSeconds() + " s each, after " + warmUp.toSeconds()
                + " s of warming up, and for rates as many more as they go on to grow, or compilers to work";
    }
}
