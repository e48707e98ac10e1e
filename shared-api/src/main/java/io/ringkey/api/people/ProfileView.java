package io.ringkey.api.people;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person's profile as clients see it.
 *
 * @param phone E.164
 * @param avatar the random name of the picture; the HTTP side makes it a URL
 * @param referralCode the code that this person applied
 * @param referrals the newest 100 of the people who applied this person's code
 * @param version the sequence number of the last event of the account's stream that this view has taken in
 */
public record ProfileView(
        UUID id,
        @Nullable String phone,
        @Nullable String email,
        @Nullable String city,
        @Nullable String telegramId,
        @Nullable String avatar,
        String inviteCode,
        @Nullable String referralCode,
        List<ReferralItem> referrals,
        long referralsTotal,
        String role,
        Instant createdAt,
        long version) {

    /** What whoever holds the number now may see, who is perhaps not the person (A2). */
    public ProfileView withoutWhatIsPersonal() {
        return new ProfileView(
                id, phone, null, null, null, null, inviteCode, null, List.of(), 0, role, createdAt, version);
    }
}
