package io.ringkey.standalone.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/** One running program for all tests that only talk to it: the {@code echo} sender, no limits, an admin. */
public final class SharedProgram {

    /** The number of the admin that every run has. */
    public static final String ADMIN_PHONE = "+79130000001";

    private SharedProgram() {}

    private static final class Holder {
        static final RunningProgram PROGRAM = startOnce();

        private static RunningProgram startOnce() {
            try {
                Path directory = Files.createTempDirectory("ringkey-shared");
                var program = RunningProgram.start(
                        directory,
                        ProgramDatabase.with(Map.of(
                                "RINGKEY_SMS_SENDER", "echo",
                                "RINGKEY_LIMITS", "off",
                                "RINGKEY_ADMIN_PHONE", ADMIN_PHONE)));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    program.close();
                    FileSystemUtils.deleteRecursively(directory.toFile());
                }));
                return program;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public static RunningProgram get() {
        return Holder.PROGRAM;
    }

    /** A client without cookies. */
    public static Client client() {
        return Client.of(get().url());
    }

    /** A client with cookies. */
    public static Client browser() {
        return Client.withCookies(get().url());
    }

    /** The admin, signed in anew: by one test at a time, since a code signs in once. */
    public static synchronized Person admin() {
        return Person.signIn(client(), ADMIN_PHONE);
    }
}
