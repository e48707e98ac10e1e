package io.ringkey.standalone.postgres;

import io.ringkey.api.Randomness;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    private static final Duration LAST_MOMENT = Duration.ofSeconds(5);
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
        this.programs = new Programs(home, directory.postgres(), root ? host.stepDown() : List.of(), host.windows());
    }

    /** Takes over the server that a killed program left, or starts one, making its cluster the first time. */
    Access run(Randomness randomness) {
        try {
            if (!cluster.exists()) {
                String password =
                        Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.bytes(PASSWORD_BYTES));
                PrivateFiles.write(directory.password(), password + "\n");
                cluster.make(programs, password);
            }
            cluster.refuseAnotherMajor();
            String password = password(directory);
            return Waiting.upTo(RECOVERY, () -> takenOverOrStarted(password))
                    .orElseThrow(() -> new CannotStart("The PostgreSQL that runs on " + directory.cluster()
                            + " does not answer: stop it and start again."));
        } catch (IOException | UncheckedIOException denied) {
            throw new CannotStart(
                    "The directory " + directory.postgres() + " cannot be written to: " + denied.getMessage() + ".",
                    denied);
        } catch (Programs.Failed failed) {
            throw Complaints.sentence(failed);
        }
    }

    /** Ends every connection, writes what is in memory, and returns when the server is gone. */
    void stop() {
        Optional<Postmaster> running =
                Postmaster.of(directory.cluster()).filter(postmaster -> postmaster.runs(directory.cluster()));
        if (running.isEmpty()) {
            return;
        }
        programs.stop(directory.cluster());
        // It has said goodbye by now, and is a moment from its end.
        Waiting.upTo(LAST_MOMENT, () -> running.filter(postmaster -> !postmaster.runs(directory.cluster())));
    }

    /** How to reach the server that runs on a directory, if one does. */
    static Optional<Access> running(DataDirectory directory) {
        return Postmaster.of(directory.cluster())
                .filter(postmaster -> postmaster.runs(directory.cluster()))
                .map(postmaster -> new Access(postmaster.port(), password(directory)));
    }

    /** Empty if it is to be tried again: a server that recovers, or stops, or has just been killed. */
    private Optional<Access> takenOverOrStarted(String password) {
        Optional<Access> left = running(directory);
        if (left.isPresent()) {
            return left.filter(access -> access.answersFor(directory.cluster()));
        }
        try {
            Files.deleteIfExists(Postmaster.file(directory.cluster()));
            binaries.deleteOthers(home);
            cluster.configure();
            setLargeLogAside();
            int port = freePort();
            programs.start(directory.cluster(), port, directory.log());
            return Optional.of(new Access(port, password));
        } catch (IOException denied) {
            throw new UncheckedIOException(denied);
        } catch (Programs.Failed failed) {
            if (Complaints.passing(failed)) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private void setLargeLogAside() throws IOException {
        Path log = directory.log();
        if (Files.exists(log) && Files.size(log) > LARGE_LOG) {
            Files.move(log, log.resolveSibling("server.log.old"), StandardCopyOption.REPLACE_EXISTING);
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
