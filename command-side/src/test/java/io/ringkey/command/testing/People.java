package io.ringkey.command.testing;

import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountCommand.MakeAdmin;
import io.ringkey.api.account.AccountCommand.SetRole;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.referral.InviteCode;
import io.ringkey.command.dispatch.Commands;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** People who use a running write side. */
public final class People {

    private final RunningCommandSide app;

    public People(RunningCommandSide app) {
        this.app = app;
    }

    /** Somebody who has just signed in for the first time. */
    public Person somebody() {
        String phone = RunningCommandSide.newPhone();
        Answer tokens = app.signIn(phone);
        if (tokens.status() != 200) {
            throw new AssertionError("could not sign in: " + tokens);
        }
        return new Person(app, AccountId.parse(tokens.text("user_id")), phone, tokens.text("access"));
    }

    /** Somebody with a role. */
    public Person somebody(Role role) {
        Person person = somebody();
        commands().send(new SetRole(person.id(), role, person.id()), Void.class);
        return person;
    }

    /** Somebody who was recorded without ever signing in: quick to make. */
    public AccountId onRecord() {
        return commands()
                .send(new MakeAdmin(new PhoneNumber(RunningCommandSide.newPhone())), AccountId.class)
                .outcome();
    }

    public InviteCode codeOf(AccountId account) {
        return new InviteCode(app.jdbc()
                .sql("SELECT code FROM command_state.invite_code WHERE account_id = ?")
                .param(account.value())
                .query(String.class)
                .single());
    }

    private Commands commands() {
        return app.bean(Commands.class);
    }

    /** A person and their access token. */
    public record Person(RunningCommandSide app, AccountId id, String phone, String access) {

        public String path() {
            return "/api/users/" + id + "/";
        }

        public Answer call(String method, String path, Object body, String... headers) {
            return app.call(method, path, body, withToken(headers));
        }

        public Answer call(String method, String path) {
            return app.call(method, path, null, withToken());
        }

        public Answer put(Object body, String... headers) {
            return call("PUT", path(), body, headers);
        }

        public Answer patch(Object body, String... headers) {
            return call("PATCH", path(), body, headers);
        }

        /** Sends a form. */
        public Answer form(String method, Part... parts) {
            String boundary = "----boundary4711";
            var body = new ArrayList<byte[]>();
            for (Part part : parts) {
                body.add(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + part.name() + "\""
                                + (part.file() == null
                                        ? ""
                                        : "; filename=\"" + part.file() + "\"\r\nContent-Type: image/png")
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
                body.add(part.content());
                body.add("\r\n".getBytes(StandardCharsets.UTF_8));
            }
            body.add(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
            return app.send(HttpRequest.newBuilder(app.at(path()))
                    .header("Authorization", "Bearer " + access)
                    .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                    .method(method, BodyPublishers.ofByteArrays(body)));
        }

        /** The stored names of the events of this person's account. */
        public List<String> events() {
            return app.stream(id.value());
        }

        private String[] withToken(String... headers) {
            String[] all = Arrays.copyOf(headers, headers.length + 2);
            all[headers.length] = "Authorization";
            all[headers.length + 1] = "Bearer " + access;
            return all;
        }
    }

    /**
     * A part of a form.
     *
     * @param file the name of the file, or {@code null} for text
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Part(
            String name, @org.jspecify.annotations.Nullable String file, byte[] content) {

        public static Part text(String name, String text) {
            return new Part(name, null, text.getBytes(StandardCharsets.UTF_8));
        }

        public static Part file(String name, String file, byte[] content) {
            return new Part(name, file, content);
        }
    }
}
