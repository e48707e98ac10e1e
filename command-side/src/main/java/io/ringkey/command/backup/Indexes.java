package io.ringkey.command.backup;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The indexes of a table that rows are put into by the million: made of all rows at once, sorted, they cost a fraction of
 * what it costs to put each row into them.
 */
final class Indexes {

    private static final String ALL = """
            SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid::regclass, c.conname) AS removal,
                   format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.conrelid::regclass, c.conname,
                          pg_get_constraintdef(c.oid)) AS making
              FROM pg_constraint c
             WHERE c.conrelid = :table::regclass AND c.contype IN ('p', 'u')
               AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = c.conindid)
             UNION ALL
            SELECT format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
              FROM pg_index i
             WHERE i.indrelid = :table::regclass
               AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
            """;

    private final JdbcClient jdbc;
    private final List<Index> all;

    private record Index(String removal, String making) {}

    private Indexes(JdbcClient jdbc, List<Index> all) {
        this.jdbc = jdbc;
        this.all = all;
    }

    /** Takes a table's indexes away, but for those that other tables lean on. */
    static Indexes takenFrom(Table table, JdbcClient jdbc) {
        var indexes = new Indexes(
                jdbc,
                jdbc.sql(ALL)
                        .param("table", table.fullName())
                        .query(Index.class)
                        .list());
        indexes.all.forEach(index -> jdbc.sql(index.removal()).update());
        return indexes;
    }

    /** Makes them again, as they were. */
    void make() {
        all.forEach(index -> jdbc.sql(index.making()).update());
    }
}
