package io.ringkey.command.referral;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.referral.DismissalReason;
import io.ringkey.api.referral.ReferralQuestionCommand.DismissQuestion;
import io.ringkey.api.referral.ReferralQuestionEvent.QuestionDismissed;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReferralQuestionTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final UUID QUESTION = UUID.fromString("3f1c8d1e-2b3a-3c5d-9e6f-0a1b2c3d4e5f");
    private static final AccountId ADMIN = AccountId.parse("01900000-0000-7000-8000-0000000000ad");

    private final AggregateTestFixture<ReferralQuestion> fixture = new AggregateTestFixture<>(ReferralQuestion.class);

    @BeforeEach
    void provideTheTime() {
        fixture.registerInjectableResource(Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void isDismissedWithAReason() {
        fixture.givenNoPriorActivity()
                .when(of(7))
                .expectResultMessagePayload(true)
                .expectEvents(dismissed(7));
    }

    @Test
    void isDismissedAgainOfMorePeopleAlone() {
        fixture.given(dismissed(7))
                .when(of(7))
                .expectResultMessagePayload(false)
                .expectNoEvents();
        fixture.given(dismissed(7))
                .when(of(6))
                .expectResultMessagePayload(false)
                .expectNoEvents();
        fixture.given(dismissed(7))
                .when(of(12))
                .expectResultMessagePayload(true)
                .expectEvents(dismissed(12));
    }

    private static DismissQuestion of(int people) {
        return new DismissQuestion(QUESTION, people, DismissalReason.FAMILY, ADMIN);
    }

    private static QuestionDismissed dismissed(int people) {
        return new QuestionDismissed(QUESTION, people, DismissalReason.FAMILY, ADMIN.value(), NOW);
    }
}
