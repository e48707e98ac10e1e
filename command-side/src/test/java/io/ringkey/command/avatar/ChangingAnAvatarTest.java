package io.ringkey.command.avatar;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.FoldedProfiles;
import io.ringkey.command.testing.LegibleFields;
import io.ringkey.command.testing.People;
import io.ringkey.command.testing.People.Part;
import io.ringkey.command.testing.People.Person;
import io.ringkey.command.testing.RunningCommandSide;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ChangingAnAvatarTest {

    private static RunningCommandSide app;
    private static People people;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of(), List.of(LegibleFields.class));
        FoldedProfiles.beside(app);
        people = new People(app);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void keepsAPictureFromAForm() throws IOException {
        Person anna = people.somebody();

        Answer answer = anna.form(
                "PUT",
                Part.text("phone", anna.phone()),
                Part.text("city", "Омск"),
                Part.file("avatar", "me.jpg", Files.jpegOfACamera(900, 700, 6)));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.text("city")).isEqualTo("Омск");
        String url = answer.text("avatar");
        assertThat(url).matches("http://127.0.0.1:8000/api/users/" + anna.id() + "/avatar/[A-Za-z0-9_-]{22}");
        byte[] kept = picture(nameIn(url));
        assertThat(ImageIO.read(new ByteArrayInputStream(kept)).getWidth()).isEqualTo(512);
        assertThat(new String(kept, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain(Files.SECRET_OF_THE_CAMERA);
        assertThat(anna.events()).contains("account.profile-changed", "account.avatar-changed");
    }

    @Test
    void keepsAPictureFromJson() {
        Person anna = people.somebody();
        for (byte[] file : List.of(Files.png(20, 30), Files.webp(40, 40, Color.RED), Files.jpeg(10, 10))) {
            String base64 = Base64.getEncoder().encodeToString(file);

            assertThat(anna.patch(Map.of("avatar", base64)).text("avatar")).contains("/avatar/");
            assertThat(anna.patch(Map.of("avatar", "data:image/png;base64," + base64))
                            .text("avatar"))
                    .contains("/avatar/");
        }
    }

    @Test
    void showsOnePictureAtATime() {
        Person anna = people.somebody();
        String first = anna.form("PATCH", file(Files.png(20, 20))).text("avatar");
        String second = anna.form("PATCH", file(Files.png(20, 20))).text("avatar");

        assertThat(second).isNotEqualTo(first);
        assertThat(kept(anna)).containsExactly(nameIn(second));

        Answer removed = anna.patch("{\"avatar\":null}");
        assertThat(removed.json().get("avatar").isNull()).isTrue();
        assertThat(kept(anna)).isEmpty();
        List<String> events = anna.events();
        assertThat(anna.form("PATCH", Part.text("avatar", "")).status()).isEqualTo(200);
        assertThat(anna.events()).isEqualTo(events);
    }

    @Test
    void makesNoEventOfThePictureThatIsShown() {
        Person anna = people.somebody();
        ObjectNode read =
                (ObjectNode) anna.form("PATCH", file(Files.png(20, 20))).json();
        List<String> events = anna.events();

        Answer written = anna.put(read);

        assertThat(written.status()).as(written.toString()).isEqualTo(200);
        assertThat(written.json()).isEqualTo(read);
        assertThat(anna.form(
                                "PUT",
                                Part.text("phone", anna.phone()),
                                Part.text("avatar", read.get("avatar").asString()),
                                Part.text("referrals_total", "0"),
                                Part.text("referrals", "[]"))
                        .status())
                .isEqualTo(200);
        assertThat(anna.events()).isEqualTo(events);
    }

    @Test
    void refusesWhatIsNoPictureAndKeepsNothing() {
        Person anna = people.somebody();
        byte[] large = new byte[PictureCutter.MAX_BYTES + 1];
        System.arraycopy(Files.png(10, 10), 0, large, 0, 50);

        assertRefused(anna.form("PATCH", Part.file("avatar", "me.png", Files.script())), 415, "media-type.unsupported");
        assertRefused(anna.form("PATCH", file(Files.pngBomb(10_000, 10_000))), 413, "body.too-large");
        assertRefused(anna.form("PATCH", file(large)), 413, "body.too-large");
        assertRefused(anna.form("PATCH", file(new byte[9 * 1024 * 1024])), 413, "body.too-large");
        assertRefused(json(anna, Files.script()), 415, "media-type.unsupported");
        assertRefused(json(anna, Files.pngBomb(10_000, 10_000)), 413, "body.too-large");
        assertRefused(json(anna, large), 413, "body.too-large");
        assertRefused(json(anna, new byte[9 * 1024 * 1024]), 413, "body.too-large");
        assertRefused(anna.patch(Map.of("avatar", "https://example.org/me.png")), 400, "field.invalid");
        assertThat(anna.events()).doesNotContain("account.avatar-changed", "account.profile-changed");
        assertThat(kept(anna)).isEmpty();
    }

    @Test
    void keepsNothingOfAPictureWhoseBodyIsRefused() {
        Person anna = people.somebody();

        Answer refused = anna.form("PATCH", file(Files.png(20, 20)), Part.text("referral_code", "ZZZZZZ"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(kept(anna)).isEmpty();
    }

    @Test
    void refusesPartsThatBelongNowhere() {
        Person anna = people.somebody();

        assertRefused(anna.form("PATCH", Part.text("nickname", "x")), 400, "field.unknown");
        assertRefused(anna.form("PATCH", Part.file("city", "city.txt", Files.script())), 400, "field.invalid");
        assertRefused(anna.form("PATCH", Part.text("city", "a"), Part.text("city", "b")), 400, "field.invalid");
        assertRefused(anna.form("PATCH", file(Files.png(9, 9)), file(Files.png(9, 9))), 400, "field.invalid");
        assertRefused(anna.form("PATCH", Part.text("referrals_total", "x")), 400, "field.invalid");
        assertRefused(anna.form("PUT", Part.text("city", "a")), 400, "field.invalid");
        assertThat(anna.form("PATCH", Part.file("avatar", "", new byte[0])).status())
                .isEqualTo(200);
        assertThat(anna.events()).hasSize(2);
    }

    @Test
    void takesNoFormFromAStranger() {
        Person anna = people.somebody();
        var stranger = new Person(app, anna.id(), anna.phone(), "no-token");

        assertThat(stranger.form("PATCH", file(Files.png(20, 20))).status()).isEqualTo(401);
    }

    private static Answer json(Person anna, byte[] file) {
        return anna.patch(Map.of("avatar", Base64.getEncoder().encodeToString(file)));
    }

    private static Part file(byte[] content) {
        return Part.file("avatar", "me.png", content);
    }

    private static void assertRefused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.text("code")).isEqualTo(code);
    }

    private static String nameIn(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private static byte[] picture(String name) {
        return app.jdbc()
                .sql("SELECT picture FROM command_state.avatar WHERE name = ? AND current")
                .param(name)
                .query(byte[].class)
                .single();
    }

    private static List<String> kept(Person person) {
        return app.jdbc()
                .sql("SELECT name FROM command_state.avatar WHERE account_id = ?")
                .param(person.id().value())
                .query(String.class)
                .list();
    }
}
