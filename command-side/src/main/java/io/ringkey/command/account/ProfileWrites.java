package io.ringkey.command.account;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountCommand.ChangeProfile;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.AvatarChange;
import io.ringkey.api.account.ProfileOutcome;
import io.ringkey.api.people.ProfileView;
import io.ringkey.api.referral.InviteCode;
import io.ringkey.api.referral.ReferralCommand.TryNoInvite;
import io.ringkey.api.referral.ReferralOutcome;
import io.ringkey.command.account.ProfileWish.WantedAvatar;
import io.ringkey.command.avatar.Avatars;
import io.ringkey.command.avatar.PictureCutter;
import io.ringkey.command.avatar.UploadedText;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.command.dispatch.Positioned;
import io.ringkey.command.number.PhoneNumbers;
import io.ringkey.web.people.ProfileBody;
import io.ringkey.web.position.EventPosition;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns what a client sent into one command: checked as a whole, applied whole or not at all. */
@Component
final class ProfileWrites {

    private final ProfileReading profiles;
    private final PhoneNumbers numbers;
    private final Avatars avatars;
    private final PictureCutter pictures;
    private final Commands commands;
    private final JsonMapper json;
    private final URI publicUrl;
    private final String defaultRegion;

    ProfileWrites(
            ProfileReading profiles,
            PhoneNumbers numbers,
            Avatars avatars,
            PictureCutter pictures,
            Commands commands,
            JsonMapper json,
            Settings settings) {
        this.profiles = profiles;
        this.numbers = numbers;
        this.avatars = avatars;
        this.pictures = pictures;
        this.commands = commands;
        this.json = json;
        this.publicUrl = settings.publicUrl();
        this.defaultRegion = settings.text(Setting.DEFAULT_REGION);
    }

    /**
     * Changes a profile.
     *
     * @param phoneRequired whether the fields must name the person's number
     * @param ifMatch the call's {@code If-Match}, or {@code null}
     * @return the profile as it now is
     */
    ResponseEntity<ProfileBody> write(
            Caller caller, AccountId person, ProfileFields fields, boolean phoneRequired, @Nullable String ifMatch) {
        ProfileView present = profiles.present(person).orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND));
        Long ifVersion = SeenVersion.of(ifMatch, present.version());
        ProfileWish wish = new ProfileForm(fields, defaultRegion).read(phoneRequired, asSeen(present));
        boolean otherPhone = wish.phone() != null && !isNumberOf(person, wish.phone());
        String otherCode = wish.referralCode() == null || isApplied(wish.referralCode(), present.referralCode())
                ? null
                : wish.referralCode();
        if (!caller.is(person) && (otherPhone || otherCode != null)) {
            throw Failure.of(FailureCode.ROLE_MISSING);
        }
        if (otherPhone) {
            throw Failure.of(FailureCode.NOT_YET);
        }
        InviteCode code = otherCode == null ? null : readable(person, otherCode);
        AvatarChange avatar = wish.avatar() == null ? null : change(person, wish.avatar());
        long position;
        try {
            position = send(new ChangeProfile(person, wish.changes(), code, avatar, ifVersion, caller.account()));
        } catch (RuntimeException refused) {
            if (avatar instanceof AvatarChange.Show show) {
                avatars.discard(show.name());
            }
            throw refused;
        }
        ProfileView now = profiles.after(position, person).orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND));
        ProfileBody body = ProfileBody.of(now, publicUrl);
        return ResponseEntity.ok().eTag(body.tag(now.version())).body(body);
    }

    private long send(ChangeProfile command) {
        Positioned<ProfileOutcome> answer = commands.send(command, ProfileOutcome.class, command.by());
        return switch (answer.outcome()) {
            case ProfileOutcome.Changed changed -> {
                EventPosition.answer(answer.position());
                yield answer.position();
            }
            case ProfileOutcome.Unchanged unchanged -> 0;
            case ProfileOutcome.InviteRefused refused -> throw failure(new ReferralOutcome.Refused());
            case ProfileOutcome.TooManyWrongInvites many ->
                throw failure(new ReferralOutcome.TooManyWrong(many.pause()));
            case ProfileOutcome.InviteAlreadyApplied another -> throw failure(new ReferralOutcome.AlreadyAnother());
            case ProfileOutcome.Stale stale -> throw Failure.of(FailureCode.ETAG_STALE);
            case ProfileOutcome.Gone gone -> throw Failure.of(FailureCode.NOT_FOUND);
        };
    }

    /** Read back from bytes, so that numbers are nodes of the same kind as a client's. */
    private JsonNode asSeen(ProfileView present) {
        return json.readTree(json.writeValueAsBytes(ProfileBody.of(present, publicUrl)));
    }

    private boolean isNumberOf(AccountId person, PhoneNumber phone) {
        return numbers.find(phone).filter(row -> person.equals(row.account())).isPresent();
    }

    private static boolean isApplied(String typed, @Nullable String applied) {
        return typed.toUpperCase(Locale.ROOT).equals(applied);
    }

    /** What can be no code at all is answered, and counted, like a code that nobody has. */
    private InviteCode readable(AccountId person, String typed) {
        return InviteCode.parse(typed)
                .orElseThrow(() -> failure(commands.send(new TryNoInvite(person), ReferralOutcome.class, person)
                        .outcome()));
    }

    private static Failure failure(ReferralOutcome outcome) {
        return switch (outcome) {
            case ReferralOutcome.AlreadyAnother another -> Failure.of(FailureCode.REFERRAL_ALREADY_APPLIED);
            case ReferralOutcome.TooManyWrong many ->
                Failure.of(FailureCode.LIMIT_INVITE).retryAfter(many.pause());
            case ReferralOutcome.Refused refused -> Failure.of(FailureCode.REFERRAL_REFUSED);
            case ReferralOutcome.Applied applied -> throw new IllegalStateException("no failure");
            case ReferralOutcome.AlreadyThis same -> throw new IllegalStateException("no failure");
        };
    }

    private @Nullable AvatarChange change(AccountId person, WantedAvatar wanted) {
        return switch (wanted) {
            case WantedAvatar.None none -> new AvatarChange.Remove();
            case WantedAvatar.Text sent ->
                isShownAlready(person, sent.text()) ? null : kept(person, UploadedText.decode(sent.text()));
            case WantedAvatar.File file -> kept(person, file.content());
        };
    }

    private boolean isShownAlready(AccountId person, String text) {
        Optional<String> shown = avatars.shownOf(person);
        return shown.isPresent() && text.equals(ProfileBody.avatarUrl(publicUrl, person.value(), shown.get()));
    }

    private AvatarChange kept(AccountId person, byte[] file) {
        return new AvatarChange.Show(avatars.keep(person, pictures.cut(file)));
    }
}
