package io.ringkey.standalone.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComplaintsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unshare: unshare failed: Operation not permitted | does not run as root",
                "Cannot run program \"unshare\": error=2, No such file or directory | does not run as root",
                "initdb: error: cannot be run as root | does not run as root",
                "initdb: error: could not look up effective user ID 54321: user does not exist | no entry in /etc/passwd",
                "initdb: error: could not create directory \"/x\": Permission denied | Permission denied",
                "pg_ctl: could not start server\\n2026-11-22 UTC [1] FATAL:  the disk is full | started: the disk is full.",
                "'' | does not say why"
            })
    void turnsWhatAProgramPrintsIntoOneSentence(String printed, String meaning) {
        CannotStart refusal = Complaints.sentence(new Programs.Failed(printed.replace("\\n", "\n")));
        assertThat(refusal).hasMessageContaining(meaning).hasMessageEndingWith(".");
        assertThat(refusal.getMessage()).doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LOG:  could not bind IPv4 address \"127.0.0.1\": Address already in use | true",
                "FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use | true",
                "FATAL:  lock file \"postmaster.pid\" already exists | true",
                "FATAL:  could not open file \"global/pg_control\" | false"
            })
    void knowsWhatPassesByItself(String printed, boolean passes) {
        assertThat(Complaints.passing(new Programs.Failed(printed))).isEqualTo(passes);
    }
}
