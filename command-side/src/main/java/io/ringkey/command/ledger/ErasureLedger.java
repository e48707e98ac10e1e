package io.ringkey.command.ledger;

import io.ringkey.api.CannotRun;
import io.ringkey.api.account.AccountId;
import io.ringkey.web.files.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The file: of each erased person a line with their account's id and when they were erased, and nothing else. Lines are
 * only ever added. Thread-safe, also between processes that share the file.
 */
final class ErasureLedger {

    private static final int ID = 36;

    private final Path file;

    /** @throws Unusable when the file cannot be read, or written, or holds something else */
    ErasureLedger(Path file) {
        this.file = file;
        try {
            if (!Files.exists(file)) {
                Files.createFile(file, OwnerOnly.file(file));
            }
        } catch (IOException denied) {
            throw new Unusable("The erasure ledger " + file + " cannot be made.", denied);
        }
        add(Map.of());
    }

    /** Everybody in it. */
    Set<AccountId> erased() {
        try {
            return ids(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException denied) {
            throw unusable(denied);
        }
    }

    /**
     * Adds those of these who are not in it yet; when this returns, they are on disk.
     *
     * @return how many were added
     */
    synchronized int add(Map<AccountId, Instant> erased) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            String before = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            Set<AccountId> known = ids(before);
            var lines = new StringBuilder();
            int added = 0;
            for (var one : erased.entrySet()) {
                if (known.add(one.getKey())) {
                    lines.append(one.getKey())
                            .append(' ')
                            .append(one.getValue())
                            .append('\n');
                    added++;
                }
            }
            if (added > 0) {
                // Over what a crash has left of a line.
                channel.truncate(before.lastIndexOf('\n') + 1L);
                channel.position(channel.size());
                var bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            return added;
        } catch (IOException denied) {
            throw unusable(denied);
        }
    }

    private Set<AccountId> ids(String text) {
        var ids = new LinkedHashSet<AccountId>();
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            try {
                ids.add(AccountId.parse(line.substring(0, Math.min(ID, line.length()))));
            } catch (RuntimeException noId) {
                throw new Unusable(
                        "The erasure ledger " + file
                                + " holds a line that does not begin with the id of a person: mend it,"
                                + " or whoever was meant would come back with a backup.",
                        noId);
            }
        }
        return ids;
    }

    private Unusable unusable(IOException denied) {
        return new Unusable(
                "The erasure ledger " + file + " cannot be read and written.", new UncheckedIOException(denied));
    }

    /** The file will not do. */
    static final class Unusable extends CannotRun {

        private static final long serialVersionUID = 1L;

        /** As for every setting that will not do. */
        private static final int EXIT_CODE = 2;

        Unusable(String sentence, Throwable cause) {
            super(sentence, EXIT_CODE, cause);
        }
    }
}
