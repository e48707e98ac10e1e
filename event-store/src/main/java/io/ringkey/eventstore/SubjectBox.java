package io.ringkey.eventstore;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;

/**
 * Seals what is a subject's under the subject's key, where it leaves the database: whoever finds it needs the master key,
 * and the subject's, to read it. Thread-safe.
 */
public final class SubjectBox {

    private final MasterKeys master;

    public SubjectBox(MasterKeys master) {
        this.master = master;
    }

    /**
     * Seals a value.
     *
     * @param wrapped the subject's key, as it stands in {@code event_store.subject_key}
     * @param place where the value stands; elsewhere it does not open
     */
    public byte[] seal(UUID subject, byte[] wrapped, String place, byte[] value) {
        try {
            return key(subject, wrapped).encrypt(value, bound(subject, place));
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /**
     * Opens a value.
     *
     * @throws IllegalStateException when it was sealed for another subject or place, or changed since
     */
    public byte[] open(UUID subject, byte[] wrapped, String place, byte[] sealed) {
        try {
            return key(subject, wrapped).decrypt(sealed, bound(subject, place));
        } catch (GeneralSecurityException doesNotBelongHere) {
            throw new IllegalStateException("what is kept in " + place + " does not belong there");
        }
    }

    private Aead key(UUID subject, byte[] wrapped) {
        return MasterKey.aesGcm(master.unwrap(wrapped, JdbcSubjectKeys.place(subject))
                .orElseThrow(() -> WrongMasterKey.isNeeded(wrapped, master)));
    }

    private static byte[] bound(UUID subject, String place) {
        return (subject + "|" + place).getBytes(StandardCharsets.UTF_8);
    }
}
