package io.ringkey.standalone.postgres;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The machine, in the words of the archives' names.
 *
 * @param stepDown what stands in front of a command for root, whom PostgreSQL refuses
 */
record Host(String system, String machine, boolean musl, List<String> stepDown) {

    static Host current() {
        // A user namespace without a mapping: not root by name, yet owner of root's files.
        return new Host(
                system(System.getProperty("os.name", "")),
                machine(System.getProperty("os.arch", "")),
                usesMusl(),
                List.of("unshare", "-U"));
    }

    /** The names of the archives that run here, the best first. */
    List<String> archives() {
        String name = "postgres-" + system + "-" + machine;
        return musl ? List.of(name + "-alpine_linux.txz") : List.of(name + ".txz");
    }

    boolean windows() {
        return system.equals("windows");
    }

    static String system(String osName) {
        String name = osName.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return "darwin";
        }
        return name.startsWith("windows") ? "windows" : name.replace(' ', '_');
    }

    static String machine(String osArch) {
        return switch (osArch) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64" -> "arm_64";
            default -> osArch;
        };
    }

    private static boolean usesMusl() {
        return Files.exists(Path.of("/etc/alpine-release"));
    }
}
