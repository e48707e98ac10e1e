package io.ringkey.web.etag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.api.Failure;
import io.ringkey.api.account.Role;
import io.ringkey.web.sample.Sample;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ETagsTest {

    private final Sample sample = Sample.running();
    private final String token = sample.bearer(Role.USER);

    @Test
    void areMadeOfVersions() {
        assertThat(ETags.of(7)).isEqualTo("\"7\"");
        assertThat(ETags.of(7, 3)).isEqualTo("\"7-3\"");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"\"7-3\"", "*", "\"1\", \"7-3\""})
    void aWriteThatHasSeenTheStatePasses(@Nullable String ifMatch) {
        assertThatCode(() -> ETags.requireMatch(ifMatch, "\"7-3\"")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"7-2\"", "W/\"7-3\"", "7-3", "", "\"\""})
    void aWriteThatHasNotIsRefused(String ifMatch) {
        assertThatThrownBy(() -> ETags.requireMatch(ifMatch, "\"7-3\"")).isInstanceOf(Failure.class);
        assertThat(sample.put("/api/users/me", "{}", "Authorization", token, "If-Match", ifMatch)
                        .problem())
                .isEqualTo("412 etag.stale");
    }

    @Test
    void whatTheCallerHasIsNotSentAgain() {
        var first = sample.get("/api/users/me", "Authorization", token);
        var tag = String.valueOf(first.header("ETag"));
        var again = sample.get("/api/users/me", "Authorization", token, "If-None-Match", tag);
        var weakly = sample.get("/api/users/me", "Authorization", token, "If-None-Match", "W/" + tag);
        var other = sample.get("/api/users/me", "Authorization", token, "If-None-Match", "\"1\"");

        assertThat(tag).isEqualTo("\"7-3\"");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.header("ETag")).isEqualTo(tag);
        assertThat(weakly.status()).isEqualTo(304);
        assertThat(other.status()).isEqualTo(200);
        assertThat(sample.put("/api/users/me", "{}", "Authorization", token, "If-Match", tag)
                        .status())
                .isEqualTo(200);
    }
}
