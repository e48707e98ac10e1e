package io.ringkey.web.sample;

import io.ringkey.api.session.SessionId;
import io.ringkey.web.access.SessionUses;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers which sessions were used. */
public final class FakeUses implements SessionUses {

    public final List<SessionId> told = new CopyOnWriteArrayList<>();

    @Override
    public void used(SessionId session) {
        told.add(session);
    }
}
