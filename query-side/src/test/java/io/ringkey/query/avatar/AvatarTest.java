package io.ringkey.query.avatar;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.query.support.RunningQuerySide;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(RunningQuerySide.SHARED)
class AvatarTest {

    private static final byte[] PICTURE = {(byte) 0x89, 'P', 'N', 'G'};

    private final RunningQuerySide side = RunningQuerySide.shared();
    private final UUID person = side.newId();
    private final String name = "name-" + person;

    AvatarTest() {
        side.database()
                .sql("INSERT INTO command_state.avatar VALUES (?, ?, 'image/png', ?, true)")
                .params(name, person, PICTURE)
                .update();
    }

    @Test
    void showsThePictureToWhoeverKnowsItsName() {
        var answer = get(person, name);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(PICTURE);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/png");
        assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-cache, public");
    }

    @Test
    void sparesACacheTheSamePicture() {
        String tag = get(person, name).headers().firstValue("ETag").orElseThrow();

        var answer = get(person, name, "If-None-Match", tag);

        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void forgetsAReplacedPictureAtOnceEvenForCaches() {
        String tag = get(person, name).headers().firstValue("ETag").orElseThrow();
        side.database()
                .sql("UPDATE command_state.avatar SET current = false WHERE name = ?")
                .param(name)
                .update();

        assertThat(get(person, name).statusCode()).isEqualTo(404);
        assertThat(get(person, name, "If-None-Match", tag).statusCode()).isEqualTo(404);
    }

    @Test
    void knowsAPictureOnlyByItsOwnersId() {
        assertThat(get(side.newId(), name).statusCode()).isEqualTo(404);
        assertThat(get(person, "another").statusCode()).isEqualTo(404);
        assertThat(side.get("/api/users/me/avatar/" + name + "/").statusCode()).isEqualTo(404);
    }

    private HttpResponse<byte[]> get(UUID owner, String named, String... headers) {
        return side.download("/api/users/" + owner + "/avatar/" + named + "/", headers);
    }
}
