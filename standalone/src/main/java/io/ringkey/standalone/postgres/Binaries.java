package io.ringkey.standalone.postgres;

import io.ringkey.web.files.OwnerOnly;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once per release of them into a directory of their own. */
final class Binaries {

    private static final int OWNER_MAY_RUN = 0100;

    private final Path directory;
    private final Host host;

    Binaries(Path directory, Host host) {
        this.directory = directory;
        this.host = host;
    }

    /** The directory that holds {@code bin}, unpacking it first if it is not there. */
    Path unpacked() {
        URL archive = archive();
        try {
            Path home = directory.resolve(identity(archive));
            if (!Files.exists(home)) {
                unpack(archive, home);
            }
            return home;
        } catch (IOException failed) {
            throw new CannotStart(
                    "PostgreSQL's programs cannot be unpacked into " + directory + ", which takes 60 to 300 MB: "
                            + failed.getMessage() + ".",
                    failed);
        }
    }

    /** Removes the programs of other releases. Only for when none of them can be running. */
    void deleteOthers(Path home) {
        try (Stream<Path> homes = Files.list(directory)) {
            for (Path other : homes.filter(path -> !path.equals(home)).toList()) {
                PrivateFiles.delete(other);
            }
        } catch (IOException leftForNextTime) {
            // They cost disk space and nothing else.
        }
    }

    private URL archive() {
        for (String name : host.archives()) {
            URL found = Binaries.class.getClassLoader().getResource(name);
            if (found != null) {
                return found;
            }
        }
        throw new CannotStart("There is no embedded PostgreSQL for " + host.system() + " on " + host.machine()
                + ": set RINGKEY_DATABASE_URL to a PostgreSQL of your own.");
    }

    /** Tells releases apart without reading the archive, which would cost more than the rest of a start. */
    private static String identity(URL archive) throws IOException {
        String path = archive.getPath();
        String name = path.substring(path.lastIndexOf('/') + 1).replace(".txz", "");
        URLConnection connection = archive.openConnection();
        connection.setUseCaches(false);
        if (connection instanceof JarURLConnection inJar) {
            try (InputStream opened = inJar.getInputStream()) {
                return name + "-" + Long.toHexString(inJar.getJarEntry().getCrc());
            }
        }
        return name + "-" + connection.getContentLengthLong();
    }

    private void unpack(URL archive, Path home) throws IOException {
        PrivateFiles.directory(directory);
        Path unfinished = directory.resolve("unfinished");
        PrivateFiles.delete(unfinished);
        PrivateFiles.directory(unfinished);
        try (InputStream packed = archive.openStream();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                place(entry, tar, unfinished);
            }
        }
        Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
    }

    private void place(TarArchiveEntry entry, InputStream content, Path root) throws IOException {
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("the archive names a place outside of itself");
        }
        if (entry.isDirectory()) {
            PrivateFiles.directory(target);
            return;
        }
        PrivateFiles.directory(target.resolveSibling(""));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target);
        if (OwnerOnly.isKnownTo(target)) {
            boolean program = (entry.getMode() & OWNER_MAY_RUN) != 0;
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(program ? "rwx------" : "rw-------"));
        }
    }
}
