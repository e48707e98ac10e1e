package io.ringkey.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.junit.jupiter.api.Test;

class PageTokensTest {

    private static final int MOST_GAPS = 1_000;
    private static final GapAwareTrackingToken BEFORE = new GapAwareTrackingToken(10, List.of(3L, 7L));

    @Test
    void tellWhereEachEventIsAndWhatIsMissingBeforeIt() {
        List<TrackedEventMessage<?>> page = page(11, 13, 7, 14);

        assertThat(tokens(page))
                .containsExactly(
                        new GapAwareTrackingToken(11, List.of(3L, 7L)),
                        new GapAwareTrackingToken(13, List.of(3L, 7L, 12L)),
                        new GapAwareTrackingToken(13, List.of(3L, 12L)),
                        new GapAwareTrackingToken(14, List.of(3L, 12L)));
    }

    @Test
    void doNotTellWhereWhatFillsAGapStandsButItsMessageDoes() {
        List<TrackedEventMessage<?>> page = page(11, 13, 7, 14);

        assertThat(page.stream().map(event -> RecordPosition.of(event).orElseThrow()))
                .containsExactly(11L, 13L, 7L, 14L);
        assertThat(page.get(2).trackingToken().position()).hasValue(13);
        assertThat(RecordPosition.of(GenericEventMessage.asEventMessage("of no record")))
                .isEmpty();
    }

    @Test
    void areTheSameForAllReadersWhereGapsAreFew() {
        List<TrackedEventMessage<?>> page = page(11, 12, 20);
        List<TrackingToken> first = tokens(page);

        List<TrackingToken> second = tokens(PageTokens.forOneMore(page));

        for (int step = 0; step < first.size(); step++) {
            assertThat(second.get(step)).isSameAs(first.get(step));
        }
    }

    @Test
    void areMadeInAnyOrder() {
        for (long[] positions : List.of(new long[] {11, 12, 13}, new long[] {11, 12, 20_000})) {
            List<TrackedEventMessage<?>> page = page(positions);

            TrackingToken last = page.getLast().trackingToken();
            TrackingToken first = page.getFirst().trackingToken();

            assertThat(first).isEqualTo(new GapAwareTrackingToken(11, List.of(3L, 7L)));
            assertThat(last).isEqualTo(page.getLast().trackingToken());
            assertThat(last.position()).hasValue(positions[2]);
        }
    }

    /** One for each event would be hundreds of megabytes. */
    @Test
    void areNotKeptWhereGapsAreMany() {
        List<TrackedEventMessage<?>> page = page(11, 12, 20_000);
        TrackingToken first = page.getFirst().trackingToken();
        page.getLast().trackingToken();

        assertThat(page.getFirst().trackingToken()).isEqualTo(first).isNotSameAs(first);
        assertThat(tokens(PageTokens.forOneMore(page))).isEqualTo(tokens(page));
    }

    private static List<TrackingToken> tokens(List<TrackedEventMessage<?>> page) {
        return page.stream().map(TrackedEventMessage::trackingToken).toList();
    }

    private static List<TrackedEventMessage<?>> page(long... positions) {
        var tokens = new PageTokens(BEFORE, Instant.EPOCH, MOST_GAPS);
        List<TrackedEventMessage<?>> page = new ArrayList<>();
        LongStream.of(positions)
                .forEach(position -> page.add(tokens.next(new GenericTrackedDomainEventMessage<>(
                        new GlobalSequenceTrackingToken(position),
                        new GenericDomainEventMessage<>("Stream", "one", position, "happened")))));
        return page;
    }
}
