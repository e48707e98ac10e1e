package io.ringkey.standalone.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ringkey.eventstore.SecureRandomness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Order(1)
class EmbeddedDatabaseTest {

    /** A cluster that was made once, for the tests that do not watch it being made. */
    @TempDir
    private static Path made;

    private static String password = "";

    @TempDir
    private Path temporary;

    private DataDirectory directory = new DataDirectory(Path.of(""));
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void makeOnce() throws IOException {
        DataDirectory first = new DataDirectory(made.resolve("data"));
        try (EmbeddedDatabase database = EmbeddedDatabase.serve(first, new SecureRandomness())) {
            password = database.password();
        }
    }

    @BeforeEach
    void copyWhatWasMade() throws Exception {
        directory = new DataDirectory(temporary.resolve("my data"));
        Files.createDirectories(directory.postgres());
        DataDirectory first = new DataDirectory(made.resolve("data"));
        copy("-a", first.cluster(), directory.cluster());
        copy("-a", first.password(), directory.password());
        // Links: the programs are large, and nobody writes to them.
        copy("-al", first.binaries(), directory.binaries());
    }

    private static void copy(String how, Path from, Path to) throws Exception {
        Process copying = new ProcessBuilder("cp", how, from.toString(), to.toString())
                .inheritIO()
                .start();
        assertThat(copying.waitFor()).isZero();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
        assertThat(Postmaster.file(directory.cluster()))
                .as("no server is left behind")
                .doesNotExist();
    }

    @Test
    void makesTheDatabaseOnTheFirstStartForItsOwnerAlone() throws Exception {
        directory = new DataDirectory(temporary.resolve("not there yet").resolve("data"));
        EmbeddedDatabase database = serve();

        assertThat(ask(database, "SELECT current_database() || ' ' || current_user"))
                .isEqualTo("ringkey ringkey");
        assertThat(modes())
                .isEqualTo(new TreeMap<>(Map.of(
                        "data", "rwx------",
                        "data/pg", "rwx------",
                        "data/pg/cluster", "rwx------",
                        "data/pg/password", "rw-------",
                        "data/pg/server.log", "rw-------")));
        assertThat(Files.readString(directory.release())).isEqualTo("1\n");
        assertThat(Files.readString(directory.cluster().resolve("PG_VERSION"))).isEqualTo(Cluster.MAJOR + "\n");
        assertThat(database.password()).hasSizeGreaterThanOrEqualTo(40).isNotEqualTo(password);
    }

    @Test
    void makesTheDatabaseAfterTheFirstStartWasKilledHalfWay() throws Exception {
        PrivateFiles.delete(directory.cluster());
        Path unfinished = Files.createDirectories(directory.postgres().resolve("unfinished-cluster-1"));
        Files.writeString(unfinished.resolve("PG_VERSION"), "18\n");

        EmbeddedDatabase database = serve();

        assertThat(ask(database, "SELECT 1")).isEqualTo("1");
        assertThat(unfinished).doesNotExist();
        assertThat(database.password()).isNotEqualTo(password);
    }

    @Test
    void setsALargeLogAside() throws Exception {
        Files.write(directory.log(), new byte[2_000_000]);
        serve();
        assertThat(directory.log().resolveSibling("server.log.old")).hasSize(2_000_000);
        assertThat(Files.size(directory.log())).isLessThan(100_000);
    }

    @Test
    void runsWithDurableAndPrivateSettings() throws Exception {
        EmbeddedDatabase database = serve();

        Map<String, String> expected = Map.ofEntries(
                Map.entry("fsync", "on"),
                Map.entry("synchronous_commit", "on"),
                Map.entry("full_page_writes", "on"),
                Map.entry("wal_segment_size", "4MB"),
                Map.entry("listen_addresses", "127.0.0.1"),
                Map.entry("unix_socket_directories", ""),
                Map.entry("password_encryption", "scram-sha-256"),
                Map.entry("max_connections", "50"),
                Map.entry("server_encoding", "UTF8"),
                Map.entry("timezone", "UTC"),
                Map.entry("data_directory_mode", "0700"),
                Map.entry("log_error_verbosity", "terse"),
                Map.entry("log_min_error_statement", "panic"));
        for (Map.Entry<String, String> setting : expected.entrySet()) {
            assertThat(ask(database, "SHOW " + setting.getKey()))
                    .as(setting.getKey())
                    .isEqualTo(setting.getValue());
        }
        assertThat(ask(
                        database,
                        "SELECT datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = 'ringkey'"))
                .isEqualTo("b C.UTF-8");
        assertThat(ask(database, "SELECT upper('привет')")).isEqualTo("ПРИВЕТ");
        assertThat(ask(database, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                .isEqualTo("f");
    }

    @Test
    void letsNobodyInWithoutThePassword() {
        EmbeddedDatabase database = serve();

        assertThatThrownBy(() -> DriverManager.getConnection(database.url(), database.user(), "guess"))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> DriverManager.getConnection(database.url(), "postgres", ""))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void logsNoRowsOfTheTablesWhenAStatementFails() throws Exception {
        EmbeddedDatabase database = serve();
        run(database, "CREATE TABLE phones(phone text PRIMARY KEY)", "INSERT INTO phones VALUES ('+79136740000')");

        assertThatThrownBy(() -> run(database, "INSERT INTO phones VALUES ('+79136740000')"))
                .isInstanceOf(SQLException.class);

        // This one stands in the message itself.
        assertThatThrownBy(() -> run(database, "SELECT '+79136740000'::integer"))
                .hasMessageContaining("9136740000");

        assertThat(Files.readString(directory.log()))
                .contains("ready to accept connections")
                .doesNotContain("9136740000", "ERROR");
    }

    @Test
    void keepsDataAndPasswordOverARestartAndUnpacksNothingAgain() throws Exception {
        EmbeddedDatabase first = serve();
        run(first, "CREATE TABLE kept(what text)", "INSERT INTO kept VALUES ('this')");
        FileTime unpacked = Files.getLastModifiedTime(programs());
        long pid = pid();
        first.close();
        assertThat(new Postmaster(pid, 0).runs(directory.cluster())).isFalse();

        EmbeddedDatabase second = serve();

        assertThat(ask(second, "SELECT what FROM kept")).isEqualTo("this");
        assertThat(second.password()).isEqualTo(password);
        assertThat(Files.getLastModifiedTime(programs())).isEqualTo(unpacked);
    }

    @Test
    void takesOverTheServerThatAKilledProgramLeft() throws Exception {
        HeldDatabase killed = keep(HeldDatabase.open("serve", directory));
        long pid = pid();
        killed.kill();

        EmbeddedDatabase database = serve();

        assertThat(database.url()).isEqualTo(killed.said());
        assertThat(pid()).isEqualTo(pid);
        assertThat(ask(database, "SELECT 1")).isEqualTo("1");
        assertThat(database.owned()).isTrue();
        database.close();
        assertThat(new Postmaster(pid, 0).runs(directory.cluster())).isFalse();
    }

    @Test
    void startsAnewAfterBothProgramAndServerWereKilled() throws Exception { // R1
        HeldDatabase killed = keep(HeldDatabase.open("serve", directory));
        long pid = pid();
        killed.kill();
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();

        EmbeddedDatabase database = serve();

        assertThat(ask(database, "SELECT 1")).isEqualTo("1");
        assertThat(pid()).isNotEqualTo(pid);
    }

    @Test
    void startsOverAPostmasterFileThatACrashedMachineLeft() throws Exception {
        for (String content :
                List.of("", ProcessHandle.current().pid() + "\n/x\n1\n5432\n\n\n", "999999999\n/x\n1\n1\n")) {
            Files.writeString(Postmaster.file(directory.cluster()), content);
            try (EmbeddedDatabase database = EmbeddedDatabase.serve(directory, new SecureRandomness())) {
                assertThat(ask(database, "SELECT 1")).isEqualTo("1");
            }
        }
    }

    @Test
    void doesNotTakeTheServerOfAnotherDirectoryForItsOwn() throws Exception {
        DataDirectory another = new DataDirectory(made.resolve("data"));
        try (EmbeddedDatabase theirs = EmbeddedDatabase.serve(another, new SecureRandomness())) {
            Files.copy(Postmaster.file(another.cluster()), Postmaster.file(directory.cluster()));
            EmbeddedDatabase database = serve();
            assertThat(database.url()).isNotEqualTo(theirs.url());
        }
    }

    @Test
    void refusesASecondServerOnTheSameData() throws Exception {
        EmbeddedDatabase first = serve();

        assertThatThrownBy(this::serve).isInstanceOf(CannotStart.class).hasMessageContaining("in use");
        HeldDatabase second = keep(HeldDatabase.open("serve", directory));

        assertThat(second.exitCode()).isEqualTo(3);
        assertThat(second.said())
                .startsWith("The data directory ")
                .contains("in use")
                .endsWith(".");
        assertThat(ask(first, "SELECT 1")).isEqualTo("1");
    }

    @Test
    void letsACommandInBesideAServerAndLeavesThatRunning() throws Exception {
        HeldDatabase server = keep(HeldDatabase.open("serve", directory));

        EmbeddedDatabase visited = visit();
        assertThat(visited.url()).isEqualTo(server.said());
        assertThat(visited.owned()).isFalse();
        visited.close();

        try (EmbeddedDatabase again = visit()) {
            assertThat(ask(again, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void startsAndStopsTheServerForACommandAlone() throws Exception {
        EmbeddedDatabase visited = visit();
        assertThat(visited.owned()).isTrue();
        long pid = pid();
        visited.close();
        assertThat(new Postmaster(pid, 0).runs(directory.cluster())).isFalse();
    }

    @Test
    void waitsForACommandThatIsAtWork() throws Exception {
        HeldDatabase command = keep(HeldDatabase.open("visit", directory));
        CompletableFuture<EmbeddedDatabase> server = CompletableFuture.supplyAsync(this::serve);
        assertThat(server).isNotDone();
        command.close();
        assertThat(ask(server.get(), "SELECT 1")).isEqualTo("1");
    }

    @Test
    void letsACommandInThatComesWhileAServerStarts() throws Exception {
        DataLock starting =
                DataLock.tryTake(directory.lock(), DataLock.Role.SERVER).orElseThrow();
        CompletableFuture<EmbeddedDatabase> command = CompletableFuture.supplyAsync(this::visit);
        assertThat(command).isNotDone();
        starting.close();
        EmbeddedDatabase visited = command.get();
        assertThat(ask(visited, "SELECT 1")).isEqualTo("1");
    }

    @Test
    void closesOnceHoweverOftenItIsAsked() {
        EmbeddedDatabase database = serve();
        database.close();
        database.close();
        assertThat(database.owned()).isFalse();
    }

    @Test
    void refusesAnotherMajorOfPostgres() throws Exception {
        Files.writeString(directory.cluster().resolve("PG_VERSION"), "17\n");
        assertRefused("written by PostgreSQL 17 and this release brings 18");
    }

    @Test
    void refusesTheDataOfANewerRelease() throws Exception {
        Files.writeString(directory.release(), "2\n");
        assertRefused("written by a newer release (format 2, and this one knows 1)");
    }

    @Test
    void takesTheDataOfAnOlderRelease() throws Exception {
        Files.writeString(directory.release(), "0\n");
        serve();
        assertThat(Files.readString(directory.release())).isEqualTo("1\n");
    }

    @Test
    void refusesADirectoryOfAnotherOwner() throws Exception {
        assumeRoot();
        Files.setAttribute(directory.cluster(), "unix:uid", 1);
        assertRefused("belongs to the user");
        Files.setAttribute(directory.cluster(), "unix:uid", 0);
    }

    @Test
    void refusesADirectoryThatCannotBeWrittenTo() {
        directory = new DataDirectory(Path.of("/proc/ringkey"));
        assertRefused("cannot be written to");
    }

    @Test
    void refusesAFileWhereTheDirectoryShouldBe() throws Exception {
        directory = new DataDirectory(Files.createFile(temporary.resolve("file")));
        assertRefused("is not a directory");
    }

    @Test
    void refusesAPlatformWithoutBinaries() {
        Host strange = new Host("plan9", "riscv64", false, List.of());
        assertThatThrownBy(() -> EmbeddedDatabase.serve(directory, new SecureRandomness(), strange))
                .isInstanceOf(CannotStart.class)
                .hasMessage("There is no embedded PostgreSQL for plan9 on riscv64: set RINGKEY_DATABASE_URL to a"
                        + " PostgreSQL of your own.");
    }

    @Test
    void refusesRootWhereRootCannotStepDown() {
        assumeRoot();
        Host host = Host.current();
        for (List<String> prefix : List.of(List.<String>of(), List.of("/nowhere/unshare", "-U"))) {
            Host blocked = new Host(host.system(), host.machine(), host.musl(), prefix);
            assertThatThrownBy(() -> EmbeddedDatabase.serve(directory, new SecureRandomness(), blocked))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageStartingWith("PostgreSQL does not run as root, ")
                    .hasMessageContaining("su ringkey");
        }
    }

    @Test
    void refusesToStartWithoutItsPassword() throws Exception {
        Files.delete(directory.password());
        assertRefused("The password of the embedded database cannot be read");
    }

    @Test
    void saysWhyPostgresDoesNotStart() throws Exception {
        Files.delete(directory.cluster().resolve("global").resolve("pg_control"));
        assertRefused("PostgreSQL could not be started: ");
    }

    @Test
    void isReadyAgainAfterARefusal() throws Exception {
        Files.writeString(directory.cluster().resolve("PG_VERSION"), "17\n");
        assertRefused("PostgreSQL 17");
        Files.writeString(directory.cluster().resolve("PG_VERSION"), "18\n");
        assertThat(ask(serve(), "SELECT 1")).isEqualTo("1");
    }

    @Test
    void keepsThePasswordOutOfWhatIsPrinted() {
        assertThat(new Access(5432, "hunter2").toString()).doesNotContain("hunter2");
    }

    private void assertRefused(String words) {
        assertThatThrownBy(this::serve)
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining(words)
                .hasMessageEndingWith(".")
                .hasMessageNotContaining("\n");
    }

    private EmbeddedDatabase serve() {
        return keep(EmbeddedDatabase.serve(directory, new SecureRandomness()));
    }

    private EmbeddedDatabase visit() {
        return keep(EmbeddedDatabase.visit(directory, new SecureRandomness()));
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    private long pid() {
        return Postmaster.of(directory.cluster()).orElseThrow().pid();
    }

    private Path programs() throws IOException {
        try (var homes = Files.list(directory.binaries())) {
            return homes.findFirst().orElseThrow().resolve("bin").resolve("postgres");
        }
    }

    private Map<String, String> modes() throws IOException {
        Map<String, String> modes = new TreeMap<>();
        for (Path path : List.of(
                directory.path(), directory.postgres(), directory.cluster(), directory.password(), directory.log())) {
            modes.put(
                    String.valueOf(directory.path().resolveSibling("").relativize(path)),
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        }
        return modes;
    }

    private static void assumeRoot() {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
    }

    private static String ask(EmbeddedDatabase database, String question) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(question)) {
            result.next();
            return String.valueOf(result.getString(1));
        }
    }

    private static void run(EmbeddedDatabase database, String... statements) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }
}
