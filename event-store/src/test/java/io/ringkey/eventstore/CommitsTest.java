package io.ringkey.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.account.AccountEvent.InviteCodeGiven;
import io.ringkey.api.account.AccountEvent.PersonBlocked;
import io.ringkey.api.session.EndReason;
import io.ringkey.api.session.SessionEvent.SessionEnded;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.axonframework.eventhandling.GenericEventMessage;
import org.junit.jupiter.api.Test;

class CommitsTest {

    private static final UUID ID = new UUID(1, 1);

    private final Commits commits = new Commits();

    @Test
    void countAll() {
        announce(new InviteCodeGiven(ID, "ABCDEF", Instant.EPOCH));
        announce(new PersonBlocked(ID, ID, Instant.EPOCH));

        assertThat(commits.count()).isEqualTo(2);
    }

    // T10
    @Test
    void countThoseApartThatChangeWhatSomebodyMay() {
        announce(new InviteCodeGiven(ID, "ABCDEF", Instant.EPOCH));
        assertThat(commits.accessChanges()).isZero();

        announce(new PersonBlocked(ID, ID, Instant.EPOCH));
        announce(new SessionEnded(ID, ID, EndReason.values()[0], Instant.EPOCH));

        assertThat(commits.accessChanges()).isEqualTo(2);
    }

    private void announce(Object event) {
        commits.announce(List.of(GenericEventMessage.asEventMessage(event)));
    }
}
