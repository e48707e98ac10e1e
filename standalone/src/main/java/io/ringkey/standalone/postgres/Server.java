package io.ringkey.standalone.postgres;

import io.ringkey.api.Randomness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The PostgreSQL of one data directory, as its one owner starts and stops it. */
final class Server {

    private static final Duration RECOVERY = Duration.ofSeconds(300);
    private static final Duration PAUSE_BETWEEN_STARTS = Duration.ofMillis(250);
    private static final int STARTS = 40;
    private static final long LARGE_LOG = 1 << 20;
    private static final int PASSWORD_BYTES = 32;

    private final DataDirectory directory;
    private final Cluster cluster;
    private final Binaries binaries;
    private final Path home;
    private final Programs programs;

    Server(DataDirectory directory, Host host, boolean root) {
        this.directory = directory;
        this.cluster = new Cluster(directory.cluster());
        this.binaries = new Binaries(directory.binaries(), host);
        this.home = binaries.unpacked();
        this.programs =
                new Programs(home, directory.postgres(), root ? host.stepDown() : List.of(), host.windows());
    }

    /** Takes over the server that a killed program left, or starts one, making its cluster the first time. */
    Access run(Randomness randomness) {
        try {
            if (!cluster.exists()) {
                String password = Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.bytes(PASSWORD_BYTES));
                PrivateFiles.write(directory.password(), password + "\n");
                cluster.make(programs, password);
            }
            cluster.refuseAnotherMajor();
            String password = password(directory);
            Optional<Access> left = running(directory);
            return left.isPresent() ? recovered(left.get()) : started(password);
        } catch (IOException denied) {
            throw new CannotStart(
                    "The directory " + directory.postgres() + " cannot be written to: " + denied.getMessage() + ".",
                    denied);
        } catch (Programs.Failed failed) {
            throw Complaints.sentence(failed, directory.log());
        }
    }

    /** Ends every connection, writes what is in memory, and returns when the last process is gone. */
    void stop() {
        if (Postmaster.of(directory.cluster()).filter(Postmaster::running).isPresent()) {
            programs.stop(directory.cluster());
        }
    }

    /** How to reach the server that runs on a directory, if one does. */
    static Optional<Access> running(DataDirectory directory) {
        return Postmaster.of(directory.cluster())
                .filter(Postmaster::running)
                .map(postmaster -> new Access(postmaster.port(), password(directory)));
    }

    private Access recovered(Access access) {
        boolean answers = Waiting.until(RECOVERY, () -> access.answersFor(directory.cluster()));
        if (!answers) {
            throw new CannotStart("The PostgreSQL on port " + access.port() + " runs on " + directory.cluster()
                    + " and does not answer: stop it and start again.");
        }
        return access;
    }

    private Access started(String password) throws IOException {
        Files.deleteIfExists(Postmaster.file(directory.cluster()));
        binaries.deleteOthers(home);
        cluster.configure();
        if (Files.exists(directory.log()) && Files.size(directory.log()) > LARGE_LOG) {
            Files.move(
                    directory.log(),
                    directory.log().resolveSibling("server.log.old"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        for (int start = 1; ; start++) {
            int port = freePort();
            try {
                programs.start(directory.cluster(), port, directory.log());
                return new Access(port, password);
            } catch (Programs.Failed failed) {
                boolean passing =
                        Complaints.portTaken(directory.log()) || Complaints.stillDying(directory.log());
                if (!passing || start == STARTS) {
                    throw failed;
                }
                Waiting.pause(PAUSE_BETWEEN_STARTS);
            }
        }
    }

    private static String password(DataDirectory directory) {
        try {
            return PrivateFiles.read(directory.password());
        } catch (IOException gone) {
            throw new CannotStart(
                    "The password of the embedded database cannot be read from " + directory.password()
                            + ": put the file back.",
                    gone);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
