package io.ringkey.web.sample;

import io.ringkey.web.idempotency.IdempotencyRecords;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Answers in memory. */
public final class FakeRecords implements IdempotencyRecords {

    private record Kept(byte[] request, Optional<Answer> answer) {}

    private final Map<Key, Kept> kept = new ConcurrentHashMap<>();

    @Override
    public Begin begin(Key key, byte[] requestHash) {
        var before = kept.putIfAbsent(key, new Kept(requestHash, Optional.empty()));
        if (before == null) {
            return new Begin.Fresh();
        }
        if (!Arrays.equals(before.request(), requestHash)) {
            return new Begin.KeyReused();
        }
        return before.answer().<Begin>map(Begin.Answered::new).orElseGet(Begin.UnderWay::new);
    }

    @Override
    public void finish(Key key, Answer answer) {
        kept.computeIfPresent(key, (same, was) -> new Kept(was.request(), Optional.of(answer)));
    }

    @Override
    public void abandon(Key key) {
        kept.remove(key);
    }
}
