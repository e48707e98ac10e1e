package io.ringkey.eventstore;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import javax.crypto.AEADBadTagException;

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
        return key(subject, wrapped).seal(value, bound(subject, place));
    }

    /**
     * Opens a value.
     *
     * @throws IllegalStateException when it was sealed for another subject or place, or changed since
     */
    public byte[] open(UUID subject, byte[] wrapped, String place, byte[] sealed) {
        try {
            return key(subject, wrapped).open(sealed, bound(subject, place));
        } catch (AEADBadTagException doesNotBelongHere) {
            throw new IllegalStateException("what is kept in " + place + " does not belong there");
        }
    }

    private AesGcm key(UUID subject, byte[] wrapped) {
        return new AesGcm(master.unwrap(wrapped, JdbcSubjectKeys.place(subject))
                .orElseThrow(() -> WrongMasterKey.isNeeded(wrapped, master)));
    }

    private static byte[] bound(UUID subject, String place) {
        return (subject + "|" + place).getBytes(StandardCharsets.UTF_8);
    }
}
