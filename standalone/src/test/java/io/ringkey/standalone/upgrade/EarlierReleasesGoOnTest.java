package io.ringkey.standalone.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.eventstore.SchemaMigrations;
import io.ringkey.eventstore.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Migrations add: a process of the first release, and of any since, must be able to go on in the schema of the newest.
 * What a later release may take away stands in {@code docs/operations.md}, Upgrading.
 */
class EarlierReleasesGoOnTest {

    /** The migrations of the first release and their checksums, which nobody changes any more. */
    private static final List<String> OF_THE_FIRST_RELEASE = List.of(
            "command_state 1 954886660",
            "command_state 10 -1417115527",
            "command_state 2 -523880330",
            "command_state 20 2097742598",
            "command_state 30 -1135497581",
            "command_state 31 -1484865077",
            "command_state 40 -141771606",
            "command_state 41 133841675",
            "event_store 1 667580885",
            "event_store 2 39183320",
            "read_model 1 -2130860157",
            "read_model 10 644476235",
            "read_model 2 -459815084");

    private static final Map<String, String> FIRST =
            Map.of("event_store", "2", "command_state", "41", "read_model", "10");
    private static final Map<String, String> ROLES =
            Map.of("query_role", "CURRENT_USER", "command_role", "CURRENT_USER");
    private static final String SCHEMAS = "('event_store', 'command_state', 'read_model')";

    private static List<String> migrations;
    private static List<Column> columnsThen;
    private static List<Column> columnsNow;
    private static List<String> rulesThen;
    private static List<String> rulesNow;
    private static List<String> functionsThen;
    private static List<String> functionsNow;

    /**
     * A column of a table or view.
     *
     * @param optional whether a row can be put in without it
     */
    private record Column(String of, String name, String type, boolean optional) {}

    @BeforeAll
    static void migrateFromTheFirstReleaseToThisOne() {
        DataSource database = TestDatabase.at(TestDatabase.freshUrl());
        JdbcClient jdbc = JdbcClient.create(database);
        SchemaMigrations.migrateTo(FIRST, database, ROLES);
        migrations = FIRST.keySet().stream()
                .flatMap(schema -> jdbc
                        .sql("SELECT '" + schema + " ' || version || ' ' || checksum FROM " + schema
                                + ".schema_history WHERE version IS NOT NULL")
                        .query(String.class)
                        .list()
                        .stream())
                .sorted()
                .toList();
        columnsThen = columns(jdbc);
        rulesThen = rules(jdbc);
        functionsThen = functions(jdbc);
        FIRST.keySet().forEach(schema -> SchemaMigrations.migrate(database, schema, ROLES));
        columnsNow = columns(jdbc);
        rulesNow = rules(jdbc);
        functionsNow = functions(jdbc);
    }

    @Test
    void noMigrationOfTheFirstReleaseWasChangedAndNoneCameBetween() {
        assertThat(migrations).isEqualTo(OF_THE_FIRST_RELEASE);
    }

    @Test
    void everyColumnThatTheyReadOrWriteIsThereAsItWas() {
        assertThat(columnsThen)
                .hasSizeGreaterThan(150)
                .allSatisfy(then -> assertThat(columnsNow)
                        .anyMatch(now -> now.of().equals(then.of())
                                && now.name().equals(then.name())
                                && now.type().equals(then.type())
                                && (now.optional() || !then.optional())));
    }

    @Test
    void aRowCanBePutInWithoutWhatTheyDoNotKnow() {
        Predicate<Column> new_ = now -> columnsThen.stream()
                .noneMatch(then -> then.of().equals(now.of()) && then.name().equals(now.name()));
        assertThat(columnsNow)
                .filteredOn(
                        now -> columnsThen.stream().anyMatch(then -> then.of().equals(now.of())))
                .filteredOn(new_)
                .allMatch(Column::optional);
    }

    @Test
    void noRuleIsNewToATableThatTheyWrite() {
        assertThat(rulesNow)
                .filteredOn(rule -> columnsThen.stream().anyMatch(then -> rule.startsWith(then.of() + ":")))
                .isSubsetOf(rulesThen);
    }

    @Test
    void everyFunctionThatTheyCallIsThere() {
        assertThat(functionsNow).containsAll(functionsThen);
        assertThat(functionsThen).isNotEmpty();
    }

    private static List<Column> columns(JdbcClient jdbc) {
        return jdbc.sql("""
                        SELECT table_schema || '.' || table_name AS of, column_name AS name, data_type AS type,
                               is_nullable = 'YES' OR column_default IS NOT NULL OR is_generated <> 'NEVER' AS optional
                          FROM information_schema.columns
                         WHERE table_name <> 'schema_history' AND table_schema IN\s""" + SCHEMAS).query(Column.class).list();
    }

    /** What a row must keep to: a constraint or a unique index. That a column must have a value is the column's. */
    private static List<String> rules(JdbcClient jdbc) {
        return jdbc.sql("SELECT conrelid::regclass || ': ' || pg_get_constraintdef(oid) FROM pg_constraint"
                        + " WHERE contype <> 'n' AND conrelid <> 0 AND connamespace::regnamespace::text IN " + SCHEMAS
                        + " UNION ALL SELECT indrelid::regclass || ': ' || pg_get_indexdef(indexrelid) FROM pg_index"
                        + " JOIN pg_class c ON c.oid = indrelid WHERE indisunique AND relnamespace::regnamespace::text IN "
                        + SCHEMAS)
                .query(String.class)
                .list();
    }

    private static List<String> functions(JdbcClient jdbc) {
        return jdbc.sql("SELECT oid::regprocedure || ' ' || pg_get_function_result(oid) FROM pg_proc"
                        + " WHERE pronamespace::regnamespace::text IN " + SCHEMAS)
                .query(String.class)
                .list();
    }
}
