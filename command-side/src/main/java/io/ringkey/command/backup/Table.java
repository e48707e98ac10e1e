package io.ringkey.command.backup;

import static io.ringkey.command.backup.Table.Way.AS_IT_IS;
import static io.ringkey.command.backup.Table.Way.NOT_AT_ALL;
import static io.ringkey.command.backup.Table.Way.PICTURE_SEALED;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Every table of the write side, and whether a backup holds it; in the order in which they are put back. The read models
 * are made again from the record.
 *
 * <p>A table that a later release drops stays here for as long as backups that hold it are to be restored.
 */
enum Table {
    DOMAIN_EVENT("event_store", AS_IT_IS),
    /** The keys are wrapped. */
    SUBJECT_KEY("event_store", AS_IT_IS),
    ACCOUNT(AS_IT_IS),
    /** Numbers stand there as keyed hashes. */
    PHONE_NUMBER(AS_IT_IS),
    INVITE_CODE(AS_IT_IS),
    REFERRAL(AS_IT_IS),
    BROUGHT_BEFORE(AS_IT_IS),
    WRONG_INVITE(AS_IT_IS),
    /** Secrets stand there as hashes, and what a client told of itself does not stand there. */
    SESSION(AS_IT_IS),
    DEVICE(AS_IT_IS),
    /** Wrapped. The one that tombstones are hashed with is of no use without them. */
    KEY(AS_IT_IS, "purpose <> 'tombstone'"),
    AVATAR(PICTURE_SEALED),
    DONE_ONCE(AS_IT_IS),
    LIMIT_STREAM(AS_IT_IS),
    REFUSAL_OF_NUMBER(AS_IT_IS),
    /** Looks that are not on record yet. */
    AUDIT_INBOX(AS_IT_IS, "NOT recorded"),

    /** Numbers in the clear; and a code that somebody waits for would not be theirs any more. */
    DELIVERY(NOT_AT_ALL),
    /** Goes with the delivery that it waits for. */
    PHONE_CHANGE(NOT_AT_ALL),
    /** Outlives a person on purpose, but not in copies. */
    TOMBSTONE(NOT_AT_ALL),
    /** Answers in the clear, kept for a day. */
    IDEMPOTENCY(NOT_AT_ALL),
    /** Counts of hours and days. */
    LIMIT_WINDOW(NOT_AT_ALL),
    LIMIT_MEMBER(NOT_AT_ALL),
    /** Automations begin at the end of the record, as if they were new: what happened before is not done again. */
    TOKEN_ENTRY(NOT_AT_ALL),
    DEAD_LETTER(NOT_AT_ALL),
    /** Made of the events, and made anew where it is missing. */
    STREAM_STATE("event_store", NOT_AT_ALL),
    /** When which table was written anew, in the files of this database. */
    SCRUBBED(NOT_AT_ALL),
    SCRUBBED_RECORD("event_store", "scrubbed");

    /** How a backup holds a table. */
    enum Way {
        AS_IT_IS,
        /** As it is, but for pictures, which are kept under the keys of those whom they show. */
        PICTURE_SEALED,
        NOT_AT_ALL
    }

    private final String schema;
    private final String table;
    private final Way way;
    private final String rows;

    Table(Way way) {
        this("command_state", way);
    }

    Table(Way way, String rows) {
        this("command_state", way, rows);
    }

    Table(String schema, Way way) {
        this(schema, way, "true");
    }

    Table(String schema, Way way, String rows) {
        this.schema = schema;
        this.table = name().toLowerCase(Locale.ROOT);
        this.way = way;
        this.rows = rows;
    }

    /** One that no backup holds, and whose name another schema uses as well. */
    Table(String schema, String table) {
        this.schema = schema;
        this.table = table;
        this.way = Way.NOT_AT_ALL;
        this.rows = "true";
    }

    static List<Table> held() {
        return Arrays.stream(values()).filter(table -> table.way != NOT_AT_ALL).toList();
    }

    /** The table that a backup holds under a name. */
    static Optional<Table> heldAs(String name) {
        return held().stream().filter(table -> table.fullName().equals(name)).findFirst();
    }

    Way way() {
        return way;
    }

    /** With its schema. */
    String fullName() {
        return schema + "." + table;
    }

    /** Asks for the rows that a backup holds. */
    String query(List<String> columns) {
        String wanted =
                String.join(", ", columns.stream().map(column -> "t." + column).toList());
        return switch (way) {
            case AS_IT_IS -> "SELECT " + wanted + " FROM " + fullName() + " t WHERE " + rows;
            case PICTURE_SEALED ->
                "SELECT " + wanted + ", k.subject, k.wrapped FROM " + fullName() + " t"
                        + " JOIN command_state.account a USING (account_id)"
                        + " JOIN event_store.subject_key k ON k.subject = a.subject"
                        + " WHERE t.current AND k.wrapped IS NOT NULL";
            case NOT_AT_ALL -> throw new IllegalArgumentException(fullName() + " is in no backup");
        };
    }
}
