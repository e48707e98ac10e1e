package io.ringkey.standalone.compose;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What {@code bin/run-compose-plain} starts: all services until it is told to stop, or a command beside them. */
final class RunComposePlain {

    private static final String ENV_FILE = ".env";

    private RunComposePlain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path root = Path.of(System.getProperty("ringkey.root", "")).toAbsolutePath();
        Path workplace = root.resolve("standalone/target/compose-plain");
        List<String> words = Arrays.asList(arguments);
        if (words.isEmpty() || words.equals(List.of("up"))) {
            System.exit(up(root, workplace));
        }
        if (words.size() >= 3 && words.getFirst().equals("run")) {
            System.exit(run(root, workplace, words.get(1), words.subList(2, words.size())));
        }
        System.err.println("Usage: bin/run-compose-plain [up | run SERVICE ARGUMENT…]");
        System.exit(2);
    }

    private static int up(Path root, Path workplace) throws IOException, InterruptedException {
        List<String> missing = new ArrayList<>();
        for (String side : List.of("command-side", "query-side")) {
            if (!PlainCompose.jar(root, side).toFile().exists()) {
                missing.add(PlainCompose.jar(root, side).toString());
            }
        }
        if (!missing.isEmpty() || PlainCompose.find("nginx").isEmpty()) {
            System.err.println(
                    missing.isEmpty() ? "nginx is not installed on this machine." : "Not built yet: " + missing + ".");
            return 1;
        }
        System.out.println("Starting; logs are in " + workplace + ".");
        PlainCompose compose = PlainCompose.up(root, ENV_FILE, System.getenv(), workplace);
        System.out.println("Ringkey's compose wiring answers on http://" + compose.published()
                + ". Ctrl-C stops it and drops its data.");
        Optional<String> ended = compose.ended();
        while (ended.isEmpty()) {
            TimeUnit.SECONDS.sleep(1);
            ended = compose.ended();
        }
        System.err.println(ended.get() + " has ended; its log is " + compose.log(ended.get()) + ".");
        return 1;
    }

    private static int run(Path root, Path workplace, String service, List<String> arguments)
            throws IOException, InterruptedException {
        try (PlainCompose compose = PlainCompose.running(root, ENV_FILE, System.getenv(), workplace)) {
            return compose.command(service, arguments).inheritIO().start().waitFor();
        }
    }
}
