package io.ringkey.query.profile;

import io.ringkey.api.account.AccountEvent;
import io.ringkey.api.people.PeopleQuery.GetProfile;
import io.ringkey.api.people.ProfileView;
import io.ringkey.api.referral.ReferralEvent.InviteApplied;
import io.ringkey.api.referral.ReferralEvent.ReferralRevoked;
import io.ringkey.query.processors.KeepsTables;
import io.ringkey.query.processors.TakesMany;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.stereotype.Component;

/** Keeps the table {@code profile}, and answers with profiles. */
@Component
@ProcessingGroup("profiles")
@KeepsTables("profile")
class ProfileProjection implements TakesMany {

    private final ProfileRows rows;
    private final ProfilesTogether profiles;

    ProfileProjection(ProfileRows rows, ProfilesTogether profiles) {
        this.rows = rows;
        this.profiles = profiles;
    }

    @QueryHandler
    Optional<ProfileView> profile(GetProfile query) {
        return profiles.find(query.account().value()).map(ProfileAnswer::view);
    }

    @EventHandler
    void on(AccountEvent event, EventMessage<?> message) {
        takeIn(message);
    }

    @EventHandler
    void on(InviteApplied event, EventMessage<?> message) {
        takeIn(message);
    }

    @EventHandler
    void on(ReferralRevoked event, EventMessage<?> message) {
        takeIn(message);
    }

    @Override
    public void takeIn(List<? extends EventMessage<?>> events) {
        var changes = new ProfileChanges(rows.find(accounts(events)));
        for (EventMessage<?> message : events) {
            switch (message.getPayload()) {
                case AccountEvent event -> changes.of(event, version(message));
                case InviteApplied applied -> changes.of(applied, version(message));
                case ReferralRevoked revoked -> changes.of(revoked, version(message));
                default -> {
                    // of no profile
                }
            }
        }
        changes.write(rows);
    }

    private static Set<UUID> accounts(List<? extends EventMessage<?>> events) {
        var accounts = new HashSet<UUID>();
        for (EventMessage<?> message : events) {
            switch (message.getPayload()) {
                case AccountEvent event -> accounts.add(event.account());
                case InviteApplied applied -> accounts.add(applied.account());
                case ReferralRevoked revoked -> accounts.add(revoked.account());
                default -> {
                    // of no profile
                }
            }
        }
        return accounts;
    }

    private static long version(EventMessage<?> message) {
        return ((DomainEventMessage<?>) message).getSequenceNumber();
    }
}
