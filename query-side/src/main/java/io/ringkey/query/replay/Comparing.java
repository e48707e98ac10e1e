package io.ringkey.query.replay;

import io.ringkey.query.replay.Comparison.OfTable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Compares tables with their twins, as the transaction under way sees them. */
final class Comparing {

    private static final BigInteger CHECKSUMS = BigInteger.ONE.shiftLeft(Long.SIZE);
    private static final int HEXADECIMAL = 16;

    private static final String SUM = """
            SELECT count(*) AS rows, coalesce(sum(hash_record_extended(t, 0)), 0) AS checksum
              FROM %s t
            """;

    /** The key of a row as text, and whether it is made of ids and numbers alone. */
    private static final String KEY = """
            SELECT string_agg(format('CAST(t.%I AS text)', attname), ' || '' '' || ' ORDER BY attnum) AS key,
                   bool_and(atttypid IN (CAST('uuid' AS regtype), CAST('bigint' AS regtype), CAST('integer' AS regtype)))
                       AS plain
              FROM pg_index
              JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
             WHERE indrelid = CAST(? AS regclass) AND indisprimary
            """;

    private static final String DIFFERENCES = """
            WITH live AS (SELECT %1$s AS key, hash_record_extended(t, 0) AS hash FROM %2$s t),
                 twin AS (SELECT %1$s AS key, hash_record_extended(t, 0) AS hash FROM %3$s t),
                 other AS MATERIALIZED (
                     SELECT key, live.hash IS NULL AS in_twin, twin.hash IS NULL AS in_live
                       FROM live FULL JOIN twin USING (key)
                      WHERE live.hash IS DISTINCT FROM twin.hash)
            SELECT count(*) FILTER (WHERE in_live) AS only_live, count(*) FILTER (WHERE in_twin) AS only_twin,
                   count(*) FILTER (WHERE NOT in_live AND NOT in_twin) AS different,
                   ARRAY(SELECT key FROM other ORDER BY key LIMIT 5) AS ids
              FROM other
            """;

    private final JdbcClient jdbc;

    Comparing(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Sum(long rows, String checksum) {}

    private record Key(String key, boolean plain) {}

    OfTable table(String table) {
        String live = TwinTables.live(table);
        String twin = TwinTables.twin(table);
        Sum ofLive = sum(live);
        Sum ofTwin = sum(twin);
        if (ofLive.equals(ofTwin)) {
            return new OfTable(
                    table, ofLive.rows(), ofTwin.rows(), ofLive.checksum(), ofTwin.checksum(), 0, 0, 0, List.of());
        }
        Key key = jdbc.sql(KEY).param(live).query(Key.class).single();
        return jdbc.sql(DIFFERENCES.formatted(key.key(), live, twin))
                .query((row, number) -> new OfTable(
                        table,
                        ofLive.rows(),
                        ofTwin.rows(),
                        ofLive.checksum(),
                        ofTwin.checksum(),
                        row.getLong("only_live"),
                        row.getLong("only_twin"),
                        row.getLong("different"),
                        key.plain() ? ids(row) : List.of()))
                .single();
    }

    private Sum sum(String table) {
        return jdbc.sql(SUM.formatted(table))
                .query((row, number) -> new Sum(row.getLong("rows"), checksum(row.getBigDecimal("checksum"))))
                .single();
    }

    private static String checksum(BigDecimal sum) {
        return sum.toBigInteger().mod(CHECKSUMS).toString(HEXADECIMAL);
    }

    private static List<String> ids(ResultSet row) throws SQLException {
        return Arrays.asList((String[]) row.getArray("ids").getArray());
    }
}
