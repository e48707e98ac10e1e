package io.ringkey.command.number;

import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.verification.NumberStreamId;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows by which a number's stream and owner are found: under a keyed hash, so that neither the record nor a stream
 * id says anything of a number. Thread-safe.
 *
 * <p>To be called inside a transaction. Whatever answers a {@link Row} for a change has locked that row until the
 * transaction's end, so commands about one number come one after the other, across processes too.
 */
public interface PhoneNumbers {

    /** The number's row, made where there is none, and locked. */
    Row open(PhoneNumber phone);

    /** The number's row, locked; nothing when the number is not known. */
    Optional<Row> lock(PhoneNumber phone);

    /** The row of a number's stream, locked; nothing when it is not known, or no more. */
    Optional<Row> lock(NumberStreamId stream);

    /**
     * Opens and locks rows for several commands at once, each for whoever asks for it later in this transaction. Waits for
     * nobody: a row that another transaction holds is not among them.
     *
     * @param opened numbers whose rows are made where there are none
     * @param locked numbers whose rows are locked where there are any
     * @param streams streams whose numbers' rows are locked where there are any
     */
    Ahead readAhead(Collection<PhoneNumber> opened, Collection<PhoneNumber> locked, Collection<NumberStreamId> streams);

    /** The number's row as it stands, for looking only. */
    Optional<Row> find(PhoneNumber phone);

    /**
     * Makes an account the owner of a number that has none.
     *
     * @param phone the number of this stream
     * @return nothing when the number has an owner, or the account a number
     */
    Optional<Given> give(NumberStreamId stream, PhoneNumber phone, AccountId account);

    /** Takes back a row that {@link #open} has just made. */
    void takeBack(NumberStreamId stream);

    /**
     * Notes how many wrong codes of devices that are not recognised count, so that a tombstone can remember it.
     *
     * @param lastAt when the last was given; {@code null} when none counts
     */
    void noteWrongCodes(NumberStreamId stream, int wrongCodes, @Nullable Instant lastAt);

    /**
     * Forgets the number of an account: whoever holds it next starts afresh, but for what a tombstone remembers.
     *
     * @return the stream of the number that was forgotten
     */
    Optional<NumberStreamId> forget(AccountId account);

    /**
     * A number's row.
     *
     * @param stream the number's stream
     * @param subject whose key protects what the stream holds of the number and its callers
     * @param account who holds the number, or {@code null} while nobody has proved that they do
     * @param fresh whether this call has made the row
     * @param remembered what a tombstone remembers of a number whose row this call has made; {@code null} when that is
     *     nothing
     */
    record Row(
            NumberStreamId stream,
            UUID subject,
            @Nullable AccountId account,
            boolean fresh,
            @Nullable Remembered remembered) {

        Row with(@Nullable Remembered found) {
            return new Row(stream, subject, account, fresh, found);
        }
    }

    /** Rows that were opened and locked ahead. */
    record Ahead(Map<PhoneNumber, Row> byNumber, Map<NumberStreamId, Row> byStream) {

        public Ahead {
            byNumber = Map.copyOf(byNumber);
            byStream = Map.copyOf(byStream);
        }
    }

    /**
     * That a number was given.
     *
     * @param broughtBefore whether a tombstone remembers that a person who held the number had been brought by another
     */
    record Given(boolean broughtBefore) {}

    /**
     * What a tombstone remembers of a number whose row went.
     *
     * @param wrongCodes of devices that were not recognised
     * @param lastWrongAt {@code null} when there are none
     * @param brought whether the person who held the number had been brought by another
     */
    record Remembered(int wrongCodes, @Nullable Instant lastWrongAt, boolean brought) {}
}
