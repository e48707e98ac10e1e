package io.ringkey.query.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.Personal;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.Purpose;
import io.ringkey.api.verification.VerificationEvent.CodeRequested;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(RunningQuerySide.SHARED)
class ForgetUnprovedCallersTest {

    private final RunningQuerySide side = RunningQuerySide.shared();

    // D1
    @Test
    void nothingIsKeptOfWhoCalledAboutANumberThatIsForgotten() {
        UUID forgotten = side.newId();
        UUID remembered = side.newId();
        UUID streamOfForgotten = asked(forgotten);
        UUID streamOfRemembered = asked(remembered);
        side.settle();
        assertThat(callers(streamOfForgotten)).containsExactly("203.0.113.77 curl/8.5.0");

        side.database()
                .sql("UPDATE event_store.subject_key SET wrapped = NULL WHERE subject = ?")
                .param(forgotten)
                .update();
        assertThat(side.bean(ForgetUnprovedCallers.class).forget()).isPositive();

        assertThat(callers(streamOfForgotten)).as("the time stays").containsExactly("");
        assertThat(callers(streamOfRemembered)).containsExactly("203.0.113.77 curl/8.5.0");
        assertThat(side.bean(ForgetUnprovedCallers.class).forget()).isZero();
    }

    private UUID asked(UUID subject) {
        UUID stream = side.newId();
        side.append(
                stream,
                new CodeRequested(
                        stream,
                        subject,
                        side.newId(),
                        Purpose.SIGN_IN,
                        DeviceClass.UNRECOGNISED,
                        Personal.of(subject, "+79137770000"),
                        4,
                        3,
                        TestPerson.REGISTERED,
                        TestPerson.REGISTERED.plusSeconds(300),
                        Personal.of(subject, "203.0.113.77"),
                        Personal.of(subject, "curl/8.5.0")));
        return stream;
    }

    private List<String> callers(UUID stream) {
        return side.database()
                .sql("SELECT concat_ws(' ', address, user_agent) FROM read_model.login_entry WHERE stream_id = ?")
                .param(stream)
                .query(String.class)
                .list();
    }
}
