package io.ringkey.web.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.ringkey.api.account.Role;
import io.ringkey.web.sample.Answer;
import io.ringkey.web.sample.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionsTest {

    private final Sample sample = Sample.running();
    private final String token = sample.bearer(Role.USER);

    @Test
    void aWriteAnswersTheLastOfItsPositions() {
        assertThat(sample.put("/api/users/me", "{}", "Authorization", token).header("X-Event-Position"))
                .isEqualTo("41");
    }

    @Test
    void aPositionOutsideOfACallIsNobodysBusiness() {
        assertThatCode(() -> EventPosition.answer(1)).doesNotThrowAnyException();
    }

    @Test
    void aReadIsAnsweredOnceItsViewHasSeenThePosition() {
        assertThat(wait("100").status()).isEqualTo(200);
    }

    @Test
    void aReadWhoseViewIsTooFarBehindIsForLater() {
        var answer = wait("101");

        assertThat(answer.problem()).isEqualTo("503 try-later");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "", "1.5", "9999999999999999999"})
    void whatIsNoPositionIsRefused(String position) {
        assertThat(wait(position).error("X-Wait-For-Position")).isEqualTo("position.invalid");
    }

    @Test
    void handlersThatReadNoViewDoNotWait() {
        assertThat(sample.get("/api/open", "X-Wait-For-Position", "101").status())
                .isEqualTo(200);
    }

    private Answer wait(String position) {
        return sample.get("/api/users/me", "Authorization", token, "X-Wait-For-Position", position);
    }
}
