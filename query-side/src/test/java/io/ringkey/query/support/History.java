package io.ringkey.query.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.Personal;
import io.ringkey.api.account.AccountEvent.PhoneChanged;
import io.ringkey.api.account.AccountEvent.RoleChanged;
import io.ringkey.api.account.Role;
import io.ringkey.api.session.EndReason;
import io.ringkey.api.session.SessionEvent.SessionEnded;
import io.ringkey.api.verification.VerificationEvent.CodeVerified;
import io.ringkey.api.verification.VerificationEvent.WrongCodeGiven;
import io.ringkey.api.verification.Way;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Makes a varied history, and folds the record by means of its own to say what the read models must hold. */
public final class History {

    private final RunningQuerySide side;
    private final AtomicReference<@Nullable TestPerson> last = new AtomicReference<>();

    public History(RunningQuerySide side) {
        this.side = side;
    }

    /** Appends the lives of this many people. */
    public void ofPeople(int people) {
        for (int i = 0; i < people; i++) {
            var person = TestPerson.unregistered(side);
            var address = Personal.of(person.subject(), "203.0.113.7");
            var challenge = side.newId();
            var session = side.newId();
            side.append(
                    person.numberStream(),
                    new WrongCodeGiven(person.numberStream(), challenge, 2, TestPerson.REGISTERED, address, null),
                    new CodeVerified(
                            person.numberStream(),
                            challenge,
                            person.account(),
                            session,
                            Way.BROWSER_SESSION,
                            TestPerson.REGISTERED,
                            address,
                            null));
            person.register(TestPerson.REGISTERED);
            person.lives("p" + i + "@example.org", "Омск");
            side.append(
                    person.account(),
                    new RoleChanged(person.account(), Role.MODERATOR, person.account(), TestPerson.REGISTERED));
            side.append(
                    person.account(),
                    new PhoneChanged(
                            person.account(),
                            Personal.of(person.subject(), "+7999%07d".formatted(i)),
                            side.newId(),
                            person.numberStream(),
                            TestPerson.REGISTERED));
            side.append(
                    session, new SessionEnded(session, person.account(), EndReason.values()[0], TestPerson.REGISTERED));
            TestPerson inviter = last.getAndSet(person);
            if (inviter != null) {
                person.isBroughtBy(inviter, TestPerson.REGISTERED);
            }
        }
    }

    /** The read models equal a fold of the record. */
    public void assertProjected() {
        assertThat(differences("""
                SELECT aggregate_identifier AS account, convert_from(payload, 'UTF8')::jsonb ->> 'invite_code' AS code,
                       (SELECT convert_from(r.payload, 'UTF8')::jsonb ->> 'role'
                          FROM event_store.domain_event r
                         WHERE r.aggregate_identifier = e.aggregate_identifier
                           AND r.payload_type = 'account.role-changed'
                         ORDER BY r.global_index DESC
                         LIMIT 1) AS role,
                       (SELECT count(*)
                          FROM event_store.domain_event b
                         WHERE b.payload_type = 'referral.invite-applied'
                           AND convert_from(b.payload, 'UTF8')::jsonb ->> 'inviter' = e.aggregate_identifier::text) AS brought,
                       (SELECT max(sequence_number)
                          FROM event_store.domain_event v
                         WHERE v.aggregate_identifier = e.aggregate_identifier) AS version
                  FROM event_store.domain_event e
                 WHERE payload_type = 'account.invite-code-given'
                """, """
                SELECT account_id, invite_code, nullif(upper(role), 'USER'), referrals_total, version
                  FROM read_model.profile
                """)).isEmpty();
        assertThat(differences("""
                SELECT aggregate_identifier, (convert_from(payload, 'UTF8')::jsonb ->> 'inviter')::uuid
                  FROM event_store.domain_event
                 WHERE payload_type = 'referral.invite-applied'
                """, "SELECT applicant_id, inviter_id FROM read_model.referral"))
                .isEmpty();
        assertThat(differences("""
                SELECT global_index, aggregate_identifier
                  FROM event_store.domain_event
                 WHERE payload_type IN ('verification.wrong-code-given', 'verification.code-verified', 'session.ended')
                """, "SELECT position, stream_id FROM read_model.login_entry"))
                .isEmpty();
    }

    /** All rows, to be compared with those of another moment. */
    public String rows() {
        return List.of("profile", "referral", "login_entry", "login_stream", "session", "session_holder").stream()
                .map(table -> side.database()
                        .sql("SELECT coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '') FROM read_model."
                                + table + " t")
                        .query(String.class)
                        .single())
                .reduce("", (before, next) -> before + "\n--\n" + next);
    }

    private List<Map<String, Object>> differences(String expected, String actual) {
        return side.database()
                .sql("((%1$s) EXCEPT (%2$s)) UNION ALL ((%2$s) EXCEPT (%1$s))".formatted(expected, actual))
                .query()
                .listOfRows();
    }
}
