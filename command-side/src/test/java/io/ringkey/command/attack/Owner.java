package io.ringkey.command.attack;

import io.ringkey.api.verification.ChallengeId;
import io.ringkey.command.delivery.Deliveries;
import io.ringkey.command.device.DeviceOfCall;
import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.RunningCommandSide;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Who holds a number, and reads the messages that come to it. Always calls from one address. */
final class Owner {

    private final RunningCommandSide app;
    private final String phone;
    private final List<String> headers;
    private int tried;
    private int signedIn;
    private int longestCode;

    private Owner(RunningCommandSide app, String phone, List<String> headers) {
        this.app = app;
        this.phone = phone;
        this.headers = headers;
    }

    /** Whose device is recognised from now on. */
    static Owner recognised(RunningCommandSide app, String phone, String address) {
        Owner unknown = new Owner(app, phone, headers(address, DeviceOfCall.HEADER, "new"));
        String device = unknown.give(unknown.ask()).text("device");
        return new Owner(app, phone, headers(address, DeviceOfCall.HEADER, device));
    }

    /** Who has signed in once, and has no device that could be recognised. */
    static Owner withoutDevice(RunningCommandSide app, String phone, String address) {
        Owner owner = new Owner(app, phone, headers(address));
        owner.signIn();
        return owner;
    }

    private static List<String> headers(String address, String... more) {
        var all = new ArrayList<>(List.of("X-Forwarded-For", address));
        all.addAll(Arrays.asList(more));
        return all;
    }

    void signIn() {
        signIn(() -> {});
    }

    /** @param meanwhile what happens after the code was asked for and before it is given */
    void signIn(Runnable meanwhile) {
        Answer asked = ask();
        meanwhile.run();
        tried++;
        if (asked.status() == 200 && give(asked).status() == 200) {
            signedIn++;
            longestCode = Math.max(longestCode, (int) asked.number("code_length"));
        }
    }

    private Answer ask() {
        return app.askForCode(phone, headers.toArray(String[]::new));
    }

    private Answer give(Answer asked) {
        String code = app.bean(Deliveries.class)
                .code(new ChallengeId(UUID.fromString(asked.text("challenge_id"))))
                .orElse("0000");
        return app.postToken(phone, code, headers.toArray(String[]::new));
    }

    String phone() {
        return phone;
    }

    int tried() {
        return tried;
    }

    int signedIn() {
        return signedIn;
    }

    int longestCode() {
        return longestCode;
    }
}
