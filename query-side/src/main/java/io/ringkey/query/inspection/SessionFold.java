package io.ringkey.query.inspection;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.Personal;
import io.ringkey.api.WireNames;
import io.ringkey.api.session.SessionEvent;
import io.ringkey.api.session.SessionEvent.RefreshTokenReused;
import io.ringkey.api.session.SessionEvent.SessionConfirmed;
import io.ringkey.api.session.SessionEvent.SessionEnded;
import io.ringkey.api.session.SessionEvent.SessionLeftUnconfirmed;
import io.ringkey.api.session.SessionEvent.SessionOpened;
import io.ringkey.api.session.SessionEvent.SessionSeenElsewhere;
import io.ringkey.eventstore.Kept;
import io.ringkey.eventstore.TypedEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A session, as far as it is on record: an ordinary use of it is not. */
final class SessionFold implements StreamFold {

    private @Nullable SessionOpened opened;
    private @Nullable Instant seenAt;
    private @Nullable Kept address;
    private @Nullable Kept userAgent;
    private boolean confirmed = true;
    private @Nullable UUID confirmedBy;
    private int reused;
    private @Nullable SessionEnded ended;

    @Override
    public boolean take(TypedEvent at, DomainEvent event) {
        if (event instanceof SessionEvent own) {
            take(at, own);
            return true;
        }
        return false;
    }

    private void take(TypedEvent at, SessionEvent own) {
        switch (own) {
            case SessionOpened event -> {
                opened = event;
                seen(at, event.openedAt(), event.address(), event.userAgent());
            }
            case SessionSeenElsewhere event -> seen(at, event.seenAt(), event.address(), event.userAgent());
            case RefreshTokenReused event -> reused++;
            case SessionEnded event -> ended = event;
            case SessionLeftUnconfirmed event -> confirmed = false;
            case SessionConfirmed event -> {
                confirmed = true;
                confirmedBy = event.by();
            }
        }
    }

    private void seen(TypedEvent at, Instant when, Personal from, @Nullable Personal with) {
        seenAt = when;
        address = at.kept("address", from);
        userAgent = at.kept("user_agent", with);
    }

    @Override
    public Map<String, @Nullable Object> state() {
        var state = new LinkedHashMap<String, @Nullable Object>();
        state.put("session", opened == null ? null : opened.session());
        state.put("account", opened == null ? null : opened.account());
        state.put("challenge", opened == null ? null : opened.challenge());
        state.put("way", opened == null ? null : WireNames.of(opened.way()));
        state.put("device_class", opened == null ? null : WireNames.of(opened.deviceClass()));
        state.put("opened_at", opened == null ? null : opened.openedAt());
        state.put("expires_at", opened == null ? null : opened.expiresAt());
        state.put("seen_at", seenAt);
        state.put("address", address);
        state.put("user_agent", userAgent);
        state.put("confirmed", confirmed);
        state.put("confirmed_by", confirmedBy);
        state.put("refresh_tokens_reused", reused);
        state.put("ended_at", ended == null ? null : ended.endedAt());
        state.put("end_reason", ended == null ? null : WireNames.of(ended.reason()));
        return state;
    }
}
