package io.ringkey.web.sample;

import io.ringkey.web.access.InspectionInbox;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was looked at. */
public final class FakeInspections implements InspectionInbox {

    public final List<Look> looks = new CopyOnWriteArrayList<>();

    @Override
    public void put(Look look) {
        looks.add(look);
    }

    @Override
    public void put(Discard discard) {
        throw new UnsupportedOperationException("nothing is given up here");
    }
}
