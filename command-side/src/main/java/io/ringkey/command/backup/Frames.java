package io.ringkey.command.backup;

import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a backup lies in its file: {@value #MAGIC}, a byte with the format's number, then frames. A frame is a byte that
 * says what it is, the length of its content as four bytes, the content, deflated, and the CRC-32C of all that. In order:
 * a header; of every table its description, its rows in pieces (PostgreSQL's binary COPY) and their number; the SHA-256
 * of all bytes before, with the master key's seal on it; and nothing more.
 */
final class Frames {

    static final String MAGIC = "RINGKEY-BACKUP";
    static final int FORMAT = 1;

    static final int HEADER = 'H';
    static final int TABLE = 'T';
    static final int ROWS = 'R';
    static final int END_OF_TABLE = 'E';
    static final int TRAILER = 'Z';

    /** What a piece holds at the most before it is deflated. */
    static final int PIECE = 1 << 20;

    /** What is around a frame's content. */
    static final int AROUND = 1 + Integer.BYTES + Integer.BYTES;

    static final String SEAL = "ringkey backup seal";

    static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private Frames() {}

    /** How long content may be when it is deflated: hardly longer than it was. */
    static int longest(int content) {
        return content + (content >> 3) + 64;
    }

    /** A table, and the columns that its rows have here. */
    record TablePart(String table, List<String> columns) {}

    record EndOfTable(long rows) {}

    /** @param digest SHA-256, in hexadecimal, as is the seal */
    record Trailer(String digest, String seal) {}
}
