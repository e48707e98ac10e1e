package io.ringkey.command.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.api.account.AccountId;
import io.ringkey.command.ledger.ErasureLedger.Unusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasureLedgerTest {

    private static final AccountId ANNA = AccountId.parse("01900000-0000-7000-8000-000000000001");
    private static final AccountId BORIS = AccountId.parse("01900000-0000-7000-8000-000000000002");
    private static final Instant THEN = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void keepsEachIdOnceHoweverManyWriteToTheFile() throws IOException {
        Path file = directory.resolve("erased.ids");
        var one = new ErasureLedger(file);
        var another = new ErasureLedger(file);

        assertThat(one.add(Map.of(ANNA, THEN))).isEqualTo(1);
        assertThat(another.add(Map.of(ANNA, THEN.plusSeconds(1)))).isZero();
        assertThat(another.add(Map.of(BORIS, THEN))).isEqualTo(1);

        assertThat(Files.readAllLines(file)).containsExactly(ANNA + " " + THEN, BORIS + " " + THEN);
        assertThat(one.erased()).containsExactly(ANNA, BORIS);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void writesOverWhatACrashHasLeftOfALine() throws IOException {
        Path file = Files.writeString(directory.resolve("erased.ids"), ANNA + " " + THEN + "\n019000");
        var ledger = new ErasureLedger(file);
        assertThat(ledger.erased()).containsExactly(ANNA);

        ledger.add(Map.of(BORIS, THEN));

        assertThat(Files.readAllLines(file)).containsExactly(ANNA + " " + THEN, BORIS + " " + THEN);
    }

    @Test
    void isRefusedInOneSentenceWhereItHoldsSomethingElseOrCannotBeWritten() throws IOException {
        Path file = Files.writeString(directory.resolve("erased.ids"), "somebody\n");
        assertThatThrownBy(() -> new ErasureLedger(file))
                .isInstanceOf(Unusable.class)
                .hasMessageStartingWith("The erasure ledger " + file + " holds a line that");
        assertThatThrownBy(() -> new ErasureLedger(directory.resolve("no/such/place")))
                .isInstanceOf(Unusable.class)
                .hasMessageEndingWith("cannot be made.");
        assertThatThrownBy(() -> new ErasureLedger(directory))
                .isInstanceOf(Unusable.class)
                .hasMessageEndingWith("cannot be read and written.");
    }
}
