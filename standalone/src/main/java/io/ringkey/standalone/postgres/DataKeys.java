package io.ringkey.standalone.postgres;

import io.ringkey.api.Randomness;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import io.ringkey.web.settings.WrittenKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * The keys that the program makes for itself where the settings name none. Ask for the master keys before the database
 * is first opened: a database that is there without the key it was made with is refused. Thread-safe, also between
 * processes.
 */
public final class DataKeys {

    private static final int MASTER_KEY_BYTES = 32;
    private static final int OUTBOX_KEY_BYTES = 18;

    private final DataDirectory directory;
    private final Settings settings;
    private final Randomness randomness;

    /** For one data directory, whose settings come first. */
    public DataKeys(DataDirectory directory, Settings settings, Randomness randomness) {
        this.directory = directory;
        this.settings = settings;
        this.randomness = randomness;
    }

    /**
     * The settings, with a place for the keys that wrap all others: the settings' own, else the directory's file, made for
     * a new database only.
     *
     * @throws CannotStart if there is a database and its key's file is gone or spoilt
     */
    public Settings withMasterKeys() {
        if (settings.masterKeys().isPresent()) {
            return settings;
        }
        Path file = directory.masterKey();
        if (!Files.exists(file) && Files.exists(directory.cluster())) {
            throw new CannotStart(
                    "The database in " + directory.cluster() + " was made with a master key that is not in " + file
                            + ": put the file back, or set RINGKEY_MASTER_KEY.");
        }
        try {
            WrittenKeys.parse(kept(file, MASTER_KEY_BYTES));
        } catch (IllegalArgumentException spoilt) {
            throw new CannotStart(
                    "The file " + file + " does not hold a master key (" + spoilt.getMessage()
                            + "): put the right one back.",
                    spoilt);
        }
        return settings.with(Setting.MASTER_KEY_FILE, file.toString());
    }

    /**
     * What opens the development outbox: the settings', else the directory's, made if it is not there.
     *
     * @throws CannotStart if its file cannot be read or made
     */
    public String outboxKey() {
        return settings.optional(Setting.OUTBOX_KEY).orElseGet(() -> kept(directory.outboxKey(), OUTBOX_KEY_BYTES));
    }

    private String kept(Path file, int bytes) {
        try {
            if (!Files.exists(file)) {
                directory.prepare();
                PrivateFiles.writeIfAbsent(
                        file, Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.bytes(bytes)) + "\n");
            }
            return PrivateFiles.read(file);
        } catch (IOException denied) {
            throw new CannotStart("The file " + file + " can neither be read nor made.", denied);
        }
    }
}
