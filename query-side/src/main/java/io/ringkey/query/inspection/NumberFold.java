package io.ringkey.query.inspection;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.Personal;
import io.ringkey.api.WireNames;
import io.ringkey.api.delivery.DeliveryEvent;
import io.ringkey.api.delivery.DeliveryEvent.CodeSent;
import io.ringkey.api.delivery.DeliveryEvent.SendingFailed;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.VerificationEvent;
import io.ringkey.api.verification.VerificationEvent.ChangeRefused;
import io.ringkey.api.verification.VerificationEvent.CodeRequested;
import io.ringkey.api.verification.VerificationEvent.CodeRequestedAgain;
import io.ringkey.api.verification.VerificationEvent.CodeVerified;
import io.ringkey.api.verification.VerificationEvent.NumberProved;
import io.ringkey.api.verification.VerificationEvent.PairHandedOut;
import io.ringkey.api.verification.VerificationEvent.SignInRefused;
import io.ringkey.api.verification.VerificationEvent.WrongCodeGiven;
import io.ringkey.api.verification.VerificationEvent.WrongCodesForgiven;
import io.ringkey.api.verification.VerificationEvent.WrongCodesRemembered;
import io.ringkey.eventstore.Kept;
import io.ringkey.eventstore.TypedEvent;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The codes of a phone number: for each class of devices its newest challenge, and the wrong codes that count. */
final class NumberFold implements StreamFold {

    private @Nullable Kept phone;
    private @Nullable UUID account;
    private @Nullable UUID session;
    private @Nullable Instant calledAt;
    private @Nullable Kept address;
    private @Nullable Kept userAgent;
    private int messagesSent;
    private int messagesFailed;
    private @Nullable String failure;
    private final Map<DeviceClass, Devices> classes = new EnumMap<>(DeviceClass.class);

    NumberFold() {
        for (DeviceClass deviceClass : DeviceClass.values()) {
            classes.put(deviceClass, new Devices());
        }
    }

    /** What the devices of one class have had. */
    private static final class Devices {

        private @Nullable CodeRequested asked;
        private int sends;
        private int attemptsLeft;
        private @Nullable String outcome;
        private int wrongCodes;
        private @Nullable Instant lastWrongAt;

        boolean isAbout(UUID challenge) {
            return asked != null && asked.challenge().equals(challenge);
        }

        void ask(CodeRequested event) {
            asked = event;
            sends = 1;
            attemptsLeft = event.attempts();
            outcome = null;
        }

        void wrong(int codes, @Nullable Instant at) {
            wrongCodes = codes;
            lastWrongAt = at;
        }

        void forgive() {
            wrong(0, null);
        }

        Map<String, @Nullable Object> state() {
            var state = new LinkedHashMap<String, @Nullable Object>();
            state.put("challenge", asked == null ? null : asked.challenge());
            state.put("purpose", asked == null ? null : WireNames.of(asked.purpose()));
            state.put("code_length", asked == null ? null : asked.codeLength());
            state.put("requested_at", asked == null ? null : asked.requestedAt());
            state.put("expires_at", asked == null ? null : asked.expiresAt());
            state.put("sends", sends);
            state.put("attempts_left", attemptsLeft);
            state.put("outcome", outcome);
            state.put("wrong_codes", wrongCodes);
            state.put("last_wrong_at", lastWrongAt);
            return state;
        }
    }

    @Override
    public boolean take(TypedEvent at, DomainEvent event) {
        return switch (event) {
            case VerificationEvent own -> {
                take(at, own);
                yield true;
            }
            case DeliveryEvent delivery -> {
                take(delivery);
                yield true;
            }
            default -> false;
        };
    }

    private void take(TypedEvent at, VerificationEvent own) {
        switch (own) {
            case CodeRequested event -> {
                phone = at.kept("phone", event.phone());
                devices(event.deviceClass()).ask(event);
                called(at, event.requestedAt(), event.address(), event.userAgent());
            }
            case CodeRequestedAgain event -> {
                ofChallenge(event, devices -> devices.sends = event.send());
                called(at, event.requestedAt(), event.address(), event.userAgent());
            }
            case WrongCodeGiven event -> {
                ofChallenge(event, devices -> {
                    devices.attemptsLeft = event.attemptsLeft();
                    devices.wrong(devices.wrongCodes + 1, event.givenAt());
                });
                called(at, event.givenAt(), event.address(), event.userAgent());
            }
            case CodeVerified event -> {
                account = event.account();
                session = event.session();
                ofChallenge(event, devices -> devices.outcome = "verified");
                Devices recognised = devices(DeviceClass.RECOGNISED);
                if (recognised.isAbout(event.challenge())) {
                    recognised.forgive();
                }
                called(at, event.verifiedAt(), event.address(), event.userAgent());
            }
            case SignInRefused event -> {
                refused(event, "sign-in-refused");
                called(at, event.refusedAt(), event.address(), event.userAgent());
            }
            case ChangeRefused event -> {
                refused(event, "change-refused");
                called(at, event.refusedAt(), event.address(), event.userAgent());
            }
            case NumberProved event -> {
                account = event.account();
                session = event.session();
                ofChallenge(event, devices -> devices.outcome = "number-proved");
                called(at, event.provedAt(), event.address(), event.userAgent());
            }
            case PairHandedOut event -> ofChallenge(event, devices -> devices.outcome = "pair-handed-out");
            case WrongCodesForgiven event -> devices(event.deviceClass()).forgive();
            case WrongCodesRemembered event ->
                devices(event.deviceClass()).wrong(event.wrongCodes(), event.lastGivenAt());
        }
    }

    private void refused(VerificationEvent event, String outcome) {
        ofChallenge(event, devices -> {
            devices.attemptsLeft = 0;
            devices.outcome = outcome;
        });
    }

    private void take(DeliveryEvent delivery) {
        switch (delivery) {
            case CodeSent event -> messagesSent++;
            case SendingFailed event -> {
                messagesFailed++;
                failure = event.reason();
            }
        }
    }

    private void called(TypedEvent at, Instant when, Personal from, @Nullable Personal with) {
        calledAt = when;
        address = at.kept("address", from);
        userAgent = at.kept("user_agent", with);
    }

    private Devices devices(DeviceClass deviceClass) {
        return classes.computeIfAbsent(deviceClass, none -> new Devices());
    }

    /** Only a class's newest challenge counts. */
    private void ofChallenge(VerificationEvent event, Consumer<Devices> change) {
        classes.values().stream()
                .filter(devices -> devices.isAbout(event.challenge()))
                .forEach(change);
    }

    @Override
    public Map<String, @Nullable Object> state() {
        var state = new LinkedHashMap<String, @Nullable Object>();
        state.put("phone", phone);
        state.put("account", account);
        state.put("session", session);
        state.put("called_at", calledAt);
        state.put("address", address);
        state.put("user_agent", userAgent);
        state.put("messages_sent", messagesSent);
        state.put("messages_failed", messagesFailed);
        state.put("last_failure", failure);
        classes.forEach((deviceClass, devices) -> state.put(WireNames.of(deviceClass), devices.state()));
        return state;
    }
}
