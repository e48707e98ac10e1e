package io.ringkey.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.session.SessionId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.MethodParameter;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.ServletWebRequest;

class CallerArgumentsTest {

    private static final Caller UNCONFIRMED =
            new Caller(new AccountId(new UUID(1, 1)), new SessionId(new UUID(2, 2)), Role.USER, Instant.EPOCH, false);

    private final CallerArguments arguments = new CallerArguments();

    private interface Handlers {

        void forSomebody(Caller caller);

        void forAnybody(@Nullable Caller caller);

        @AlsoUnconfirmed
        void alsoForTheUnconfirmed(@Nullable Caller caller);
    }

    @Test
    void areWhatEachHandlerWantsWhicheverWasCalledBefore() {
        for (int time = 1; time <= 2; time++) {
            assertThatThrownBy(() -> argument("forSomebody", new Identity.Nobody()))
                    .isInstanceOf(Failure.class);
            assertThat(argument("forAnybody", new Identity.Nobody())).isNull();
            assertThat(argument("forAnybody", new Identity.Known(UNCONFIRMED))).isNull();
            assertThat(argument("alsoForTheUnconfirmed", new Identity.Known(UNCONFIRMED)))
                    .isEqualTo(UNCONFIRMED);
            assertThat(argument("forSomebody", new Identity.Known(UNCONFIRMED))).isEqualTo(UNCONFIRMED);
        }
    }

    private @Nullable Object argument(String handler, Identity identity) {
        var request = new MockHttpServletRequest();
        Identity.judgeWith(() -> identity, request);
        try {
            var parameter = new MethodParameter(Handlers.class.getDeclaredMethod(handler, Caller.class), 0);
            return arguments.resolveArgument(parameter, null, new ServletWebRequest(request), null);
        } catch (NoSuchMethodException misspelt) {
            throw new AssertionError(misspelt);
        }
    }
}
