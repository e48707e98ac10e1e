package io.ringkey.query.replay;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The twins of a projection's tables, in the same schema, under names of their own until they take the tables' place. In
 * the transaction under way.
 */
final class TwinTables {

    /** Of the twins' names. */
    static final String PREFIX = "next_";

    private static final String FORMER = "former_";

    /** What {@code LIKE} does not copy: columns of which the server keeps no samples, and who else may do what. */
    private static final String LEFT_OUT = """
            SELECT format('ALTER TABLE read_model.%I ALTER COLUMN %I SET STATISTICS %s', :twin, attname, attstattarget)
              FROM pg_attribute
             WHERE attrelid = CAST(:table AS regclass) AND attnum > 0 AND NOT attisdropped AND attstattarget >= 0
             UNION ALL
            SELECT format('GRANT %s ON read_model.%I TO %s', acl.privilege_type, :twin,
                          CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END)
              FROM pg_class, aclexplode(relacl) acl
             WHERE pg_class.oid = CAST(:table AS regclass) AND acl.grantee <> relowner
            """;

    private static final String INDEXES = """
            SELECT c.relname AS name, row_number() OVER (PARTITION BY d.definition ORDER BY c.relname) AS number,
                   d.definition
              FROM pg_index i
              JOIN pg_class c ON c.oid = i.indexrelid,
                   LATERAL (SELECT i.indisprimary || regexp_replace(
                                pg_get_indexdef(i.indexrelid), ' INDEX \\S+ ON (ONLY )?\\S+', '') AS definition) d
             WHERE i.indrelid = to_regclass(%s)
            """;

    private static final String COLUMNS = """
            SELECT string_agg(
                       concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull,
                                 pg_get_expr(adbin, adrelid)), ', ' ORDER BY attnum)
              FROM pg_attribute
              LEFT JOIN pg_attrdef ON (adrelid, adnum) = (attrelid, attnum)
             WHERE attrelid = to_regclass(:table) AND attnum > 0 AND NOT attisdropped
            """;

    private static final String SAME_INDEXES = """
            SELECT format('ALTER INDEX read_model.%%I RENAME TO %%I', twin.name, live.name)
              FROM (%s) live
              JOIN (%s) twin USING (definition, number)
             WHERE twin.name <> live.name
            """.formatted(INDEXES.formatted(":table"), INDEXES.formatted(":twin"));

    /** Of an index that is made at the end, what follows the name of its table. */
    private static final String PLAIN_INDEX = "falseCREATE ";

    private static final String PAIRS =
            """
            SELECT 'DROP INDEX read_model.' || quote_ident(twin.name) AS dropping,
                   format('CREATE INDEX ON read_model.%%I %%s', CAST(:name AS text),
                          substr(definition, length('%3$s') + 1)) AS making,
                   live.name IS NOT NULL AS in_live, twin.name IS NOT NULL AS in_twin,
                   starts_with(definition, '%3$sUSING') AND coalesce(live.name <> ALL (:needed), false) AS only_for_readers
              FROM (%1$s) live
              FULL JOIN (%2$s) twin USING (definition, number)
            """.formatted(INDEXES.formatted(":table"), INDEXES.formatted(":twin"), PLAIN_INDEX);

    private static final String VIEWS = """
            SELECT DISTINCT format('%%I.%%I', n.nspname, v.relname) AS name, pg_get_viewdef(v.oid) AS definition
              FROM pg_depend d
              JOIN pg_rewrite r ON d.classid = CAST('pg_rewrite' AS regclass) AND r.oid = d.objid
              JOIN pg_class v ON v.oid = r.ev_class AND v.relkind = 'v'
              JOIN pg_namespace n ON n.oid = v.relnamespace
             WHERE d.refclassid = CAST('pg_class' AS regclass)
               AND d.refobjid IN (%s)
             ORDER BY 1
            """;

    private final JdbcTemplate plain;
    private final JdbcClient jdbc;
    private final List<String> tables;
    private final String[] needed;

    /** @param needed the indexes by which those who write look up rows */
    TwinTables(JdbcTemplate jdbc, Collection<String> tables, Collection<String> needed) {
        this.plain = jdbc;
        this.jdbc = JdbcClient.create(jdbc);
        this.tables = tables.stream().sorted().toList();
        this.needed = needed.toArray(String[]::new);
    }

    /** An index of a table beside the same one of its twin, where both have it. */
    private record Pair(
            @Nullable String dropping, String making, boolean inLive, boolean inTwin, boolean onlyForReaders) {}

    private record View(String name, String definition) {}

    List<String> names() {
        return tables;
    }

    static String live(String table) {
        return "read_model." + table;
    }

    static String twin(String table) {
        return "read_model." + PREFIX + table;
    }

    /** Makes them, empty, whatever there was before, and without the indexes that only readers need. */
    void make() {
        drop();
        for (String table : tables) {
            run("CREATE TABLE %s (LIKE %s INCLUDING ALL)".formatted(twin(table), live(table)));
            jdbc.sql(LEFT_OUT)
                    .param("table", live(table))
                    .param("twin", PREFIX + table)
                    .query(String.class)
                    .list()
                    .forEach(this::run);
            indexes(table)
                    .filter(Pair::onlyForReaders)
                    .map(Pair::dropping)
                    .filter(Objects::nonNull)
                    .forEach(this::run);
        }
    }

    /**
     * Makes the indexes that are not there yet, at once from all rows, which is much less work than row by row, and tells the
     * planner what the tables hold.
     */
    void complete() {
        for (String table : tables) {
            indexes(table)
                    .filter(index -> index.onlyForReaders() && !index.inTwin())
                    .map(Pair::making)
                    .forEach(this::run);
            run("ANALYZE " + twin(table));
        }
    }

    void drop() {
        tables.forEach(table -> run("DROP TABLE IF EXISTS " + twin(table)));
    }

    /** Whether they are there, and still what the tables are: a newer release may have changed these. */
    boolean fit() {
        return tables.stream()
                .allMatch(table ->
                        sameColumns(table) && indexes(table).allMatch(index -> index.inLive() && index.inTwin()));
    }

    /** The same, but for indexes that are made at the end. */
    boolean fitSoFar() {
        return tables.stream()
                .allMatch(table -> sameColumns(table)
                        && indexes(table)
                                .allMatch(index -> index.inLive() && (index.inTwin() || index.onlyForReaders())));
    }

    /**
     * Waits for what can be waited for while others use the tables, which is their cleaning; keeps it off until the end
     * of the transaction.
     */
    void lockBesideOthers() {
        run("SET LOCAL lock_timeout = '3s'");
        run("LOCK TABLE " + all(TwinTables::live) + " IN SHARE UPDATE EXCLUSIVE MODE");
    }

    /**
     * Keeps everybody from the tables until the end of the transaction, or fails. Views before what is below them, as
     * those who read take them.
     */
    void lock() {
        // Less than after what time the server looks for deadlocks: whoever reads meets none, and waits no longer.
        run("SET LOCAL lock_timeout = '250ms'");
        for (View view : views()) {
            run("LOCK TABLE " + view.name() + " IN ACCESS EXCLUSIVE MODE");
        }
        run("LOCK TABLE " + all(TwinTables::live) + " IN ACCESS EXCLUSIVE MODE");
    }

    /** Puts them in the tables' place, which are gone then. Views are made anew from the same words, and keep their rights. */
    void takePlace() {
        List<View> views = views();
        List<String> renamings = tables.stream()
                .flatMap(table -> jdbc
                        .sql(SAME_INDEXES)
                        .param("table", live(table))
                        .param("twin", twin(table))
                        .query(String.class)
                        .list()
                        .stream())
                .toList();
        for (String table : tables) {
            run("ALTER TABLE %s RENAME TO %s".formatted(live(table), FORMER + table));
            run("ALTER TABLE %s RENAME TO %s".formatted(twin(table), table));
        }
        views.forEach(view -> run("CREATE OR REPLACE VIEW %s AS %s".formatted(view.name(), view.definition())));
        run("DROP TABLE " + all(table -> live(FORMER + table)));
        renamings.forEach(this::run);
    }

    private List<View> views() {
        String these = tables.stream()
                .map(table -> "CAST('" + live(table) + "' AS regclass)")
                .collect(Collectors.joining(", "));
        return jdbc.sql(VIEWS.formatted(these)).query(View.class).list();
    }

    private Stream<Pair> indexes(String table) {
        return jdbc
                .sql(PAIRS)
                .param("table", live(table))
                .param("twin", twin(table))
                .param("name", PREFIX + table)
                .param("needed", needed)
                .query(Pair.class)
                .list()
                .stream();
    }

    private boolean sameColumns(String table) {
        return columns(live(table)).equals(columns(twin(table)));
    }

    private String columns(String table) {
        return jdbc.sql(COLUMNS)
                .param("table", table)
                .query((row, number) -> String.valueOf(row.getString(1)))
                .single();
    }

    private String all(UnaryOperator<String> name) {
        return tables.stream().map(name).collect(Collectors.joining(", "));
    }

    private void run(String sql) {
        plain.execute(sql);
    }
}
