package io.ringkey.web.cursor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.api.Failure;
import io.ringkey.api.account.Role;
import io.ringkey.web.sample.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {

    private final Sample sample = Sample.running();
    private final String token = sample.bearer(Role.ADMIN);

    @Test
    void leadFromOneToTheNextUntilTheEnd() {
        var seen = new ArrayList<Integer>();
        String next = "";
        int pages = 0;
        do {
            var page = sample.get("/api/admin/things?cursor=" + next, "Authorization", token)
                    .json();
            page.path("items").forEach(item -> seen.add(item.asInt()));
            next = page.path("next").isNull() ? "" : page.path("next").asString();
            pages++;
        } while (!next.isEmpty());

        assertThat(pages).isEqualTo(3);
        assertThat(seen).hasSize(120).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void areAsLongAsAskedFor() {
        assertThat(sample.get("/api/admin/things?limit=3", "Authorization", token)
                        .json()
                        .path("items"))
                .hasSize(3);
        assertThat(sample.get("/api/admin/things?limit=120", "Authorization", token)
                        .json()
                        .path("next")
                        .isNull())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "-1", "x", "1.0", "99999999999"})
    void areOfBoundedLength(String limit) {
        assertThat(sample.get("/api/admin/things?limit=" + limit, "Authorization", token)
                        .error("limit"))
                .isEqualTo("limit.invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "abc", "AA", "AAAA", "%D0%B0", "eA"})
    void beginOnlyWhereACursorSays(String cursor) {
        assertThat(sample.get("/api/admin/things?cursor=" + cursor, "Authorization", token)
                        .error("cursor"))
                .isEqualTo("cursor.invalid");
    }

    @Test
    void haveCursorsThatSurviveTheJourney() {
        var id = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
        var time = Instant.parse("2026-01-02T03:04:05.678912Z");
        var cursor = Cursor.decode(Cursor.of(time, id, 42, "Омск, «Юг»").encode());

        assertThat(cursor.instant(0)).isEqualTo(time);
        assertThat(cursor.id(1)).isEqualTo(id);
        assertThat(cursor.number(2)).isEqualTo(42);
        assertThat(cursor.text(3)).isEqualTo("Омск, «Юг»");
        assertThatThrownBy(() -> cursor.text(4)).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> cursor.instant(1)).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> cursor.id(0)).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> cursor.number(3)).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> Cursor.decode("A".repeat(2000))).isInstanceOf(Failure.class);
    }

    @Test
    void showNoMoreThanAskedForAndPointAfterTheLast() {
        var page = new Paging(2, null).page(List.of("a", "b", "c"), String::toUpperCase, Cursor::of);

        assertThat(page.items()).containsExactly("A", "B");
        assertThat(Cursor.decode(String.valueOf(page.next())).text(0)).isEqualTo("b");
        assertThat(new Paging(3, null)
                        .page(List.of("a", "b", "c"), x -> x, Cursor::of)
                        .next())
                .isNull();
        assertThat(new Paging(3, null)
                        .page(List.<String>of(), x -> x, Cursor::of)
                        .next())
                .isNull();
    }
}
