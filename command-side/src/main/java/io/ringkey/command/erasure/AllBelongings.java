package io.ringkey.command.erasure;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.session.EndReason;
import io.ringkey.command.account.Belongings;
import io.ringkey.command.avatar.Avatars;
import io.ringkey.command.delivery.Deliveries;
import io.ringkey.command.number.PhoneNumbers;
import io.ringkey.command.referral.Referrals;
import io.ringkey.command.session.Sessions;
import io.ringkey.eventstore.SubjectKeys;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What erasure reaches, feature by feature. Personal values in the events themselves go with the keys of their subjects.
 */
@Component
final class AllBelongings implements Belongings {

    private final PhoneNumbers numbers;
    private final Sessions sessions;
    private final Avatars avatars;
    private final Referrals referrals;
    private final Deliveries deliveries;
    private final LeftOvers leftOvers;
    private final SubjectKeys subjects;

    AllBelongings(
            PhoneNumbers numbers,
            Sessions sessions,
            Avatars avatars,
            Referrals referrals,
            Deliveries deliveries,
            LeftOvers leftOvers,
            SubjectKeys subjects) {
        this.numbers = numbers;
        this.sessions = sessions;
        this.avatars = avatars;
        this.referrals = referrals;
        this.deliveries = deliveries;
        this.leftOvers = leftOvers;
        this.subjects = subjects;
    }

    @Override
    public void deleteAllOf(AccountId account) {
        // The number goes first: a sign-in that holds its row has then committed, and its session is seen below.
        numbers.forget(account).ifPresent(deliveries::forget);
        sessions.endAll(account, EndReason.PERSON_ERASED, Optional.empty());
        avatars.deleteAllOf(account);
        referrals.voidCodeOf(account);
        leftOvers.deleteAllOf(account);
        subjects.eraseAllOf(account.value());
    }
}
