package io.ringkey.web.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.session.SessionId;
import io.ringkey.api.verification.ChallengeId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

class StrictJsonTest {

    private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

    private final JsonMapper json = StrictJson.mapper();

    record Words(AccountId accountId, SessionId sessionId, ChallengeId challengeId, Role role) {}

    @Test
    void writesIdsAndRolesAsTextAndReadsThemBack() {
        var words = new Words(new AccountId(ID), new SessionId(ID), new ChallengeId(ID), Role.MODERATOR);
        var text = json.writeValueAsString(words);

        assertThat(text)
                .isEqualTo(
                        "{\"account_id\":\"%1$s\",\"session_id\":\"%1$s\",\"challenge_id\":\"%1$s\",\"role\":\"moderator\"}"
                                .formatted(ID));
        assertThat(json.readValue(text, Words.class)).isEqualTo(words);
    }

    @Test
    void refusesRolesAndIdsThatAreNone() {
        assertThatThrownBy(() -> json.readValue("{\"role\":\"ADMIN\"}", Words.class))
                .isInstanceOf(MismatchedInputException.class);
        assertThatThrownBy(() -> json.readValue("{\"role\":2}", Words.class))
                .isInstanceOf(MismatchedInputException.class);
        assertThatThrownBy(() -> json.readValue("{\"account_id\":\"me\"}", Words.class))
                .isInstanceOf(MismatchedInputException.class);
    }

    @Test
    void writesTimesInUtcToTheMillisecond() {
        assertThat(json.writeValueAsString(Instant.parse("2026-01-02T03:04:05.678912Z")))
                .isEqualTo("\"2026-01-02T03:04:05.678Z\"");
        assertThat(json.writeValueAsString(Instant.parse("2026-01-02T03:04:05Z")))
                .isEqualTo("\"2026-01-02T03:04:05Z\"");
    }
}
